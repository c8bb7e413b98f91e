// The customer's phone with Telegram.

import { onTelegram as act, button, byId, el, options } from '../dom.js';
import { TelegramPane, commandsFor } from './pane.js';

const ATTACHMENTS = [
  ['photo', '🖼', 'photo'], ['voice', '🎤', 'voice message'],
  ['sticker', '⭐', 'sticker'], ['location', '📍', 'location'],
];

export class Phone {
  constructor(openLink) {
    this.who = null;
    this.place = null;
    this.pane = new TelegramPane(byId('phone-pane'), {
      label: 'Phone', openLink, attachments: ATTACHMENTS,
    });
    byId('phone-chat').addEventListener('change', (event) => {
      this.place = event.target.value;
      this.draw(this.view);
    });
    byId('block').addEventListener('click', () => this.toggleBlock());
  }

  shows(user) {
    return user === this.who;
  }

  // Presses Start on somebody's phone, from a link with a payload or without.
  start(payload, who = this.who) {
    this.place = String(who);
    this.pane.guarded(() => act('start', { user: who, payload: payload || undefined }));
  }

  toggleBlock() {
    const { blocked } = this.view.world.users[this.who];
    this.pane.guarded(() => act(blocked ? 'unblock' : 'block', { user: this.who }));
  }

  // The chats of this person: the bot, and every topic of the groups.
  places(world) {
    const list = [{ value: String(this.who), label: world.bot.name, chat: this.who, thread: null }];
    for (const chat of Object.values(world.chats)) {
      const role = chat.members[this.who];
      if (!role || role === 'left' || role === 'kicked') continue;
      list.push({ value: `${chat.id}/`, label: chat.title, chat: chat.id, thread: null });
      for (const topic of Object.values(chat.topics)) {
        if (topic.deleted) continue;
        const label = `${chat.title}: ${topic.name}${topic.closed ? ' 🔒' : ''}`;
        list.push({ value: `${chat.id}/${topic.id}`, label, chat: chat.id, thread: topic.id });
      }
    }
    return list;
  }

  draw(view) {
    this.view = view;
    const { world, customer } = view;
    if (this.who !== customer.id) this.place = null;
    this.who = customer.id;
    const places = this.places(world);
    const here = places.find(({ value }) => value === this.place) ?? places[0];
    this.place = here.value;
    options(byId('phone-chat'), places.map(({ value, label }) => ({ value, label })), this.place);
    byId('phone-avatar').textContent = here.label.slice(0, 1);
    const person = world.users[this.who];
    const isPrivate = here.chat === this.who;
    const block = byId('block');
    block.hidden = !isPrivate || !person.started;
    block.textContent = person.blocked ? 'Unblock' : 'Block';
    const viewer = { id: this.who, anonymous: false };
    const chat = world.chats[here.chat];
    this.pane.open({
      ...view, viewer, chat, thread: here.thread,
      commands: commandsFor(world, viewer, chat),
      instead: this.instead(person, isPrivate, chat?.topics[here.thread]),
    });
  }

  instead(person, isPrivate, topic) {
    if (isPrivate && person.blocked) {
      const element = el('p', { text: 'You blocked this bot.' });
      return { key: 'blocked', element };
    }
    if (isPrivate && !person.started) {
      const element = el('div', {},
        el('p', { text: `${person.first_name} has not started the bot, so it cannot write first.` }),
        button('Start', () => this.start(), { class: 'primary wide' }));
      return { key: `start-${person.id}`, element };
    }
    if (topic?.closed) {
      return { key: 'closed', element: el('p', { text: 'This topic is closed.' }) };
    }
    return null;
  }
}
