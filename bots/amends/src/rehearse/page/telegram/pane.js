// A chat or topic of Telegram.

import { onTelegram as act } from '../dom.js';
import { Pane } from '../pane.js';
import { has, messageElement, signature, summary, tap } from './message.js';

// A tap nobody answers stops spinning after a while, as in the app.
const SPINS_MS = 30_000;

export class TelegramPane extends Pane {
  // Shows a chat.
  open({ world, now, viewer, chat, thread, commands, instead, empty }) {
    this.chat = chat;
    this.thread = thread;
    this.viewer = viewer;
    this.commands = commands;
    const messages = chat ? shownIn(chat, thread) : [];
    this.show({
      place: `${viewer.id}/${viewer.anonymous}/${chat?.id}/${thread}`,
      ctx: this.context({ world, now, viewer, chat, instead }),
      messages, card: messages.filter((message) => has(message, 'pinned')).at(-1), instead, empty,
    });
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

  element(ctx, message) {
    return messageElement(ctx, message);
  }

  signature(ctx, message) {
    return signature(ctx, message);
  }

  summary(message) {
    return summary(message);
  }

  textOf(message) {
    return message.text;
  }

  // A bot may ask the app to open a reply.
  shown(messages, moved) {
    const last = messages.at(-1);
    const asks = last && has(last, 'force_reply') && last.from.who === 'bot';
    if (asks && !moved && last.id > (this.seen ?? 0)) this.answer(last, this.isAtHand());
    this.seen = last?.id ?? 0;
  }

  hintsFor(typed) {
    if (!/^\/[a-z0-9_]*$/.test(typed)) return [];
    const fitting = (this.commands ?? []).filter(({ command }) => `/${command}`.startsWith(typed));
    return fitting.map(({ command, description }) => (
      { label: `/${command}`, about: description, text: `/${command} ` }));
  }

  save(message, text) {
    return act('edit', { user: this.viewer.id, chat: this.chat.id, message: message.id, text });
  }

  line(line) {
    return act('write', {
      user: this.viewer.id, chat: this.chat.id, topic: this.thread ?? undefined,
      reply_to: this.reply?.id, anonymous: this.viewer.anonymous, ...line,
    });
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
