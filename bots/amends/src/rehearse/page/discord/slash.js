// Slash commands and menus: what the app offers, and what somebody typed.

import { USE_COMMANDS, includes, rightsIn } from './rights.js';

const SLASH = 1;
export const OF_PERSON = 2;
export const OF_MESSAGE = 3;
const PART = 1;
const FILE = 11;
const KINDS = { 3: 'text', 4: 'integer', 5: 'flag', 6: 'user', 7: 'channel', 8: 'role', 10: 'number' };
const IN_GUILD = 0;
const IN_DIRECT = 1;
const EVERYWHERE = '0';

// The commands or menus of one kind that the app offers somebody in a channel.
export function offered(world, user, channel, kind = SLASH) {
  if (!channel) return [];
  const context = channel.guild ? IN_GUILD : IN_DIRECT;
  const fits = ({ contexts, dm_permission: inDirect }) => (
    contexts ? contexts.includes(context) : Boolean(channel.guild) || inDirect !== false);
  const all = [...(world.commands[channel.guild] ?? []), ...(world.commands[EVERYWHERE] ?? []).filter(fits)];
  const held = channel.guild ? rightsIn(world, user, channel) : 0n;
  const may = ({ default_member_permissions: wanted }) => {
    if (!channel.guild) return true;
    if (!includes(held, USE_COMMANDS)) return false;
    // An empty set leaves it to administrators.
    if (wanted === '0' || wanted === 0) return includes(held, (1n << 53n) - 1n);
    return wanted === null || wanted === undefined || includes(held, BigInt(wanted));
  };
  return all.filter((command) => (command.type ?? SLASH) === kind && may(command));
}

const isPart = (option) => option.type === PART;
const isFile = (option) => option.type === FILE;

// Reads a line that begins with a slash as far as it goes: the command, its options, and the rest.
export function read(line, commands) {
  const [, name, after = ''] = /^\/(\S*)([\s\S]*)$/.exec(line) ?? [];
  const named = commands.filter((known) => known.name === name);
  if (!named.length) return { name };
  // A server may have one of the same name, with parts, beside that for everybody.
  const [, word = ''] = /^\s+(\S*)/.exec(after) ?? [];
  const command = named.find((known) => known.options?.some((option) => isPart(option) && option.name === word))
    ?? named.find((known) => !known.options?.some(isPart)) ?? named[0];
  let [path, all, rest] = [name, command.options ?? [], after];
  if (all.some(isPart)) {
    const [, part, behind = ''] = /^\s+(\S*)([\s\S]*)$/.exec(after) ?? [];
    const found = all.find((option) => isPart(option) && option.name === part);
    if (!found) return { name, command, parts: all.filter(isPart), part: part ?? '' };
    [path, all, rest] = [`${name} ${part}`, found.options ?? [], behind];
  }
  // Files are chosen, not typed.
  const [file, options] = [all.find(isFile), all.filter((option) => !isFile(option))];
  return { name, command, path, options, rest, file, given: split(rest, options) };
}

// `key:value` pairs; what stands before the first belongs to the first option that is left.
function split(rest, options) {
  const names = options.map(({ name }) => name).join('|');
  const pattern = names ? new RegExp(`(?:^|\\s)(${names}):`, 'g') : /$^/g;
  const marks = [...rest.matchAll(pattern)];
  const given = new Map();
  marks.forEach((mark, index) => {
    given.set(mark[1], bare(rest.slice(mark.index + mark[0].length, marks[index + 1]?.index)));
  });
  const first = bare(rest.slice(0, marks[0]?.index));
  const left = options.find(({ name }) => !given.has(name));
  if (first && left) given.set(left.name, first);
  return given;
}

const bare = (text) => {
  const trimmed = text.trim();
  const quoted = /^["“](.*)["”]$/s.exec(trimmed);
  return quoted ? quoted[1] : trimmed;
};

export class Mistyped extends Error {}

// The deed that sends a command, with a file if one was chosen, or a sentence about what is wrong.
export function command(line, commands, people, brought) {
  const { name, command: known, path, options, rest, file, given, parts } = read(line, commands);
  if (!known) throw new Mistyped(`There is no command /${name} here.`);
  if (parts) throw new Mistyped(`Say which: ${parts.map((part) => `/${name} ${part.name}`).join(', ')}.`);
  if (!options.length && rest.trim()) throw new Mistyped(`/${path} takes nothing more.`);
  const missing = options.find((option) => option.required && !given.has(option.name));
  if (missing) throw new Mistyped(`/${path} needs ${missing.name}: ${missing.description}`);
  if (file?.required && !brought) throw new Mistyped(`/${path} needs ${file.name}: choose it with 📄 while the command stands here.`);
  if (brought && !file) throw new Mistyped(`/${path} takes no file.`);
  const values = [...given].filter(([, text]) => text).map(([option, text]) => (
    [option, value(options.find((wanted) => wanted.name === option), text, people)]));
  if (brought) values.push([file.name, { file: brought }]);
  return { command: path, options: values };
}

