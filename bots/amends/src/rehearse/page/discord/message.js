// One message of Discord, as the app shows it.

import { button, el, timeOf } from '../dom.js';
import { formatted, plain } from './markdown.js';
import { nameOf, placeName } from './places.js';
import { OF_MESSAGE, OF_PERSON, offered } from './slash.js';

const BUTTON = 2;
const COLOURS = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'leads' };
const WRITTEN = ['default', 'reply', 'command', 'menu'];
// The bot has three seconds; what became of a press is told for a while.
const ANSWER_WITHIN_MS = 3000;
const TOLD_FOR_MS = 60_000;

export const isWritten = (message) => WRITTEN.includes(message.kind);

const files = (message) => [
  ...message.attachments.map(({ filename, content_type: type, is_voice: isVoice }) => {
    if (isVoice) return '🎤 Voice message';
    return `${type.startsWith('image/') ? '🖼' : '📄'} ${filename}`;
  }),
  ...message.stickers.map(({ name }) => `⭐ ${name}`),
];

// What is attached: files can be opened.
const attached = (message) => {
  const urls = message.attachments.map(({ id, is_voice: isVoice }) => (
    isVoice ? null : `/discord/people/file/${encodeURIComponent(id)}`));
  return files(message).map((text, index) => (urls[index]
    ? el('a', { class: 'attachment', href: urls[index], target: '_blank', rel: 'noopener', text })
    : el('span', { class: 'attachment', text })));
};

export const summary = (message, world) => [...files(message), plain(message.content, world)]
  .filter(Boolean).join(' ');

// What the platform itself says.
function notice(ctx, message) {
  const who = nameOf(ctx.world, message.author);
  const whom = message.pinged_users.map((id) => nameOf(ctx.world, id)).join(', ');
  switch (message.kind) {
    case 'recipient_add': return `${who} added ${whom || 'somebody'} to the thread`;
    case 'recipient_remove': return whom ? `${who} removed ${whom} from the thread` : `${who} left the thread`;
    case 'name_change': return `${who} changed the name to “${message.content}”`;
    case 'pinned': return `${who} pinned a message`;
    case 'thread_created': return `${who} started the thread “${message.content}”`;
    case 'thread_starter': return 'The thread begins with the card above';
    case 'join': return `${who} joined`;
    default: return message.kind.replaceAll('_', ' ');
  }
}

// What somebody pressed here and what became of it: being answered, or failed.
export function fateOf({ world, viewer, now }, isMeant) {
  const mine = Object.values(world.interactions).filter((it) => (
    it.user === viewer.id && it.kind !== 'autocomplete' && isMeant(it)));
  const last = mine.at(-1);
  if (!last || last.answer) return null;
  const age = now - last.at_ms;
  if (age < ANSWER_WITHIN_MS) return { id: last.id, isWaiting: true, pressed: last.data.custom_id };
  return age < TOLD_FOR_MS ? { id: last.id, isWaiting: false } : null;
}

const pressedOn = (message) => (it) => it.message === message.id && it.kind === 'component';

function keyboard(ctx, message, fate) {
  const rows = message.components.map((row) => (row.components ?? []).filter(({ type }) => type === BUTTON))
    .filter((row) => row.length);
  if (!rows.length) return null;
  return el('div', { class: 'keyboard' }, ...rows.map((row) => el('div', { class: 'keys' }, ...row.map((key) => {
    const label = key.label ?? key.emoji?.name ?? '';
    const isBusy = fate?.isWaiting && fate.pressed === key.custom_id;
    return button(label, () => ctx.press(message, label), {
      class: `key ${COLOURS[key.style] ?? 'secondary'}${isBusy ? ' busy' : ''}`,
      disabled: key.disabled, 'aria-busy': isBusy ? 'true' : undefined,
    });
  }))));
}

function quote(ctx, message) {
  const answered = message.reply_to && ctx.channel.messages[message.reply_to];
  if (!message.reply_to || message.kind === 'thread_starter') return null;
  const gone = !answered || answered.deleted;
  return el('div', { class: 'quote' },
    gone ? null : el('b', { text: nameOf(ctx.world, answered.author) }),
    el('span', { text: gone ? 'The message was deleted.' : summary(answered, ctx.world) }));
}

function reactions(ctx, message) {
  const given = message.reactions.filter(({ users }) => users.length);
  if (!given.length) return null;
  return el('div', { class: 'reactions', 'aria-label': 'Reactions' }, ...given.map(({ emoji, users }) => {
    const mine = users.includes(ctx.viewer.id);
    return button(`${emoji} ${users.length}`, () => ctx.react(message, emoji, !mine), {
      class: 'reaction', 'aria-pressed': String(mine),
      title: users.map((id) => nameOf(ctx.world, id)).join(', '),
    });
  }));
}

