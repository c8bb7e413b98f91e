// The top bar: what can be done to the rehearsal as a whole.

import { button, byId, dayOf, get, options, post, timeOf, zoneName } from './dom.js';

const LOG_EVERY_MS = 1000;
const WHY = {
  opted_out: 'the customer asked not to be asked',
  case_open: 'a case of this customer is open – nobody asks then',
  gap: 'this customer was asked a short while ago (move the time forward)',
  stale: 'the contact is too old',
  no_channel: 'there is no way to reach this customer',
  same_contact: 'this contact is known from another source',
  topic_off: 'an admin left this topic out with /ask off',
  tag_off: 'an admin left customers with this tag out with /ask off',
  outcome_off: 'an admin left this outcome out with /ask off',
  few_messages: 'the customer wrote too few messages for /ask messages',
  not_sampled: 'only a share is asked, by /ask sample',
  quiet_hours: 'it is quiet, by /ask quiet',
  incident: 'something went wrong then, and staff said sorry for it with /sorry',
  paused: 'nobody is asked yet: an admin says /setup where staff work, and starts asking',
};

export class Bar {
  constructor(links) {
    this.links = links;
    byId('kill').addEventListener('click', () => this.call('kill', {}));
    byId('start').addEventListener('click', () => this.call('start', {}));
    for (const step of document.querySelectorAll('[data-seconds]')) {
      step.addEventListener('click', () => this.advance(step));
    }
    byId('ends').addEventListener('click', () => this.toggle('ends', 'ends-panel'));
    byId('ends-cancel').addEventListener('click', () => this.toggle('ends', 'ends-panel', false));
    byId('ends-panel').addEventListener('submit', (event) => this.ended(event));
    byId('log-toggle').addEventListener('click', () => {
      this.toggle('log-toggle', 'log-panel');
      this.readLog();
    });
    setInterval(() => this.readLog(), LOG_EVERY_MS);
  }

  toggle(control, panel, open = byId(panel).hidden) {
    byId(panel).hidden = !open;
    byId(control).setAttribute('aria-expanded', String(open));
    if (panel !== 'ends-panel') return;
    if (open) byId('ends-customer').focus();
    else byId(control).focus();
  }

  async call(what, body) {
    try {
      return await post(`/rehearsal/${what}`, body);
    } catch (error) {
      this.say(error.message, true);
      return null;
    }
  }

  async advance(step) {
    step.disabled = true;
    const moved = await this.call('advance', { seconds: Number(step.dataset.seconds) });
    step.disabled = false;
    step.focus();
    if (moved) this.say(`Moved forward by ${step.textContent}.`);
  }

  // Moves the desk; the service starts anew for that.
  async moveDesk(platform) {
    if (platform === this.stage.desk_on) return;
    const name = platform === 'telegram' ? 'Telegram' : 'Discord';
    this.say(`The service starts anew with the desk on ${name}.`);
    await this.call('desk', { platform });
  }

  async ended(event) {
    event.preventDefault();
    const amount = byId('ends-amount').value.trim().replace(',', '.');
    const cents = Math.round(Number(amount) * 100);
    if (amount && !Number.isFinite(cents)) {
      this.say('The amount is not a number.', true);
      return;
    }
    const customer = Number(byId('ends-customer').value);
    const platform = this.customerOn;
    const outcome = await this.call('interaction', {
      customer, platform, topic: byId('ends-topic').value, agent: byId('ends-agent').value,
      amount: amount ? cents : null,
    });
    if (!outcome) return;
    this.toggle('ends', 'ends-panel', false);
    this.tell(outcome, this.stage.cast.find(({ id }) => id === customer), platform);
  }

