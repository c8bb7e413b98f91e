// A chat: what stands in it, and the place to write. Each platform makes its own of this, which
// knows how a message looks (`element`), what changes its look (`signature`), how it reads in one
// line (`summary`), what can be edited of it (`textOf`), how lines are said (`line`) and changed
// (`save`), and what is offered to somebody who types (`hintsFor`).

import { button, dayOf, el, reconcile } from './dom.js';

const TOAST_MS = 5000;

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
    this.file = el('input', {
      type: 'file', hidden: true, 'aria-label': `${label}: a file`, onchange: () => this.sendFile(),
    });
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
      this.file, this.text, this.send);
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

  // Says in the empty field what becomes of words.
  prompt(text) {
    this.text.placeholder = text;
  }

  // Shows what stands in a place. `card` stays on top; `tail` follows the messages; `instead`
  // replaces the place to write: a button, or a reason.
  show({ place, ctx, messages, card, tail = [], instead, empty }) {
    const moved = this.place !== place;
    if (moved) this.leave(place);
    this.ctx = ctx;
    if (moved) this.isAtEnd = true;
    if (moved) this.log.setAttribute('aria-live', 'off');
    this.render(ctx, messages, card, tail, empty);
    this.form.hidden = Boolean(instead);
    this.instead.hidden = !instead;
    if (instead && this.insteadKey !== instead.key) this.instead.replaceChildren(instead.element);
    this.insteadKey = instead?.key;
    this.shown(messages, moved);
    this.stick();
    if (moved) requestAnimationFrame(() => this.log.setAttribute('aria-live', 'polite'));
  }

  // What a platform does once messages are shown.
  shown() {}

  render(ctx, messages, card, tail, empty) {
    const items = [];
    let day = '';
    for (const message of messages) {
      const today = dayOf(message.at_ms);
      if (today !== day) {
        day = today;
        items.push({ key: `day-${today}`, signature: today, value: { day: today } });
      }
      if (message === card) continue;
      items.push({ key: `${this.place}/${message.id}`, signature: this.signature(ctx, message), value: message });
    }
    if (!items.length && empty) items.push({ key: 'empty', signature: empty, value: { empty } });
    for (const { key, element } of tail) items.push({ key, signature: key, value: { element } });
    reconcile(this.log, items, (value) => {
      if (value.element) return value.element;
      if (value.empty) return el('p', { class: 'empty', text: value.empty });
      if (value.day) return el('div', { class: 'day' }, el('span', { text: value.day }));
      return this.element(ctx, value);
    });
    const pinned = card
      ? [{ key: `${this.place}/${card.id}`, signature: this.signature(ctx, card), value: card }] : [];
    reconcile(this.pinned, pinned, (value) => {
      const shown = this.element(ctx, value);
      shown.classList.add('card');
      shown.setAttribute('aria-label', 'Pinned card');
      return shown;
    });
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
    this.text.value = this.textOf(message);
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
      el('span', { text: `${verb}: ${this.summary(about)}` }),
      button('✕', stop, { class: 'tool', 'aria-label': 'Cancel' }));
  }

  typed() {
    this.text.style.height = 'auto';
    // Hidden it has no height to go by.
    const height = this.text.scrollHeight;
    if (height) this.text.style.height = `${Math.min(height, 110)}px`;
    this.offer();
  }

  // Offers what fits to what is typed; taking an offer completes the text.
  offer() {
    const fitting = this.editing ? [] : this.hintsFor(this.text.value);
    const signature = JSON.stringify(fitting);
    if (this.hints.dataset.signature === signature) return;
    this.hints.dataset.signature = signature;
    this.hints.hidden = !fitting.length;
    this.hints.replaceChildren(...fitting.map(({ label, about, text }) => {
      const words = [el('b', { text: label }), el('span', { text: ` ${about}` })];
      if (text === undefined) return el('p', { class: 'command' }, ...words);
      const take = () => {
        this.text.value = text;
        this.typed();
        this.text.focus();
      };
      return el('button', { type: 'button', class: 'command', onclick: take }, ...words);
    }));
  }

  pressed(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.submit(event);
    if (event.key === 'Escape' && (this.reply || this.editing)) {
      this.banner.querySelector('button').click();
    }
    if (event.key === 'ArrowUp' && !this.hints.hidden) {
      this.hints.querySelector('button:last-of-type')?.focus();
    }
  }

  submit(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text) return;
    this.guarded(async () => {
      if (this.editing) await this.save(this.editing, text);
      else await this.line({ text });
      this.text.value = '';
      this.reply = this.editing = null;
      this.drawBanner();
      this.typed();
    });
  }

  // What is typed already goes under the file.
  sendFile() {
    this.guarded(async () => {
      const [file] = this.file.files;
      if (!file) return;
      const text = this.text.value.trim();
      this.text.value = '';
      const content = [...new Uint8Array(await file.arrayBuffer())];
      this.file.value = '';
      await this.line({ kind: 'document', text, file: { name: file.name, content } });
      this.reply = null;
      this.drawBanner();
      this.typed();
    });
  }

  attach(kind) {
    if (kind === 'document') {
      this.file.click();
      return;
    }
    this.guarded(async () => {
      await this.line({ kind, text: '' });
      this.reply = null;
      this.drawBanner();
    });
  }

  say(line) {
    this.guarded(() => this.line(line));
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