function threadLink(ctx, message) {
  const thread = message.thread && ctx.world.channels[message.thread];
  if (!thread || thread.deleted || ctx.channel.id === thread.id || message === ctx.card) return null;
  return button(`${placeName(thread)} ›`, () => ctx.go(thread.id), { class: 'link thread-link' });
}

function tools(ctx, message) {
  const { world, viewer, channel } = ctx;
  if (message.only_for || message === ctx.card) return [];
  const list = [];
  const mine = message.author === viewer.id;
  if (ctx.canWrite) {
    list.push(button('👍', () => ctx.react(message, '👍', true), { class: 'tool', 'aria-label': 'React with 👍' }));
    list.push(button('Reply', () => ctx.reply(message), { class: 'tool' }));
    if (mine) list.push(button('Edit', () => ctx.edit(message), { class: 'tool' }));
  }
  if (mine) list.push(button('Delete', () => ctx.remove(message), { class: 'tool' }));
  if (message.author === world.application.id) return list;
  for (const menu of offered(world, viewer.id, channel, OF_MESSAGE)) {
    list.push(button(menu.name, () => ctx.menu('message_menu', { name: menu.name, message: message.id }), { class: 'tool' }));
  }
  for (const menu of mine ? [] : offered(world, viewer.id, channel, OF_PERSON)) {
    list.push(button(menu.name, () => ctx.menu('user_menu', { name: menu.name, target: message.author }), { class: 'tool' }));
  }
  return list;
}

export function messageElement(ctx, message) {
  const name = nameOf(ctx.world, message.author);
  if (!isWritten(message)) {
    return el('div', { class: 'notice', tabindex: '-1' }, el('span', { text: notice(ctx, message) }));
  }
  const isBot = message.author === ctx.world.application.id;
  const fate = fateOf(ctx, pressedOn(message));
  const roles = ctx.guild?.members[ctx.viewer.id]?.roles ?? [];
  const forMe = message.only_for || message.pinged_users.includes(ctx.viewer.id)
    || message.pinged_roles.some((role) => roles.includes(role));
  const text = message.thinking ? `${name} is thinking…` : message.content;
  return el('article', {
    class: `post${isBot ? ' bot' : ''}${forMe ? ' for-me' : ''}`, tabindex: '-1', 'data-id': message.id,
    'aria-label': `${name}, ${timeOf(message.at_ms)}`,
  },
  el('span', { class: 'avatar', 'aria-hidden': 'true', text: name.slice(0, 1) }),
  el('div', { class: 'post-body' },
    el('div', { class: 'post-head' },
      el('b', { class: 'name', text: name }), isBot ? el('span', { class: 'tag', text: 'APP' }) : null,
      el('time', { datetime: new Date(message.at_ms).toISOString(), text: timeOf(message.at_ms) }),
      message.edited_at_ms ? el('span', { class: 'edited', text: '(edited)' }) : null,
      message.pinned ? el('span', { class: 'edited', text: '📌' }) : null,
      el('span', { class: 'tools' }, ...tools(ctx, message))),
    quote(ctx, message),
    ...attached(message),
    text ? el('p', { class: 'text' }, ...formatted(text, ctx)) : null,
    keyboard(ctx, message, fate),
    fate && !fate.isWaiting ? el('p', { class: 'failed', text: 'This interaction failed' }) : null,
    message.only_for ? el('p', { class: 'aside' }, '👁 Only you can see this · ',
      button('Dismiss message', () => ctx.remove(message), { class: 'tool' })) : null,
    threadLink(ctx, message),
    reactions(ctx, message)));
}

// Everything that changes how a message looks.
export function signature(ctx, message) {
  const answered = message.reply_to && ctx.channel.messages[message.reply_to];
  const thread = message.thread && ctx.world.channels[message.thread];
  const menus = [OF_MESSAGE, OF_PERSON].map((kind) => offered(ctx.world, ctx.viewer.id, ctx.channel, kind).length);
  return JSON.stringify([
    message, ctx.viewer.id, ctx.canWrite, menus, fateOf(ctx, pressedOn(message)),
    answered && [answered.content, answered.deleted], thread && [thread.name, thread.deleted],
    // Names of places that a text leads to.
    [...message.content.matchAll(/<#(\d+)>/g)].map(([, id]) => ctx.world.channels[id]?.name),
  ]);
}
