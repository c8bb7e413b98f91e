// A channel, thread or direct messages of Discord.

import { onDiscord as act, el } from '../dom.js';
import { Pane } from '../pane.js';
import { formElement } from './form.js';
import { fateOf, isWritten, messageElement, signature, summary } from './message.js';
import { DIRECT, shownTo } from './places.js';
import { command, hints, offered, read } from './slash.js';

const FILES = {
  photo: { name: 'photo.png' }, voice: { name: 'voice-message.ogg', is_voice: true },
};
// Suggestions are asked for when somebody stops typing for a moment.
const ASKS_AFTER_MS = 250;

// Two slashes begin a note.
const isCommand = (text) => /^\/[^/\s]/.test(text);

// A direct chat that nobody has written in yet.
const NEW_CHAT = { guild: null };

export class DiscordPane extends Pane {
  constructor(root, options) {
    super(root, options);
    this.go = options.go;
    // Interactions of this page whose answer may be a form.
    this.awaited = new Set();
    this.suggested = null;
    this.dialog = null;
  }

  // Shows a place. Without a channel it is the direct messages that nobody has opened yet.
  open({ world, now, viewer, guild, channel, instead, empty }) {
    this.world = world;
    this.viewer = viewer;
    this.channel = channel;
    const parent = channel?.parent && world.channels[channel.parent];
    const card = parent?.messages?.[channel.id];
    const messages = shownTo(channel, viewer.id).filter((message) => message.kind !== 'thread_starter');
    const ctx = {
      world, now, viewer, guild, channel, canWrite: !instead,
      card: card && !card.deleted ? card : null,
      openLink: (url) => this.openLink(url),
      go: (id) => this.go(id),
      reply: (message) => this.answer(message),
      edit: (message) => this.change(message),
      remove: (message) => this.deed('delete', { message: message.id }),
      react: (message, emoji, isOn) => this.deed(isOn ? 'react' : 'unreact', { message: message.id, emoji }),
      menu: (deed, body) => this.interact(deed, body),
      press: (message, label) => this.press(message, label),
    };
    this.show({
      place: `${viewer.id}/${channel?.id ?? DIRECT}`,
      ctx, messages, card: ctx.card, tail: this.tail(ctx), instead, empty,
    });
    this.openForms(world);
    this.offer();
  }

  // Where a message stands: the card on top of a thread stands in the channel above.
  homeOf(message) {
    return message.id === this.ctx.card?.id ? this.channel.parent : this.channel.id;
  }

  deed(name, body) {
    return this.guarded(() => act(name, { user: this.viewer.id, channel: this.channel.id, ...body }));
  }

  // Does something that the bot answers.
  interact(name, body) {
    return this.guarded(async () => {
      const { interaction } = await act(name, { user: this.viewer.id, channel: this.channel.id, ...body });
      this.await(interaction);
    });
  }

  press(message, label) {
    return this.guarded(async () => {
      const body = { user: this.viewer.id, channel: this.homeOf(message), message: message.id, label };
      const { interaction, link } = await act('click', body);
      if (link) this.openLink(link);
      else this.await(interaction);
    });
  }

  await(interaction) {
    if (!interaction) return;
    this.awaited.add(interaction);
    this.openForms(this.world);
  }

  // What became of the last command, as long as it is news: a message says the rest.
  tail(ctx) {
    const isCommand = (it) => it.channel === ctx.channel?.id && (it.kind === 'command' || it.kind === 'modal');
    const fate = fateOf(ctx, isCommand);
    if (!fate) return [];
    const text = fate.isWaiting ? 'Sending…' : 'The application did not respond';
    const element = el('p', { class: fate.isWaiting ? 'aside' : 'failed', text });
    return [{ key: `fate-${fate.id}-${fate.isWaiting}`, element }];
  }

  get isWaiting() {
    const mine = Object.values(this.world?.interactions ?? {}).filter((it) => it.user === this.viewer.id);
    return Boolean(mine.length && !mine.at(-1).answer);
  }

