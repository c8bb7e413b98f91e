// A chat: what stands in it, and the place to write.

import { act, button, dayOf, el, reconcile } from './dom.js';
import { has, messageElement, signature, summary, tap } from './message.js';

const TOAST_MS = 5000;
// A tap nobody answers stops spinning after a while, as in the app.
const SPINS_MS = 30_000;

export class Pane {
  constructor(root, { label, openLink, attachments }) {
    this.root = root;
    this.openLink = openLink;
    this.drafts = new Map();
    this.reply = null;
    this.editing = null;
    this.toasts = el('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
    this.pinned = el('div', { class: 'pinned' });
    this.log = el('div', { class: 'log-messages', role: 'log', 'aria-label': `${label}: messages`, tabindex: '0' });
    this.banner = el('div', { class: 'banner', hidden: true });
    this.hints = el('div', { class: 'hints', role: 'group', 'aria-label': 'Commands', hidden: true });
    this.text = el('textarea', {
      rows: '1', 'aria-label': `${label}: write a message`, placeholder: 'Message',
      oninput: () => this.typed(), onkeydown: (event) => this.pressed(event),
    });
    this.send = el('button', { type: 'submit', class: 'send primary', text: 'Send' });
    const attach = attachments.map(([kind, icon, name]) => button(icon, () => this.attach(kind), {
      class: 'attach', 'aria-label': `Send a ${name}`, title: `Send a ${name}`,
    }));
    this.form = el('form', { class: 'composer', onsubmit: (event) => this.submit(event) },
      el('div', { class: 'attachments', role: 'group', 'aria-label': 'Attachments' }, ...attach),
      this.text, this.send);
    this.instead = el('div', { class: 'instead', hidden: true });
    this.isAtEnd = true;
    this.log.addEventListener('scroll', () => {
      const below = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight;
      this.isAtEnd = below < 80;
    });
    // When the room shrinks, the latest message stays in sight.
    new ResizeObserver(() => this.stick()).observe(this.log);
    root.replaceChildren(this.pinned, this.log, this.toasts, this.hints, this.banner, this.form, this.instead);
  }

  // Shows a chat. `instead` replaces the place to write: a button, or a reason.
  show({ world, now, viewer, chat, thread, commands, instead, empty }) {
    const place = `${viewer.id}/${viewer.anonymous}/${chat?.id}/${thread}`;
    const moved = this.place !== place;
    if (moved) this.leave(place);
    this.chat = chat;
    this.thread = thread;
    this.viewer = viewer;
    this.commands = commands;
    const messages = chat ? shownIn(chat, thread) : [];
    const ctx = this.context({ world, now, viewer, chat, instead });
    this.ctx = ctx;
    if (moved) this.isAtEnd = true;
    if (moved) this.log.setAttribute('aria-live', 'off');
    const card = messages.filter((message) => has(message, 'pinned')).at(-1);
    this.render(ctx, messages, card, empty);
    this.form.hidden = Boolean(instead);
    this.instead.hidden = !instead;
    if (instead && this.insteadKey !== instead.key) this.instead.replaceChildren(instead.element);
    this.insteadKey = instead?.key;
    this.openReplies(messages, moved);
    this.stick();
    if (moved) requestAnimationFrame(() => this.log.setAttribute('aria-live', 'polite'));
  }

  context({ world, now, viewer, chat, instead }) {
    const spins = (item) => !item.answered && item.user_id === viewer.id
      && item.chat_id === chat?.id && now - item.at_ms < SPINS_MS;
    return {
      world, viewer, chat,
      canWrite: !instead, canReply: !instead,
      pending: Object.values(world.taps).filter(spins),
      openLink: (url) => this.openLink(url, viewer),
      write: (text) => this.say({ text }),
      reply: (message) => this.answer(message),
      edit: (message) => this.change(message),
      tap: (message, key) => this.guarded(() => tap(this.ctx, message, key)),
    };
  }

  render(ctx, messages, card, empty) {
    const items = [];
    let day = '';
    for (const message of messages) {
      const today = dayOf(message.at_ms);
      if (today !== day) {
        day = today;
        items.push({ key: `day-${today}`, signature: today, value: { day: today } });
      }
      if (message === card) continue;
      items.push({ key: `${this.place}/${message.id}`, signature: signature(ctx, message), value: message });
    }
    if (!items.length && empty) items.push({ key: 'empty', signature: empty, value: { empty } });
    reconcile(this.log, items, (value) => {
      if (value.empty) return el('p', { class: 'empty', text: value.empty });
      if (value.day) return el('div', { class: 'day' }, el('span', { text: value.day }));
      return messageElement(ctx, value);
    });
    const pinned = card
      ? [{ key: `${this.place}/${card.id}`, signature: signature(ctx, card), value: card }] : [];
    reconcile(this.pinned, pinned, (value) => {
      const shown = messageElement(ctx, value);
      shown.classList.add('card');
      shown.setAttribute('aria-label', 'Pinned card');
      return shown;
    });
  }

  // A bot may ask the app to open a reply.
  openReplies(messages, moved) {
    const last = messages.at(-1);
    const asks = last && has(last, 'force_reply') && last.from.who === 'bot';
    if (asks && !moved && last.id > (this.seen ?? 0)) this.answer(last, this.isAtHand());
    this.seen = last?.id ?? 0;
  }

  leave(place) {
    if (this.place) this.drafts.set(this.place, this.editing ? '' : this.text.value);
    this.place = place;
    this.reply = null;
    this.editing = null;
    this.text.value = this.drafts.get(place) ?? '';
    this.drawBanner();
    this.typed();
  }

  get isBusy() {
    return Boolean(this.text.value || this.reply || this.editing);
  }

  stick() {
    if (this.isAtEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  // Whether taking the focus would disturb nobody who writes elsewhere.
  isAtHand() {
    const focused = document.activeElement;
    return !focused || focused === document.body || this.root.contains(focused);
  }

  answer(message, focus = true) {
    this.editing = null;
    this.reply = message;
    this.drawBanner();
    if (focus) this.text.focus();
  }

  change(message) {
    this.reply = null;
    this.editing = message;
    this.text.value = message.text;
    this.drawBanner();
    this.typed();
    this.text.focus();
  }

  drawBanner() {
    const about = this.editing ?? this.reply;
    this.banner.hidden = !about;
    if (!about) return this.banner.replaceChildren();
    const verb = this.editing ? 'Editing' : 'Replying to';
    const stop = () => {
      if (this.editing) this.text.value = '';
      this.reply = this.editing = null;
      this.drawBanner();
      this.typed();
      this.text.focus();
    };
    return this.banner.replaceChildren(
      el('span', { text: `${verb}: ${summary(about)}` }),
      button('✕', stop, { class: 'tool', 'aria-label': 'Cancel' }));
  }

  typed() {
    this.text.style.height = 'auto';
    // Hidden it has no height to go by.
    const height = this.text.scrollHeight;
    if (height) this.text.style.height = `${Math.min(height, 110)}px`;
    const typed = this.text.value;
    const wanted = /^\/[a-z0-9_]*$/.test(typed) ? (this.commands ?? []) : [];
    const fitting = wanted.filter(({ command }) => `/${command}`.startsWith(typed));
    this.hints.hidden = !fitting.length;
    this.hints.replaceChildren(...fitting.map(({ command, description }) => {
      const take = () => {
        this.text.value = `/${command} `;
        this.typed();
        this.text.focus();
      };
      return el('button', { type: 'button', class: 'command', onclick: take },
        el('b', { text: `/${command}` }), el('span', { text: ` ${description}` }));
    }));
  }

  pressed(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.submit(event);
    if (event.key === 'Escape' && (this.reply || this.editing)) {
      this.banner.querySelector('button').click();
    }
  }

  submit(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text) return;
    this.guarded(async () => {
      if (this.editing) {
        const { id } = this.editing;
        await act('edit', { user: this.viewer.id, chat: this.chat.id, message: id, text });
      } else {
        await this.line({ text });
      }
      this.text.value = '';
      this.reply = this.editing = null;
      this.drawBanner();
      this.typed();
    });
  }

  attach(kind) {
    this.guarded(async () => {
      await this.line({ kind, text: '' });
      this.reply = null;
      this.drawBanner();
    });
  }

  say(line) {
    this.guarded(() => this.line(line));
  }

  line(line) {
    return act('write', {
      user: this.viewer.id, chat: this.chat.id, topic: this.thread ?? undefined,
      reply_to: this.reply?.id, anonymous: this.viewer.anonymous, ...line,
    });
  }

  async guarded(deed) {
    try {
      await deed();
    } catch (error) {
      this.toast(error.message, true);
    }
  }

  // Shows a passing notice; an alert waits until it is dismissed.
  toast(text, wrong = false, alert = false) {
    const shown = el('div', { class: `toast${wrong ? ' wrong' : ''}` }, el('span', { text }));
    if (alert) shown.append(button('OK', () => shown.remove(), { class: 'tool' }));
    else setTimeout(() => shown.remove(), TOAST_MS);
    this.toasts.append(shown);
  }
}

export function shownIn(chat, thread) {
  return Object.values(chat.messages)
    .filter((message) => !has(message, 'deleted') && (message.thread_id ?? null) === (thread ?? null))
    .sort((one, other) => one.id - other.id);
}

// The commands the app offers here, by the platform's order of precedence.
export function commandsFor(world, viewer, chat) {
  if (!chat) return [];
  const isGroup = chat.kind !== 'private';
  const leads = ['owner', 'admin'].includes(chat.members[viewer.id]);
  const scopes = isGroup
    ? [`chat_member:${chat.id}:${viewer.id}`,
      ...(leads ? [`chat_administrators:${chat.id}`] : []), `chat:${chat.id}`,
      ...(leads ? ['all_chat_administrators'] : []), 'all_group_chats', 'default']
    : [`chat:${chat.id}`, 'all_private_chats', 'default'];
  const language = world.users[viewer.id]?.language_code;
  for (const scope of scopes) {
    for (const key of language ? [`${scope}/${language}`, scope] : [scope]) {
      if (world.commands[key]?.length) return world.commands[key];
    }
  }
  return [];
}
