// The page of the rehearsal: follows the state of the stand-in and of the service, and draws both.

import { Bar } from './bar.js';
import { Desk } from './desk.js';
import { byId, get, setZone } from './dom.js';
import { Phone } from './phone.js';

const RETRY_MS = 1000;
const TICK_MS = 1000;

const state = { world: null, stage: null, skew: 0, toasts: null };
const links = { start: (payload) => phone.start(payload), hand: (who) => phone.choose(who) };
const phone = new Phone((url) => openLink(url));
const desk = new Desk((url) => openLink(url));
const bar = new Bar(links);

// The time of the rehearsal.
const now = () => Date.now() + state.skew;

// Links into the app stay in the rehearsal; nothing here leads to the network.
function openLink(url) {
  let link;
  try {
    link = new URL(url);
  } catch {
    return;
  }
  const path = link.pathname.split('/').filter(Boolean);
  const inApp = ['t.me', 'telegram.me'].includes(link.hostname);
  if (inApp && path[0] === state.world.bot.username) {
    phone.start(link.searchParams.get('start'));
  } else if (inApp && path[0] === 'c' && path.length > 2) {
    desk.open(Number(`-100${path[1]}`), Number(path[2]));
  } else {
    window.open(link.href, '_blank', 'noopener');
  }
}

function draw() {
  const { world, stage } = state;
  if (!world || !stage) return;
  const view = { world, stage, now: now() };
  phone.draw(view);
  desk.draw(view);
  bar.draw(view);
  showToasts(world);
}

// Each notice goes to the side of the person who tapped, once.
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
async function follow(path, take) {
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
      trouble('The rehearsal does not answer. If it was ended, start it again in the terminal: amends rehearse');
      await new Promise((done) => { setTimeout(done, RETRY_MS); });
    }
  }
}

follow('/people/state', (world) => { state.world = world; });
follow('/rehearsal/state', (stage) => {
  state.stage = stage;
  state.skew = stage.now_ms - Date.now();
  setZone(stage.zone);
});

setInterval(() => {
  if (!state.stage) return;
  bar.tick(now());
  // Buttons that wait for an answer stop spinning by themselves.
  if (state.world && Object.values(state.world.taps).some((tap) => !tap.answered)) draw();
}, TICK_MS);
