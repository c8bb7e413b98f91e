// Discord as one person sees it: a list of places, and the one that is open.

import { onDiscord as act, button, el, reconcile } from '../dom.js';
import { Read, unreadBadge } from '../read.js';
import { DiscordPane, isNews } from './pane.js';
import { DIRECT, directOf, membersOf, placeName, placesOf, shownTo } from './places.js';
import { MANAGE_THREADS, OPEN_THREADS, WRITE, hindrance, includes, isThread, leadsThread, rightsIn, sees } from './rights.js';

const ATTACHMENTS = [
  ['photo', '🖼', 'photo'], ['document', '📄', 'file'], ['voice', '🎤', 'voice message'], ['sticker', '⭐', 'sticker'],
];
const EMPTY = {
  direct: 'Nothing here yet. Type / to see what the bot offers.',
  care: 'Private threads with customers open under this channel.',
  desk: 'Nothing here yet. What customers say appears here; each unhappy answer opens a thread of its own.',
};

export class Client {
  constructor(root, { label, openLink }) {
    this.read = new Read();
    this.places = el('nav', { class: 'places', 'aria-label': 'Messages, channels and threads' });
    this.title = el('h3');
    this.about = el('p', { class: 'members' });
    this.buttons = el('div', { class: 'head-buttons' });
    const pane = el('div', { class: 'pane' });
    root.replaceChildren(this.places, el('div', { class: 'desk-chat' },
      el('div', { class: 'desk-head' }, el('div', { class: 'head-words' }, this.title, this.about), this.buttons),
      pane));
    this.pane = new DiscordPane(pane, {
      label, openLink, attachments: ATTACHMENTS, go: (id) => this.open(id),
    });
    this.at = new Map();
    this.known = null;
  }

  get isWaiting() {
    return this.pane.isWaiting;
  }

  // The place that is open for the person of the moment.
  get place() {
    return this.at.get(this.user);
  }

  open(place) {
    this.at.set(this.user, place);
    this.draw(this.view);
  }

  draw(view) {
    this.view = view;
    const { world, stage, member } = view;
    this.user = member.discord_id;
    this.guild = world.guilds[stage.discord.guild];
    const list = placesOf(world, this.user, this.guild.id);
    this.greet(world, list, stage);
    const direct = directOf(world, this.user);
    if (!this.at.has(this.user)) this.at.set(this.user, member.level ? stage.discord.desk : DIRECT);
    const isThere = this.place === DIRECT || sees(world, this.user, world.channels[this.place]);
    if (!isThere) this.at.set(this.user, DIRECT);
    const channel = this.place === DIRECT ? direct : world.channels[this.place];
    this.drawPlaces(world, list, direct);
    this.drawHead(world, channel);
    const why = hindrance(world, this.user, channel);
    this.pane.open({
      ...view, viewer: { id: this.user }, guild: this.guild, channel,
      empty: this.emptiness(stage),
      instead: why ? { key: why, element: el('p', { text: why }) } : null,
    });
    // What is written beside the threads of the cases goes nowhere else.
    this.pane.prompt(this.place === stage.discord.desk
      ? 'Only staff read this – open a case’s thread to write to its customer' : 'Message');
  }

  emptiness({ discord }) {
    const known = { [DIRECT]: EMPTY.direct, [discord.care]: EMPTY.care, [discord.desk]: EMPTY.desk };
    return known[this.place] ?? 'Nothing here yet.';
  }

  // Opens the thread of a new case at the desk, unless somebody is busy elsewhere.
  greet(world, list, stage) {
    const threads = list.filter((channel) => channel.parent === stage.discord.desk && isThread(channel));
    const fresh = this.known?.user === this.user && threads.filter(({ id }) => !this.known.ids.has(id));
    this.known = { user: this.user, ids: new Set(threads.map(({ id }) => id)) };
    const isIdle = this.place === stage.discord.desk && !this.pane.isBusy;
    if (fresh?.length && isIdle) this.at.set(this.user, fresh.at(-1).id);
  }

