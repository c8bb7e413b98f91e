// The places that somebody sees: direct messages with the bot, channels, and threads under them.

import { isThread, sees } from './rights.js';

export const DIRECT = 'direct';

const icon = (channel) => {
  if (channel.kind === 'private_thread') return '🔒';
  return isThread(channel) ? '🧵' : '#';
};

export const placeName = (channel) => (isThread(channel)
  ? `${icon(channel)} ${channel.name}` : `${icon(channel)}${channel.name}`);

export const directOf = (world, user) => Object.values(world.channels)
  .find((channel) => channel.recipient === user && !channel.deleted);

// What stands in a place for somebody: ephemeral answers to others stay out.
export const shownTo = (channel, user) => Object.values(channel?.messages ?? {})
  .filter((message) => !message.deleted && [null, undefined, user].includes(message.only_for));

// Everything for the list, from top to bottom. Threads that were put away come last.
export function placesOf(world, user, guild) {
  const all = Object.values(world.channels).filter((channel) => (
    channel.guild === guild && channel.kind !== 'voice' && sees(world, user, channel)));
  const tops = all.filter((channel) => !isThread(channel) && channel.kind !== 'category')
    .sort((one, other) => one.position - other.position);
  const under = (parent) => all.filter((channel) => isThread(channel) && channel.parent === parent.id)
    .sort((one, other) => one.thread.archived - other.thread.archived
      || other.thread.last_activity_ms - one.thread.last_activity_ms);
  return tops.flatMap((top) => [top, ...under(top)]);
}

// The names of who is in a thread.
export function membersOf(world, channel) {
  if (!isThread(channel)) return [];
  return Object.keys(channel.thread.members).map((id) => nameOf(world, id));
}

export function nameOf(world, id) {
  if (id === world.application.id) return world.application.username;
  const user = world.users[id];
  return user?.global_name ?? user?.username ?? 'Somebody';
}
