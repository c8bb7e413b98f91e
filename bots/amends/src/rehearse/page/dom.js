// Small tools for the page: elements, calls to the server, times.

// Makes an element. Strings become text, never markup.
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'text') element.textContent = value;
    else if (name === 'class') element.className = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

export function button(label, onclick, properties = {}) {
  return el('button', { type: 'button', text: label, onclick, ...properties });
}

// Keeps the children of `parent` in line with `items`. An element is made anew only when its
// signature changed, so that focus stays where it is.
export function reconcile(parent, items, make) {
  const old = new Map();
  for (const child of parent.children) old.set(child.dataset.key, child);
  let next = parent.firstElementChild;
  for (const { key, signature, value } of items) {
    let child = old.get(key);
    old.delete(key);
    if (!child || child.dataset.signature !== signature) {
      const hadFocus = child && child.contains(document.activeElement);
      const made = make(value);
      made.dataset.key = key;
      made.dataset.signature = signature;
      if (child) {
        if (child === next) next = made;
        child.replaceWith(made);
      }
      child = made;
      if (hadFocus) child.focus({ preventScroll: true });
    }
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
  for (const child of old.values()) child.remove();
}

export class Failed extends Error {}

async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Failed(body.error || `The rehearsal answered ${response.status}.`);
  return body;
}

export async function post(path, body = {}) {
  const headers = { 'content-type': 'application/json' };
  return answerOf(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

export async function get(path) {
  return answerOf(await fetch(path));
}

// What a person does in the app.
export const onTelegram = (deed, body) => post(`/telegram/people/${deed}`, body);
export const onDiscord = (deed, body) => post(`/discord/people/${deed}`, body);

let zone = 'UTC';
let formats = {};

export function setZone(name) {
  if (formats.time && zone === name) return;
  zone = name;
  const format = (parts) => new Intl.DateTimeFormat('en-GB', { timeZone: name, ...parts });
  formats = {
    time: format({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    day: format({ weekday: 'short', day: 'numeric', month: 'short' }),
  };
}
setZone('UTC');

export const timeOf = (ms) => formats.time.format(ms);
export const dayOf = (ms) => formats.day.format(ms);
export const zoneName = () => zone;

// A choice among a few: real buttons, of which one is pressed.
export function choices(parent, options, chosen, choose) {
  const items = options.map((option) => ({
    key: String(option.value),
    signature: JSON.stringify([option, option.value === chosen]),
    value: option,
  }));
  reconcile(parent, items, (option) => button(option.label, () => choose(option.value), {
    class: 'choice', 'aria-pressed': String(option.value === chosen), title: option.title,
  }));
}

// Fills a select, and keeps what was chosen.
export function options(select, list, chosen) {
  const signature = JSON.stringify(list);
  if (select.dataset.signature !== signature) {
    select.dataset.signature = signature;
    select.replaceChildren(...list.map(({ value, label }) => el('option', { value, text: label })));
  }
  if (chosen !== undefined) select.value = String(chosen);
}