  drawPlaces(world, list, direct) {
    const items = [];
    const add = (key, value) => items.push({ key: `${this.user}/${key}`, signature: JSON.stringify(value), value });
    add('direct-title', { title: 'Direct messages' });
    add(DIRECT, this.entry(DIRECT, direct, world.application.username));
    add('guild-title', { title: this.guild.name });
    list.forEach((channel, index) => {
      add(channel.id, {
        ...this.entry(channel.id, channel, placeName(channel)),
        isThread: isThread(channel), isArchived: Boolean(channel.thread?.archived),
      });
      const isLast = !isThread(list[index + 1]);
      const top = isThread(channel) ? world.channels[channel.parent] : channel;
      if (isLast && this.opensThreads(world, top)) add(`new-${top.id}`, { parent: top.id });
    });
    reconcile(this.places, items, (value) => this.placeElement(value));
  }

  // Threads are opened where everybody writes: the desk's and the private ones are the bot's.
  opensThreads(world, channel) {
    return !Object.keys(channel.overwrites).length
      && includes(rightsIn(world, this.user, channel), OPEN_THREADS | WRITE);
  }

  entry(place, channel, name) {
    const isOpen = this.place === place;
    const unread = this.read.count({
      who: this.user, house: this.guild.id, place, messages: shownTo(channel, this.user), isOpen,
      isNews: isNews(this.user),
    });
    return { place, name, isOpen, unread };
  }

  placeElement(value) {
    if (value.title) return el('h4', { text: value.title });
    if (value.parent) return this.newThreadForm(value.parent);
    return el('button', {
      type: 'button', 'aria-current': value.isOpen ? 'true' : undefined,
      class: `place${value.isThread ? ' thread' : ''}${value.isArchived ? ' closed' : ''}`,
      onclick: () => this.open(value.place),
    },
    el('span', { text: value.name }),
    value.isArchived ? el('span', { class: 'lock', text: 'archived' }) : null,
    unreadBadge(el, value.unread));
  }

  newThreadForm(channel) {
    const form = el('form', { class: 'new-topic' },
      el('input', { 'aria-label': 'Name of a new thread', placeholder: 'New thread', maxlength: '100', autocomplete: 'off' }),
      el('button', { type: 'submit', class: 'quiet small', text: 'Add' }));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const input = form.querySelector('input');
      const name = input.value.trim();
      if (!name) return;
      this.pane.guarded(async () => {
        const { channel: thread } = await act('start_thread', { user: this.user, channel, name, is_private: false });
        input.value = '';
        this.open(thread);
      });
    });
    return form;
  }

  drawHead(world, channel) {
    this.title.textContent = channel?.guild ? placeName(channel) : world.application.username;
    const inside = membersOf(world, channel).join(', ');
    this.about.textContent = inside && `${channel.kind === 'private_thread' ? 'Private: ' : ''}${inside}`;
    const items = this.deeds(world, channel).map(([label, deed, body]) => ({
      key: label, signature: JSON.stringify([label, body]), value: [label, deed, body],
    }));
    reconcile(this.buttons, items, ([label, deed, body]) => button(label, () => (
      this.pane.guarded(() => act(deed, { user: this.user, ...body }))), { class: 'quiet small' }));
  }

  // What can be done with the open place.
  deeds(world, channel) {
    if (!channel?.guild) {
      const isOpen = world.users[this.user].dms_open;
      const isMember = this.user in this.guild.members;
      return [
        [isOpen ? 'Close my DMs' : 'Open my DMs', 'set_dms', { open: !isOpen }],
        [isMember ? 'Leave the server' : 'Join the server', isMember ? 'leave' : 'join', { guild: this.guild.id }],
      ];
    }
    if (!leadsThread(world, this.user, channel)) return [];
    const { archived, locked } = channel.thread;
    const list = [[archived ? 'Reopen thread' : 'Close thread', 'archive', { thread: channel.id, archived: !archived }]];
    if (includes(rightsIn(world, this.user, channel), MANAGE_THREADS)) {
      list.push([locked ? 'Unlock' : 'Lock', 'lock', { thread: channel.id, locked: !locked }]);
    }
    return list;
  }
}
