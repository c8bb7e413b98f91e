// The two sides of the page: who the customer is and who acts at the desk, and on which platform.

import { byId, choices } from './dom.js';

const PLATFORMS = [{ value: 'telegram', label: 'Telegram' }, { value: 'discord', label: 'Discord' }];
const NAMES = { telegram: 'Telegram', discord: 'Discord' };
const ANONYMOUS = 'anonymous';

export class Sides {
  constructor({ moveDesk, redraw }) {
    this.moveDesk = moveDesk;
    this.redraw = redraw;
    this.customer = Number(sessionStorage.getItem('phone')) || null;
    this.customerOn = sessionStorage.getItem('customer-on') ?? 'telegram';
    this.as = sessionStorage.getItem('desk') ?? '';
    this.deskOn = null;
    this.staffOn = null;
    byId('look').addEventListener('click', () => this.look(this.elsewhere));
  }

  get elsewhere() {
    return this.staffOn === 'telegram' ? 'discord' : 'telegram';
  }

  // Hands the customer's side to somebody.
  hand(customer) {
    this.customer = customer;
    sessionStorage.setItem('phone', customer);
    this.redraw();
  }

  putCustomerOn(platform) {
    this.customerOn = platform;
    sessionStorage.setItem('customer-on', platform);
    this.redraw();
  }

  act(as) {
    this.as = as;
    sessionStorage.setItem('desk', as);
    this.redraw();
  }

  // Shows what staff see on a platform, wherever the desk is.
  look(platform) {
    this.staffOn = platform;
    this.redraw();
  }

  // Draws the choices and returns what they make of the page.
  draw(stage) {
    const customers = stage.cast.filter((member) => !member.level);
    const staff = stage.cast.filter((member) => member.level);
    const customer = customers.find(({ id }) => id === this.customer) ?? customers[0];
    this.customer = customer.id;
    if (this.deskOn !== stage.desk_on) this.staffOn = stage.desk_on;
    this.deskOn = stage.desk_on;
    const isAnonymous = this.as === ANONYMOUS && this.staffOn === 'telegram';
    // Behind every anonymous administrator is the owner of the group.
    const acting = isAnonymous ? staff.at(-1)
      : staff.find(({ id }) => String(id) === this.as) ?? staff[0];
    this.drawChoices(customers, staff, isAnonymous ? ANONYMOUS : String(acting.id));
    this.show();
    return { customer, staff: { ...acting, isAnonymous } };
  }

  drawChoices(customers, staff, as) {
    choices(byId('phone-who'), customers.map(({ id, name }) => ({ value: id, label: name })),
      this.customer, (who) => this.hand(who));
    const acting = staff.map(({ id, name, level }) => ({ value: String(id), label: `${name} · ${level}` }));
    if (this.staffOn === 'telegram') {
      acting.push({ value: ANONYMOUS, label: 'Anonymous admin', title: 'An administrator who hides behind the group' });
    }
    choices(byId('desk-who'), acting, as, (who) => this.act(who));
    choices(byId('customer-on'), PLATFORMS, this.customerOn, (platform) => this.putCustomerOn(platform));
    choices(byId('desk-on'), PLATFORMS, this.deskOn, (platform) => this.moveDesk(platform));
    const look = byId('look');
    look.textContent = this.staffOn === this.deskOn
      ? `See ${NAMES[this.elsewhere]}` : 'Back to the desk';
    look.title = this.staffOn === this.deskOn
      ? `What staff see on ${NAMES[this.elsewhere]}, where the desk is not` : '';
  }

  show() {
    byId('phone').hidden = this.customerOn !== 'telegram';
    byId('customer-discord').hidden = this.customerOn !== 'discord';
    byId('desk').hidden = this.staffOn !== 'telegram';
    byId('staff-discord').hidden = this.staffOn !== 'discord';
    document.querySelector('main').classList.toggle('wide-customer', this.customerOn === 'discord');
  }
}
