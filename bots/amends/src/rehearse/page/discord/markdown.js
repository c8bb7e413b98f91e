// Discord's formatting, as elements. Nothing here ever becomes markup.

import { button, dayOf, el, timeOf } from '../dom.js';
import { nameOf, placeName } from './places.js';
import { sees } from './rights.js';

const ESCAPED = /^\\([^A-Za-z0-9\s])/;
const LINK = /^\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/;
const BARE = /^<?(https?:\/\/[^\s<>]+[^\s<>.,:;"')\]])>?/;
const MOMENT = /^<t:(-?\d+)(?::[tTdDfFR])?>/;
const PAIRS = [
  ['**', 'e-bold'], ['__', 'e-underline'], ['~~', 'e-strikethrough'], ['||', 'e-spoiler'],
  ['*', 'e-italic'], ['_', 'e-italic'],
];

// Somebody, a role or a channel named in a text.
function mention(text, ctx) {
  const [whole, kind, id] = /^<(@!?|@&|#)(\d+)>/.exec(text) ?? [];
  if (!whole) return null;
  const { world, viewer } = ctx;
  if (kind === '#') {
    const channel = world.channels[id];
    const known = channel && !channel.deleted && sees(world, viewer.id, channel);
    const node = known
      ? button(placeName(channel), () => ctx.go(id), { class: 'link e-mention' })
      : el('span', { class: 'e-mention', text: '#No access' });
    return { node, length: whole.length };
  }
  const name = kind === '@&' ? ctx.guild?.roles[id]?.name ?? 'unknown role' : nameOf(world, id);
  return { node: el('span', { class: 'e-mention', text: `@${name}` }), length: whole.length };
}

// The text between a mark and its next unescaped occurrence.
function enclosed(text, mark) {
  if (!text.startsWith(mark)) return null;
  const start = mark.length;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith(mark, at) && at > start) return text.slice(start, at);
  }
  return null;
}

function special(text, before, ctx) {
  const escaped = ESCAPED.exec(text);
  if (escaped) return { node: document.createTextNode(escaped[1]), length: 2 };
  const code = enclosed(text, '```') ?? enclosed(text, '`');
  if (code !== null) {
    const mark = text.startsWith('```') ? 3 : 1;
    const node = el('span', { class: mark === 3 ? 'e-pre' : 'e-code', text: code });
    return { node, length: code.length + 2 * mark };
  }
  const named = mention(text, ctx);
  if (named) return named;
  const moment = MOMENT.exec(text);
  if (moment) {
    const ms = Number(moment[1]) * 1000;
    const shown = `${dayOf(ms)}, ${timeOf(ms).slice(0, 5)}`;
    return { node: el('time', { class: 'e-time', text: shown }), length: moment[0].length };
  }
  const link = LINK.exec(text);
  if (link) return { node: linked(link[1], link[2], ctx), length: link[0].length };
  const bare = BARE.exec(text);
  if (bare && !/\w$/.test(before)) return { node: linked(bare[1], bare[1], ctx), length: bare[0].length };
  return pair(text, before, ctx);
}

const linked = (text, href, ctx) => button(text, () => ctx.openLink(href), { class: 'link e-url' });

function pair(text, before, ctx) {
  for (const [mark, look] of PAIRS) {
    const inside = enclosed(text, mark);
    // Single marks inside of words and beside blanks are what they look like.
    const isMark = inside?.trim() && (mark.length > 1 || (!/\s$|^\s/.test(inside) && !(mark === '_' && /\w$/.test(before))));
    if (isMark) {
      return { node: el('span', { class: look }, ...inline(inside, ctx)), length: inside.length + 2 * mark.length };
    }
  }
  return null;
}

function inline(text, ctx) {
  const nodes = [];
  let plain = '';
  for (let at = 0; at < text.length;) {
    const found = special(text.slice(at), text.slice(0, at), ctx);
    if (found) {
      if (plain) nodes.push(document.createTextNode(plain));
      plain = '';
      nodes.push(found.node);
      at += found.length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) nodes.push(document.createTextNode(plain));
  return nodes;
}

const LINES = [[/^> /, 'e-blockquote'], [/^-# /, 'e-small'], [/^#{1,3} /, 'e-bold']];

// A text with its formatting.
export function formatted(text, ctx) {
  if (text.includes('```')) return inline(text, ctx);
  const nodes = [];
  let quote = null;
  text.split('\n').forEach((line, index) => {
    const [start, look] = LINES.find(([pattern]) => pattern.test(line)) ?? [];
    const isQuote = look === 'e-blockquote';
    const parts = inline(start ? line.replace(start, '') : line, ctx);
    if (isQuote && quote) {
      quote.append('\n', ...parts);
      return;
    }
    // A quotation is a block, which needs no line break after it.
    if (index && !quote && !isQuote) nodes.push(document.createTextNode('\n'));
    quote = null;
    if (!look) nodes.push(...parts);
    else nodes.push(el('span', { class: look }, ...parts));
    if (isQuote) quote = nodes.at(-1);
  });
  return nodes;
}

// A text in one line, without its formatting.
export const plain = (text, world) => text
  .replace(/<#(\d+)>/g, (_, id) => (world.channels[id] ? placeName(world.channels[id]) : '#No access'))
  .replace(/<@!?(\d+)>/g, (_, id) => `@${nameOf(world, id)}`)
  .replace(/\\([^A-Za-z0-9\s])|[*~|`]{1,3}|__/g, '$1').replace(/\s+/g, ' ').trim();