  openForms(world) {
    for (const id of this.awaited) {
      const answer = world.interactions[id]?.answer;
      if (!answer) continue;
      this.awaited.delete(id);
      if (answer.what.what === 'modal') this.openForm(id, answer.what.with);
      else this.tellOf(world, world.interactions[id]);
    }
  }

  // A card on top of a thread belongs to the channel above, and so does what the bot answers.
  tellOf(world, { channel, original, is_ephemeral: isEphemeral }) {
    const answer = isEphemeral && world.channels[channel]?.messages[original];
    if (answer && channel !== this.channel?.id) this.toast(this.summary(answer));
  }

  openForm(id, form) {
    const { viewer } = this;
    this.closeForm();
    const send = (fields) => this.guarded(async () => {
      const { interaction } = await act('submit', { user: viewer.id, opened_by: id, fields });
      this.closeForm(true);
      this.await(interaction);
    });
    const dialog = formElement(form, send, () => this.closeForm(true));
    this.dialog = el('div', { class: 'veil' }, dialog.element);
    this.root.append(this.dialog);
    if (this.isAtHand()) dialog.focus();
  }

  closeForm(back = false) {
    this.dialog?.remove();
    this.dialog = null;
    if (back) this.text.focus();
  }

  leave(place) {
    this.closeForm();
    super.leave(place);
  }

  element(ctx, message) {
    return messageElement(ctx, message);
  }

  signature(ctx, message) {
    return signature(ctx, message);
  }

  summary(message) {
    return summary(message, this.world);
  }

  textOf(message) {
    return message.content;
  }

  get commands() {
    return this.world ? offered(this.world, this.viewer.id, this.channel ?? NEW_CHAT) : [];
  }

  // Everybody whom a command can name here.
  get people() {
    const { world } = this;
    const members = Object.keys(world.guilds[this.channel?.guild]?.members ?? {});
    return members.map((id) => world.users[id]).filter(Boolean)
      .map(({ id, username, global_name: name }) => ({ id, names: [name, username].filter(Boolean) }));
  }

  hintsFor(typed) {
    if (!(isCommand(typed) || typed === '/')) return [];
    return hints(typed, this.commands, this.people, (option, text) => this.suggestionsFor(typed, option, text));
  }

  // Asks the bot what fits to an option, and returns what it said so far.
  suggestionsFor(typed, option, text) {
    if (!option.autocomplete || !this.channel) return [];
    const { path } = read(typed, this.commands);
    const key = JSON.stringify([this.place, path, option.name, text]);
    if (this.suggested?.key !== key) {
      clearTimeout(this.asking);
      this.suggested = { key, id: null };
      this.asking = setTimeout(() => this.ask(key, path, option.name, text), ASKS_AFTER_MS);
    }
    const answer = this.world.interactions[this.suggested.id]?.answer?.what;
    return answer?.what === 'suggestions' ? answer.with : [];
  }

  async ask(key, path, option, typed) {
    try {
      const body = { user: this.viewer.id, channel: this.channel.id, command: path, option, typed };
      const { interaction } = await act('type_option', body);
      if (this.suggested?.key === key) this.suggested.id = interaction;
      this.offer();
    } catch {
      // Whoever types can do without.
    }
  }

  save(message, text) {
    return act('edit', { user: this.viewer.id, channel: this.channel.id, message: message.id, text });
  }

  async line({ text, kind, file }) {
    const user = this.viewer.id;
    const channel = this.channel?.id ?? (await act('dm', { user })).channel;
    const brought = file && { name: file.name, bytes: file.content };
    if (isCommand(text)) {
      const deed = command(text, this.commands, this.people, brought);
      const { interaction } = await act('slash', { user, channel, ...deed });
      this.await(interaction);
      return;
    }
    const line = { text, reply_to: this.reply?.id };
    if (kind === 'sticker') line.sticker = 'wave';
    else if (brought) line.files = [brought];
    else if (kind) line.files = [{ ...FILES[kind], bytes: [...new TextEncoder().encode(`a ${kind}`)] }];
    await act('write', { user, channel, ...line });
  }
}

// What counts as unread.
export const isNews = (user) => (message) => isWritten(message) && message.author !== user && !message.silent;

