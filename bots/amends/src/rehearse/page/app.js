// The page of the rehearsal: follows the state of the stand-ins and of the service, and draws them.

import { Bar } from './bar.js';
import { Client } from './discord/client.js';
import { byId, get, setZone } from './dom.js';
import { Sides } from './sides.js';
import { Desk } from './telegram/desk.js';
import { Phone } from './telegram/phone.js';

const RETRY_MS = 1000;
const TICK_MS = 1000;

const state = { telegram: null, discord: null, stage: null, skew: 0, toasts: null };
const sides = new Sides({ moveDesk: (platform) => bar.moveDesk(platform), redraw: () => draw() });
const links = {
  start: (payload, who) => phone.start(payload, who),
  hand: (who) => sides.hand(who),
};
const bar = new Bar(links);
const phone = new Phone(openLink);
const desk = new Desk(openLink);
const app = new Client(byId('customer-discord'), { label: 'Phone', openLink });
const server = new Client(byId('staff-discord'), { label: 'Desk', openLink });

// The time of the rehearsal.
const now = () => Date.now() + state.skew;

// Links into the apps stay in the rehearsal; nothing here leads to the network.
function openLink(url) {
  let link;
  try {
    link = new URL(url);
  } catch {
    return;
  }
  const path = link.pathname.split('/').filter(Boolean);
  const inTelegram = ['t.me', 'telegram.me'].includes(link.hostname);
  if (inTelegram && path[0] === state.telegram.bot.username) {
    phone.start(link.searchParams.get('start') ?? undefined);
  } else if (inTelegram && path[0] === 'c' && path.length > 2) {
    sides.look('telegram');
    desk.open(Number(`-100${path[1]}`), Number(path[2]));
  } else if (link.hostname === 'discord.com' && path[0] === 'channels') {
    sides.look('discord');
    server.open(path[2]);
  } else {
    window.open(link.href, '_blank', 'noopener');
  }
}

function draw() {
  const { telegram, discord, stage } = state;
  if (!telegram || !discord || !stage) return;
  const { customer, staff } = sides.draw(stage);
  const view = { stage, now: now(), customer, staff };
  phone.draw({ ...view, world: telegram });
  desk.draw({ ...view, world: telegram });
  app.draw({ ...view, world: discord, member: customer });
  server.draw({ ...view, world: discord, member: staff });
  bar.draw({ ...view, telegram, discord, customerOn: sides.customerOn });
  showToasts(telegram);
}

// Each notice of Telegram's goes to the side of the person who tapped, once.
function showToasts(world) {
  const fresh = state.toasts === null ? [] : world.toasts.slice(state.toasts);
  state.toasts = world.toasts.length;
  for (const toast of fresh) {
    if (!toast.text) continue;
    const side = [phone, desk].find((one) => one.shows(toast.user_id));
    side?.pane.toast(toast.text, false, toast.alert);
  }
}

function trouble(text) {
  const line = byId('trouble');
  line.hidden = !text;
  if (line.textContent !== text) line.textContent = text;
}

// Follows one source of state for as long as the page is open.
async function follow(path, take, lose = () => {}) {
  let version = null;
  for (;;) {
    try {
      const fresh = await get(version === null ? path : `${path}?since=${version}`);
      version = fresh.version;
      take(fresh);
      trouble('');
      draw();
    } catch (error) {
      console.warn(error);
      version = null;
      lose();
      trouble('The rehearsal does not answer. If it was ended, start it again in the terminal: amends rehearse');
      await new Promise((done) => { setTimeout(done, RETRY_MS); });
    }
  }
}

follow('/telegram/people/state', (world) => { state.telegram = world; });
follow('/discord/people/state', (world) => { state.discord = world; });
follow('/rehearsal/state', (stage) => {
  state.stage = stage;
  state.skew = stage.now_ms - Date.now();
  setZone(stage.zone);
}, () => {
  // Whether the service runs is not known either.
  if (state.stage) state.stage.service = { phase: 'unknown' };
  draw();
});

setInterval(() => {
  if (!state.stage) return;
  bar.tick(now());
  // Buttons that wait for an answer stop spinning by themselves.
  const taps = Object.values(state.telegram?.taps ?? {});
  if (taps.some((tap) => !tap.answered) || app.isWaiting || server.isWaiting) draw();
}, TICK_MS);
