// What somebody has read of each place, so that the rest can be counted.

export class Read {
  constructor() {
    this.upTo = new Map();
    this.known = new Set();
  }

  // Counts what somebody has not read yet in a place of a house: a group, or a whole server. What
  // stood in the house when they were first seen there is not news.
  count({ who, house, place, messages, isOpen, isNews }) {
    const [entrance, key] = [`${who}/${house}`, `${who}/${house}/${place}`];
    const isFirst = !this.known.has(entrance);
    // Only once all places of the house were looked at.
    if (isFirst) setTimeout(() => this.known.add(entrance));
    const last = BigInt(messages.at(-1)?.id ?? 0);
    if (isOpen || !this.upTo.has(key)) this.upTo.set(key, isOpen || isFirst ? last : 0n);
    return messages.filter((message) => BigInt(message.id) > this.upTo.get(key) && isNews(message)).length;
  }
}

// The mark beside the name of a place.
export const unreadBadge = (el, count) => (count
  ? el('span', { class: 'badge', 'aria-label': `${count} unread`, text: count }) : null);
