// One message, as the app shows it.

import { onTelegram as act, button, el, timeOf } from '../dom.js';

const ATTACHMENTS = {
  photo: '🖼 Photo', document: '📄 File', voice: '🎤 Voice message', sticker: '⭐ Sticker',
  location: '📍 Location', video: '🎬 Video', contact: '👤 Contact',
};

export const has = (message, mark) => message.marks.includes(mark);

export function authorName(world, message) {
  if (message.from.who === 'bot') return world.bot.name;
  if (message.from.who === 'anonymous_admin') return 'Anonymous admin';
  return world.users[message.from.id]?.first_name ?? 'Somebody';
}

export function summary(message) {
  const kind = ATTACHMENTS[message.kind];
  return [kind, message.text].filter(Boolean).join(' ') || notice(message, '');
}

// What the platform itself says.
export function notice(message, who) {
  const body = message.body;
  if (body.forum_topic_created) return `${who} created the topic “${body.forum_topic_created.name}”`;
  if (body.forum_topic_edited) {
    const name = body.forum_topic_edited.name;
    return name ? `${who} renamed the topic to “${name}”` : `${who} changed the topic`;
  }
  if (body.forum_topic_closed) return `${who} closed the topic`;
  if (body.forum_topic_reopened) return `${who} reopened the topic`;
  if (body.pinned_message) return `${who} pinned a message`;
  return Object.keys(body).join(', ').replaceAll('_', ' ');
}

// Cuts a text at the borders of its formatting. Offsets count as JavaScript does.
function pieces(text, entities) {
  const borders = new Set([0, text.length]);
  for (const { offset, length } of entities) borders.add(offset).add(offset + length);
  const sorted = [...borders].filter((at) => at <= text.length).sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, index) => {
    const end = sorted[index + 1];
    const covers = ({ offset, length }) => offset <= start && end <= offset + length;
    return { text: text.slice(start, end), entities: entities.filter(covers) };
  });
}

function piece({ text, entities }, ctx) {
  const kinds = entities.map((entity) => entity.type);
  const classes = kinds.map((kind) => `e-${kind}`).join(' ');
  const linked = entities.find((entity) => entity.type === 'text_link' || entity.type === 'url');
  const href = linked?.url ?? (linked ? text : null);
  if (href) return button(text, () => ctx.openLink(href), { class: `link ${classes}` });
  if (kinds.includes('bot_command')) {
    return button(text, () => ctx.write(text), { class: `link ${classes}` });
  }
  return kinds.length ? el('span', { class: classes, text }) : document.createTextNode(text);
}

export function formatted(text, entities, ctx) {
  return pieces(text, entities).map((part) => piece(part, ctx));
}

function pendingTap(ctx, message, wanted) {
  return ctx.pending.some((tap) => tap.message_id === message.id && tap.data === wanted.data);
}

function keyboard(ctx, message) {
  if (!message.buttons.length) return null;
  const rows = message.buttons.map((row) => el('div', { class: 'keys' }, ...row.map((key) => {
    const busy = key.data && pendingTap(ctx, message, key);
    return button(key.label, () => ctx.tap(message, key), {
      class: `key${busy ? ' busy' : ''}`, 'aria-busy': busy ? 'true' : undefined,
    });
  })));
  return el('div', { class: 'keyboard' }, ...rows);
}

function quote(ctx, message) {
  const answered = message.reply_to && ctx.chat.messages[message.reply_to];
  if (!answered || has(answered, 'deleted')) return null;
  return el('div', { class: 'quote' },
    el('b', { text: authorName(ctx.world, answered) }),
    el('span', { text: summary(answered) }));
}

function reactions(message) {
  const given = Object.values(message.reactions).flat();
  if (!given.length) return null;
  return el('div', { class: 'reactions', 'aria-label': 'Reactions' },
    ...given.map((emoji) => el('span', { text: emoji })));
}

function foot(ctx, message, mine) {
  const tools = [];
  if (ctx.canReply) {
    tools.push(button('Reply', () => ctx.reply(message), { class: 'tool' }));
  }
  if (mine && ctx.canWrite) {
    tools.push(button('Edit', () => ctx.edit(message), { class: 'tool' }));
  }
  return el('div', { class: 'foot' }, ...tools,
    has(message, 'edited') ? el('span', { text: 'edited' }) : null,
    el('time', { datetime: new Date(message.at_ms).toISOString(), text: timeOf(message.at_ms) }));
}

export function isMine(ctx, message) {
  const { who, id } = message.from;
  return who === 'person' && id === ctx.viewer.id;
}

// A file can be opened; anything else only says what it is.
function attachment(message) {
  const { document } = message.body;
  if (document) {
    return el('a', {
      class: 'attachment', href: `/telegram/people/file/${encodeURIComponent(document.file_id)}`,
      target: '_blank', rel: 'noopener', text: `📄 ${document.file_name ?? 'File'}`,
    });
  }
  const kind = ATTACHMENTS[message.kind];
  return kind ? el('span', { class: 'attachment', text: kind }) : null;
}

export function messageElement(ctx, message) {
  const name = authorName(ctx.world, message);
  if (message.kind === 'service') {
    return el('div', { class: 'notice', tabindex: '-1' },
      el('span', { text: notice(message, name) }));
  }
  const mine = isMine(ctx, message);
  const bot = message.from.who === 'bot';
  const isGroup = ctx.chat.kind !== 'private';
  const classes = ['message', mine ? 'mine' : 'theirs', bot ? 'bot' : ''].join(' ');
  return el('article', {
    class: classes, tabindex: '-1', 'data-id': message.id,
    'aria-label': `${name}, ${timeOf(message.at_ms)}`,
  },
  el('div', { class: 'bubble' },
    isGroup && !mine ? el('b', { class: 'name', text: name }) : null,
    quote(ctx, message),
    attachment(message),
    message.text
      ? el('p', { class: 'text' }, ...formatted(message.text, message.entities, ctx)) : null,
    reactions(message),
    foot(ctx, message, mine)),
  keyboard(ctx, message));
}

// Everything that changes how a message looks.
export function signature(ctx, message) {
  const answered = message.reply_to && ctx.chat.messages[message.reply_to];
  return JSON.stringify([
    message, ctx.viewer, ctx.canReply, ctx.canWrite,
    ctx.pending.filter((tap) => tap.message_id === message.id).map((tap) => tap.data),
    answered && [answered.text, answered.marks], authorName(ctx.world, message),
  ]);
}

export async function tap(ctx, message, key) {
  const body = { user: ctx.viewer.id, chat: ctx.chat.id, message: message.id, label: key.label };
  const outcome = await act('tap', body);
  if (outcome.link) ctx.openLink(outcome.link);
}