function value({ name, type, choices }, text, people) {
  const kind = KINDS[type] ?? 'text';
  if (choices?.length) {
    const choice = choices.find((one) => [one.name, String(one.value)]
      .some((way) => way.toLowerCase() === text.toLowerCase()));
    if (!choice) throw new Mistyped(`${name} is one of: ${choices.map((one) => one.value).join(', ')}.`);
    return { [kind]: choice.value };
  }
  if (kind === 'user') {
    const wanted = text.replace(/^@/, '').toLowerCase();
    const person = people.find((one) => one.names.some((way) => way.toLowerCase() === wanted));
    if (!person) throw new Mistyped(`Nobody here is called ${text}.`);
    return { user: person.id };
  }
  if (kind === 'integer' || kind === 'number') {
    if (!Number.isFinite(Number(text))) throw new Mistyped(`${name} is a number.`);
    return { [kind]: Number(text) };
  }
  if (kind === 'flag') return { flag: /^(yes|true|on)$/i.test(text) };
  return { [kind]: text };
}

const HINTS = 12;

// What is offered to somebody who types a command. `suggestions` came from the bot.
export function hints(line, commands, people, suggestions) {
  if (!line.startsWith('/')) return [];
  const { name, command: known, path, options, given, parts, part } = read(line, commands);
  if (!known || !/\s/.test(line)) {
    return commands.filter((one) => one.name.startsWith(name)).slice(0, HINTS)
      .map((one) => ({ label: `/${one.name}`, about: one.description, text: `/${one.name} ` }));
  }
  if (parts) {
    return parts.filter((one) => one.name.startsWith(part))
      .map((one) => ({ label: `/${name} ${one.name}`, about: one.description, text: `/${name} ${one.name} ` }));
  }
  // A server's command of the same name has parts: they stand beside what everybody may choose.
  const twin = commands.find((one) => one.name === name && one !== known && one.options?.some(isPart));
  const [, begun] = /^\/\S+\s+(\S*)$/.exec(line) ?? [];
  const beside = (begun === undefined ? [] : twin?.options ?? [])
    .filter((one) => isPart(one) && one.name.startsWith(begun))
    .map((one) => ({ label: `/${name} ${one.name}`, about: one.description, text: `/${name} ${one.name} ` }));
  const focus = focused(line, options, given);
  const chosen = focus ? choices(line, focus, given, people, suggestions) : [];
  if (chosen.length || beside.length) return [...beside, ...chosen];
  return options.filter((option) => option === focus || !given.has(option.name))
    .map((option) => ({
      label: `${option.name}:`, about: `${option.description}${option.required ? '' : ' (may be left out)'}`,
      text: option === focus || line.includes(` ${option.name}:`) ? undefined : `${line.trimEnd()} ${option.name}:`,
    })).concat(options.length ? [] : [{ label: `/${path}`, about: 'Enter sends it' }]);
}

// The option that is being typed: the last named one, or the first.
export function focused(line, options, given) {
  const named = options.map((option) => [line.lastIndexOf(` ${option.name}:`), option])
    .filter(([at]) => at >= 0).sort(([one], [other]) => other - one);
  if (named.length) return named[0][1];
  return given.size ? options[0]
    : options.find((option) => option.required) ?? options.find((option) => option.autocomplete) ?? null;
}

function choices(line, option, given, people, suggestions) {
  const typed = given.get(option.name) ?? '';
  const at = line.lastIndexOf(` ${option.name}:`);
  const before = at >= 0 ? line.slice(0, at + option.name.length + 2)
    : line.slice(0, line.length - typed.length).trimEnd() + ' ';
  const all = (option.choices ?? suggestions?.(option, typed) ?? [])
    .map(({ name, value: text }) => ({ label: name, text: String(text) }));
  if (KINDS[option.type] === 'user') {
    all.push(...people.map(({ names }) => ({ label: `@${names[0]}`, text: `@${names[0]}` })));
  }
  return all.filter(({ text, label }) => text !== typed
      && [text, label].some((way) => way.toLowerCase().includes(typed.toLowerCase())))
    .slice(0, HINTS).map(({ label, text }) => ({ label, about: option.name, text: before + text }));
}
