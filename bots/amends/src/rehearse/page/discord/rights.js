// What somebody may do in a channel, as Discord reckons it: roles, then exceptions.

const right = (place) => 1n << BigInt(place);

export const VIEW = right(10);
export const WRITE = right(11);
export const USE_COMMANDS = right(31);
export const MANAGE_THREADS = right(34);
export const OPEN_THREADS = right(35);
export const WRITE_IN_THREADS = right(38);
const ADMINISTRATOR = right(3);
const ALL = right(53) - 1n;

export const isThread = (channel) => Boolean(channel?.thread);
export const includes = (held, wanted) => (held & wanted) === wanted;

function inGuild(guild, user) {
  const member = guild.members[user];
  if (!member) return 0n;
  if (guild.owner === user) return ALL;
  const roles = [guild.id, ...member.roles].map((id) => guild.roles[id]).filter(Boolean);
  const held = roles.reduce((sum, role) => sum | BigInt(role.permissions), 0n);
  return includes(held, ADMINISTRATOR) ? ALL : held;
}

function inChannel(guild, channel, user) {
  let held = inGuild(guild, user);
  if (held === ALL || !guild.members[user]) return held;
  const except = (exceptions) => {
    const [allow, deny] = ['allow', 'deny'].map((way) => (
      exceptions.reduce((sum, exception) => sum | BigInt(exception[way]), 0n)));
    held = (held & ~deny) | allow;
  };
  const at = (id) => (channel.overwrites[id] ? [channel.overwrites[id]] : []);
  except(at(guild.id));
  except(guild.members[user].roles.flatMap(at));
  except(at(user));
  return includes(held, VIEW) ? held : 0n;
}

export function rightsIn(world, user, channel) {
  if (!channel || channel.deleted) return 0n;
  if (!channel.guild) return channel.recipient === user ? VIEW | WRITE | USE_COMMANDS : 0n;
  const guild = world.guilds[channel.guild];
  if (!guild) return 0n;
  if (!isThread(channel)) return inChannel(guild, channel, user);
  const parent = world.channels[channel.parent];
  if (!parent || parent.deleted) return 0n;
  const held = inChannel(guild, parent, user);
  const isHidden = channel.kind === 'private_thread'
    && !(user in channel.thread.members) && !includes(held, MANAGE_THREADS);
  return isHidden ? 0n : held;
}

export const sees = (world, user, channel) => includes(rightsIn(world, user, channel), VIEW);

// Why somebody cannot write somewhere; nothing if they can.
export function hindrance(world, user, channel) {
  if (!channel) return '';
  const held = rightsIn(world, user, channel);
  if (isThread(channel)) {
    if (channel.thread.locked && !includes(held, MANAGE_THREADS)) return 'This thread is locked.';
    return includes(held, WRITE_IN_THREADS) ? '' : 'Here you can read and not write.';
  }
  return includes(held, WRITE) ? '' : 'Here you can read and not write.';
}

export const leadsThread = (world, user, channel) => isThread(channel)
  && (channel.thread.owner === user || includes(rightsIn(world, user, channel), MANAGE_THREADS));