  // Says what the service answered, and why it does not ask.
  tell({ status, answer }, customer, platform) {
    const { name } = customer;
    if (answer.survey === 'planned') {
      const hindrance = this.hindrance(customer, platform);
      this.say(hindrance ? `The service will try to ask ${name}, but ${name} ${hindrance}.`
        : `The service will ask ${name}. Look at the customer’s side.`);
    } else if (answer.survey === 'suppressed') {
      this.say(`${name} is not asked: ${WHY[answer.why] ?? answer.why}.`);
    } else if (answer.survey === 'no_channel') {
      this.say(`${name} has not started the bot, so it cannot write first.`);
      if (answer.link) this.offerLink(answer.link, customer);
    } else if (answer.survey === 'duplicate') {
      this.say('The service knows this contact already.');
    } else {
      this.say(`The service answered ${status}: ${answer.detail ?? ''}`, true);
    }
  }

  // Why a customer may not get what is sent.
  hindrance({ id, discord_id: discordId }, platform) {
    if (platform === 'telegram') {
      const { started, blocked } = this.telegram.users[id];
      if (!started) return 'has not started the bot';
      return blocked ? 'has blocked the bot' : '';
    }
    return this.discord.users[discordId].dms_open ? ''
      : 'closed direct messages: look under #care';
  }

  offerLink(link, { id, name }) {
    const payload = new URL(link).searchParams.get('start');
    const open = button(`Open the receipt’s link on ${name}’s phone`, () => {
      this.links.hand(id);
      this.links.start(payload, id);
      this.say('');
    }, { class: 'quiet small' });
    byId('answer').append(' ', open);
  }

  say(text, wrong = false) {
    byId('answer').textContent = text;
    byId('answer').classList.toggle('wrong', wrong);
  }

  draw({ telegram, discord, stage, now, customerOn }) {
    Object.assign(this, { telegram, discord, stage, customerOn });
    const isCustomer = (member) => !member.level;
    const list = (members) => members.map(({ id, name }) => ({ value: String(id), label: name }));
    options(byId('ends-customer'), list(stage.cast.filter(isCustomer)));
    const staff = stage.cast.filter((member) => !isCustomer(member));
    options(byId('ends-agent'), staff.map(({ name }) => ({ value: name, label: name })));
    const topic = byId('ends-topic');
    if (!topic.dataset.filled) {
      topic.value = stage.topic;
      topic.dataset.filled = 'yes';
    }
    byId('hint').hidden = stage.from_nothing;
    byId('hint-setup').hidden = !stage.from_nothing;
    this.drawService(stage.service);
    this.tick(now);
  }

  drawService({ phase, pid, lacks, how, by_itself: byItself }) {
    const texts = {
      running: `Service running (process ${pid})`,
      starting: lacks ? `Service starting: ${lacks}` : 'Service starting…',
      unknown: '…',
      stopped: byItself ? `The service stopped by itself: ${how}` : 'Service stopped',
    };
    const chip = byId('service-state');
    if (chip.textContent !== texts[phase]) chip.textContent = texts[phase];
    chip.className = `chip ${phase}${byItself ? ' fell' : ''}`;
    const isStopped = phase === 'stopped';
    const [there, gone] = isStopped ? ['start', 'kill'] : ['kill', 'start'];
    const hadFocus = document.activeElement === byId(gone);
    byId(there).hidden = false;
    byId(gone).hidden = true;
    if (hadFocus) byId(there).focus();
    byId('start').textContent = byItself ? 'Start again' : 'Start the service';
  }

  tick(now) {
    const text = `${dayOf(now)}, ${timeOf(now)} ${zoneName()}`;
    if (byId('clock').textContent !== text) byId('clock').textContent = text;
  }

  async readLog() {
    const panel = byId('log-panel');
    if (panel.hidden || this.isReading) return;
    this.isReading = true;
    try {
      const { log } = await get('/rehearsal/state');
      const text = log.join('\n') || 'Nothing yet.';
      const shown = byId('log');
      if (shown.textContent !== text) {
        shown.textContent = text;
        shown.scrollTop = shown.scrollHeight;
      }
    } catch {
      // The page says by itself that the rehearsal does not answer.
    } finally {
      this.isReading = false;
    }
  }
}
