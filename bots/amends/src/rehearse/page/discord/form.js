// A form that the bot opened in answer to a press or a command.

import { button, el } from '../dom.js';

const INPUT = 4;
const LABEL = 18;
const LONG = 2;

// The inputs of a form, whichever way they are wrapped.
const inputs = (form) => (form.components ?? []).map((row) => (row.type === LABEL
  ? { ...row.component, label: row.label } : row.components?.[0])).filter((input) => input?.type === INPUT);

// Makes a dialog. `send` gets the fields; `close` is called when it is left.
export function formElement(form, send, close) {
  const fields = inputs(form).map((input) => {
    const isLong = input.style === LONG;
    const field = el(isLong ? 'textarea' : 'input', {
      rows: isLong ? '4' : undefined, placeholder: input.placeholder,
      required: input.required !== false, minlength: input.min_length, maxlength: input.max_length ?? 4000,
      autocomplete: 'off',
    });
    field.value = input.value ?? '';
    return { id: input.custom_id, label: input.label ?? '', field };
  });
  const submit = (event) => {
    event.preventDefault();
    send(fields.map(({ id, field }) => [id, field.value]));
  };
  const element = el('form', {
    class: 'form', role: 'dialog', 'aria-label': form.title, onsubmit: submit,
    onkeydown: (event) => {
      if (event.key === 'Escape') close();
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) element.requestSubmit();
    },
  },
  el('h4', { text: form.title }),
  ...fields.map(({ label, field }) => el('label', {}, el('span', { text: label }), field)),
  el('div', { class: 'form-foot' },
    button('Cancel', close, { class: 'quiet' }),
    el('button', { type: 'submit', class: 'primary', text: 'Submit' })));
  return { element, focus: () => fields[0]?.field.focus() };
}
