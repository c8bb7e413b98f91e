// Telegram as one member of staff sees it: the desk's group and the help group with their topics.

import { onTelegram as act, byId, el, reconcile } from '../dom.js';
import { Read, unreadBadge } from '../read.js';
import { has } from './message.js';
import { TelegramPane, commandsFor, shownIn } from './pane.js';

const ATTACHMENTS = [['photo', '🖼', 'photo'], ['voice', '🎤', 'voice message'], ['document', '📎', 'file']];
const GENERAL = 'General';
const EMPTY = 'Nothing here yet. What customers say appears here; each unhappy answer opens a topic of its own.';

export class Desk {
  constructor(openLink) {
    this.chat = null;
    this.thread = null;
    this.read = new Read();
    this.known = null;
    this.pane = new TelegramPane(byId('desk-pane'), { label: 'Desk', openLink, attachments: ATTACHMENTS });
    byId('close-topic').addEventListener('click', () => this.toggleTopic());
  }

  get viewer() {
    const { id, isAnonymous } = this.view.staff;
    // Only in a group can somebody hide.
    return { id, anonymous: isAnonymous && this.chat < 0 };
  }

  shows(user) {
    return user === this.viewer.id;
  }

  open(chat, thread) {
    this.chat = chat;
    this.thread = thread;
    this.draw(this.view);
  }

  toggleTopic() {
    const topic = this.view.world.chats[this.chat].topics[this.thread];
    const deed = topic.closed ? 'reopen_topic' : 'close_topic';
    const body = { user: this.viewer.id, chat: this.chat, topic: this.thread };
    this.pane.guarded(() => act(deed, body));
  }

  async newTopic(form) {
    const input = form.querySelector('input');
    const name = input.value.trim();
    if (!name) return;
    await this.pane.guarded(async () => {
      const { help } = this.view.stage.telegram;
      const { topic } = await act('create_topic', { user: this.viewer.id, chat: help, name });
      input.value = '';
      this.open(help, topic);
    });
  }

  draw(view) {
    this.view = view;
    const { world, stage: { telegram: stage }, staff } = view;
    // Everybody has a private chat of their own.
    if (this.chat > 0 && this.chat !== staff.id) this.chat = null;
    this.chat ??= stage.desk;
    this.greetNewCase(world, stage);
    if (this.thread && !world.chats[this.chat]?.topics[this.thread]) this.thread = null;
    this.drawPlaces(world, stage);
    this.drawHead(world);
    const chat = world.chats[this.chat];
    const { viewer } = this;
    const topic = chat?.topics[this.thread];
    const leads = this.leads(chat);
    this.pane.open({
      ...view, viewer, chat, thread: this.thread,
      commands: commandsFor(world, viewer, chat),
      empty: this.chat === stage.desk && !topic ? EMPTY : '',
      instead: topic?.closed && !leads
        ? { key: 'closed', element: el('p', { text: 'This topic is closed.' }) } : null,
    });
  }

  leads(chat) {
    return ['owner', 'admin'].includes(chat?.members[this.viewer.id]);
  }

  // Opens the topic of a new case, unless somebody is busy elsewhere.
  greetNewCase(world, stage) {
    const topics = Object.keys(world.chats[stage.desk].topics).map(Number);
    const fresh = this.known && topics.filter((id) => !this.known.has(id));
    this.known = new Set(topics);
    const idle = this.chat === stage.desk && this.thread === null && !this.pane.isBusy;
    if (fresh?.length && idle) this.thread = fresh.at(-1);
  }

  drawPlaces(world, stage) {
    const items = [];
    const add = (key, value) => items.push({ key, signature: JSON.stringify(value), value });
    for (const id of [stage.desk, stage.help]) {
      const chat = world.chats[id];
      if (!chat) continue;
      add(`h${id}`, { title: chat.title });
      for (const place of this.topicsOf(chat)) add(`${id}/${place.thread}`, place);
      if (id === stage.help) add('new', { form: true });
    }
    const { id } = this.viewer;
    add('private', { title: 'Private' });
    add(`p${id}`, this.placeOf(world.chats[id], null, `${world.bot.name} to ${world.users[id].first_name}`));
    reconcile(byId('places'), items, (value) => this.placeElement(value));
  }

  topicsOf(chat) {
    const topics = Object.values(chat.topics).filter((topic) => !topic.deleted)
      .map((topic) => ({ ...this.placeOf(chat, topic.id, topic.name), closed: topic.closed }))
      .sort((one, other) => one.closed - other.closed || other.last - one.last);
    return [this.placeOf(chat, null, GENERAL), ...topics]
      .map(({ last, ...place }) => place);
  }

  placeOf(chat, thread, name) {
    const messages = chat ? shownIn(chat, thread) : [];
    const isOpen = this.chat === chat?.id && this.thread === thread;
    const unread = this.read.count({
      who: this.viewer.id, house: chat?.id, place: thread, messages, isOpen,
      isNews: (message) => message.kind !== 'service' && !has(message, 'silent'),
    });
    return { chat: chat?.id, thread, name, isOpen, unread, last: messages.at(-1)?.id ?? 0 };
  }

  placeElement(place) {
    if (place.title) return el('h4', { text: place.title });
    if (place.form) return this.newTopicForm();
    return el('button', {
      type: 'button', class: `place${place.closed ? ' closed' : ''}`,
      'aria-current': place.isOpen ? 'true' : undefined,
      onclick: () => this.open(place.chat, place.thread), disabled: !place.chat,
    },
    el('span', { text: place.name }),
    place.closed ? el('span', { class: 'lock', 'aria-label': 'closed', text: '🔒' }) : null,
    unreadBadge(el, place.unread));
  }

  newTopicForm() {
    const form = el('form', { class: 'new-topic' },
      el('input', { 'aria-label': 'Name of a new topic', placeholder: 'New topic', maxlength: '100', autocomplete: 'off' }),
      el('button', { type: 'submit', class: 'quiet small', text: 'Add' }));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.newTopic(form);
    });
    return form;
  }

  drawHead(world) {
    const chat = world.chats[this.chat];
    const topic = chat?.topics[this.thread];
    const name = chat?.kind === 'private'
      ? `${world.bot.name} – private` : `${chat?.title ?? ''} › ${topic?.name ?? GENERAL}`;
    byId('place-name').textContent = name;
    const toggle = byId('close-topic');
    toggle.hidden = !topic || !this.leads(chat);
    toggle.textContent = topic?.closed ? 'Reopen topic' : 'Close topic';
  }
}
