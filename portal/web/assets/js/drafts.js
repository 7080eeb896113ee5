// What was typed and has not reached the server yet, kept on this device: offered again after a
// reload, forgotten as soon as the server has it, after two weeks, and when somebody signs out.
// Never holds passwords, codes, files or tokens.

const PREFIX = 'draft:';
const KEEP_MS = 14 * 24 * 3600 * 1000;
const SECRET = 'input[type=password], input[type=hidden], input[type=file], [data-secret]';

export function valuesOf(form) {
  return JSON.stringify(entriesOf(form));
}

export function keepDraft(form) {
  const key = keyOf(form);
  if (!key) return;
  const draft = { at: Date.now(), entries: entriesOf(form) };
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the text is still on the page.
  }
}

export function forgetDraft(form) {
  const key = keyOf(form);
  if (key) localStorage.removeItem(key);
}

document.addEventListener('submit', (event) => {
  if (event.target.matches('[data-signs-out]')) forgetAll();
});

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-draft]');
  if (!button) return;
  const form = document.querySelector('form[data-draft-key]');
  if (button.dataset.draft === 'restore') restore(form, readDraft(keyOf(form)));
  else forgetDraft(form);
  button.closest('[data-draft-offer]').hidden = true;
});

forgetOld();
offerDraft();
document.addEventListener('portal:page-shown', offerDraft);

function offerDraft() {
  const form = document.querySelector('form[data-draft-key]');
  const offer = document.querySelector('[data-draft-offer]');
  if (!form || !offer) return;
  const draft = readDraft(keyOf(form));
  if (!draft) return;
  if (JSON.stringify(draft.entries) === valuesOf(form)) forgetDraft(form);
  else offer.hidden = false;
}

function restore(form, draft) {
  if (!draft) return;
  const wanted = new Map();
  for (const [name, value] of draft.entries) {
    wanted.set(name, [...(wanted.get(name) ?? []), value]);
  }
  for (const field of fieldsOf(form)) {
    const values = wanted.get(field.name) ?? [];
    if (field.type === 'checkbox' || field.type === 'radio') {
      field.checked = values.includes(field.value);
    } else if (values.length) {
      field.value = values.shift();
    }
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  form.dispatchEvent(new Event('change', { bubbles: true }));
}

function entriesOf(form) {
  return fieldsOf(form)
    .filter((field) => !['checkbox', 'radio'].includes(field.type) || field.checked)
    .map((field) => [field.name, field.value]);
}

function fieldsOf(form) {
  return [...form.elements].filter(
    (field) => field.name && field.matches('input, select, textarea') && !field.matches(SECRET),
  );
}

function keyOf(form) {
  const key = form?.dataset.draftKey;
  return key ? PREFIX + key : null;
}

function readDraft(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function draftKeys() {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

function forgetOld() {
  try {
    for (const key of draftKeys()) {
      if (!(readDraft(key)?.at > Date.now() - KEEP_MS)) localStorage.removeItem(key);
    }
  } catch {
    // Storage is forbidden: there is nothing to forget.
  }
}

function forgetAll() {
  for (const key of draftKeys()) localStorage.removeItem(key);
}
