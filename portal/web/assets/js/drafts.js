// What was typed and has not reached the server yet, kept on this device: by person and form,
// offered again after a reload, forgotten as soon as the server has it, after two weeks, when its
// writer signs out and when somebody else signs in here. Never holds passwords, codes, files,
// tokens or consents. Who has no account (a mayor with a link) is kept until the tab is closed.
import { onArrival } from './arrivals.js';

const PREFIX = 'draft:';
const KEEP_MS = 14 * 24 * 3600 * 1000;
const SECRET = 'input:is([type=password], [type=hidden], [type=file]), [data-secret]';
const ANSWERS = 'input, select, textarea';
const TEXTS = 'textarea, input:is([type=text], [type=email], [type=url], [type=tel])';
const forms = new WeakMap();

// The values of all fields by name: what is compared, kept and put back.
export function valuesOf(form) {
  const values = new Map();
  for (const field of fieldsOf(form)) {
    const list = values.get(field.name) ?? [];
    const isChoice = field.type === 'checkbox' || field.type === 'radio';
    if (!isChoice || field.checked) list.push(field.value);
    values.set(field.name, list);
  }
  return values;
}

// Keep what the server does not have. False if this device keeps nothing.
export function keepDraft(form) {
  const state = stateOf(form);
  const entries = changesOf(form);
  const key = PREFIX + ownerOf() + state.id;
  try {
    if (!entries.length) storage().removeItem(key);
    else {
      const [page, seen] = baseOf(form, entries);
      const draft = { at: Date.now(), action: addressOf(form), entries, page, seen };
      storage().setItem(key, JSON.stringify(draft));
    }
    state.isKept = true;
  } catch {
    state.isKept = false;
  }
  return state.isKept;
}

// The server has these values: what differs from them is still to be kept.
export function serverHas(form, values) {
  stateOf(form).baseline = values;
  keepDraft(form);
}

export function hasChanges(form) {
  return changesOf(form).length > 0;
}

document.addEventListener('input', (event) => {
  const { form } = event.target;
  if (!form || !isKeepable(form)) return;
  const isKept = keepDraft(form);
  if (!isKept) say(form, '#draft-unkept');
  else if (!form.matches('[data-autosave]') && hasChanges(form)) say(form, '#draft-kept');
});

// The answer to a form names the draft it has taken in a cookie; see portal/web/unsent.py.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.matches('[data-signs-out]')) signOut(event);
  if (!isKeepable(form)) return;
  keepDraft(form);
  let mark = form.querySelector('input[name=draft]');
  if (!mark) {
    mark = document.createElement('input');
    mark.type = 'hidden';
    mark.name = 'draft';
    form.append(mark);
  }
  mark.value = stateOf(form).id;
});

window.addEventListener('submit', (event) => {
  if (!event.defaultPrevented && isKeepable(event.target)) stateOf(event.target).isLeaving = true;
});

window.addEventListener('pageshow', () => {
  for (const form of keepableForms()) stateOf(form).isLeaving = false;
});

// Only what neither the server nor this device has would be lost.
window.addEventListener('beforeunload', (event) => {
  const isLost = (form) => {
    const state = stateOf(form);
    return !state.isKept && !state.isLeaving && hasChanges(form);
  };
  if (keepableForms().some(isLost)) event.preventDefault();
});

try {
  forgetOthers();
} catch {
  // Storage is forbidden: there is nothing to forget.
}
onArrival(() => {
  for (const form of keepableForms()) stateOf(form);
  forgetTaken();
  for (const form of document.querySelectorAll('form[method=post]')) offerDraft(form);
});

function offerDraft(form) {
  if (!form.querySelector(TEXTS) || form.matches('[data-draft-offered]')) return;
  const found = draftsFor(form);
  if (!found.length) return;
  const [[key, draft]] = found;
  const values = valuesOf(form);
  if (draft.entries.every(([name, kept]) => isSame(kept, values.get(name)))) {
    if (form.matches('[data-autosave]:not([data-unsaved])')) storage().removeItem(key);
    else adopt(form, key, draft);
    offerDraft(form);
    return;
  }
  const notice = copyOf('#draft-offer');
  if (!notice) return;
  form.dataset.draftOffered = '';
  notice.querySelector('[data-draft-time]').textContent = new Intl.DateTimeFormat(
    document.documentElement.lang,
    { dateStyle: 'medium', timeStyle: 'short' },
  ).format(draft.at);
  showTexts(notice.querySelector('[data-draft-texts]'), draft);
  const restoring = notice.querySelector('[data-draft=restore]');
  restoring.hidden = !isKeepable(form);
  const settle = () => {
    notice.remove();
    delete form.dataset.draftOffered;
    offerDraft(form);
  };
  restoring.addEventListener('click', () => {
    restore(form, draft);
    if (stateOf(form).isKept) storage().removeItem(key);
    settle();
  });
  notice.querySelector('[data-draft=forget]').addEventListener('click', () => {
    storage().removeItem(key);
    settle();
  });
  form.before(notice);
  bringIntoView(notice);
}

// After a reload browsers go back to where the writer was, far below.
function bringIntoView(notice) {
  const scroll = () => setTimeout(() => notice.scrollIntoView({ block: 'center' }), 50);
  if (document.readyState === 'complete') scroll();
  else window.addEventListener('load', scroll, { once: true });
}

function showTexts(place, draft) {
  for (const text of draft.entries.flatMap(([, values]) => values)) {
    if (!/\s/.test(text.trim())) continue;
    const paragraph = document.createElement('p');
    paragraph.className = 'prewrap';
    paragraph.dir = 'auto';
    paragraph.textContent = text;
    place.append(paragraph);
  }
  place.closest('details').hidden = !place.childElementCount;
}

// A colleague may have written meanwhile: the text goes back with the revisions it was written
// upon, so that the server sees a contradiction where there is one.
function restore(form, draft) {
  const wanted = new Map(draft.entries.map(([name, values]) => [name, [...values]]));
  for (const field of fieldsOf(form)) {
    const values = wanted.get(field.name);
    if (!values) continue;
    if (field.type === 'checkbox' || field.type === 'radio') {
      field.checked = values.includes(field.value);
    } else if (values.length) field.value = values.shift();
  }
  for (const [name, value] of [['page', draft.page], ...draft.seen]) {
    const field = form.elements.namedItem(name);
    if (field && value) field.value = value;
  }
  keepDraft(form);
  const first = fieldsOf(form).find((field) => draft.entries.some(([name]) => name === field.name));
  first?.dispatchEvent(new Event('input', { bubbles: true }));
  form.dispatchEvent(new Event('change', { bubbles: true }));
  first?.focus();
}

// The page came back with the text and an error: it is still only here.
function adopt(form, key, draft) {
  const state = stateOf(form);
  for (const [name] of draft.entries) state.baseline.set(name, null);
  if (keepDraft(form)) storage().removeItem(key);
}

function changesOf(form) {
  const { baseline } = stateOf(form);
  return [...valuesOf(form)].filter(([name, values]) => !isSame(values, baseline.get(name)));
}

function baseOf(form, entries) {
  const names = new Set(entries.map(([name]) => `seen.${name.split('.')[0]}`));
  const seen = [...form.elements].filter((field) => names.has(field.name));
  return [form.elements.namedItem('page')?.value, seen.map((field) => [field.name, field.value])];
}

function fieldsOf(form) {
  const wanted = form.matches('[data-autosave]') ? ANSWERS : TEXTS;
  return [...form.elements].filter(
    (field) => field.name && field.matches(wanted) && !field.matches(SECRET),
  );
}

function stateOf(form) {
  if (!forms.has(form)) {
    forms.set(form, { id: newId(), baseline: valuesOf(form), isKept: true, isLeaving: false });
  }
  return forms.get(form);
}

function keepableForms() {
  return [...document.querySelectorAll('form[method=post]')].filter(isKeepable);
}

function isKeepable(form) {
  return form.matches('[data-autosave], form[method=post]:has(textarea:enabled:not([readonly]))');
}

function addressOf(form) {
  return new URL(form.getAttribute('action') ?? '', window.location.href).pathname;
}

function draftsFor(form) {
  const address = addressOf(form);
  const own = PREFIX + ownerOf() + stateOf(form).id;
  return draftKeys()
    .filter((key) => key.startsWith(PREFIX + ownerOf()) && key !== own)
    .map((key) => [key, readDraft(key)])
    .filter(([, draft]) => draft?.action === address)
    .sort(([, one], [, other]) => other.at - one.at);
}

function ownerOf() {
  const { person } = document.documentElement.dataset;
  return person ? `${person}:` : '';
}

function storage() {
  return document.documentElement.dataset.person ? localStorage : sessionStorage;
}

function readDraft(key) {
  try {
    return JSON.parse(storage().getItem(key));
  } catch {
    return null;
  }
}

function draftKeys() {
  try {
    return Object.keys(storage()).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function forgetOthers() {
  if (!ownerOf()) return;
  for (const key of draftKeys()) {
    const isOwn = key.startsWith(PREFIX + ownerOf());
    if (!isOwn || !(readDraft(key)?.at > Date.now() - KEEP_MS)) localStorage.removeItem(key);
  }
}

function forgetTaken() {
  const taken = /(?:^|; )taken=([0-9a-f]{16})/.exec(document.cookie)?.[1];
  if (!taken) return;
  document.cookie = 'taken=; path=/; max-age=0; samesite=lax';
  for (const key of draftKeys()) if (key.endsWith(taken)) storage().removeItem(key);
}

function signOut(event) {
  const form = event.target;
  const kept = draftKeys();
  // eslint-disable-next-line no-alert
  if (kept.length && !window.confirm(form.dataset.unsent)) {
    event.preventDefault();
    return;
  }
  for (const key of kept) localStorage.removeItem(key);
  for (const each of keepableForms()) stateOf(each).isLeaving = true;
}

// A sentence of the layout, once beside the form.
function say(form, template) {
  if (form.querySelector(`[data-said="${template}"]`)) return;
  const sentence = copyOf(template);
  if (!sentence) return;
  sentence.dataset.said = template;
  const area = form.querySelector('textarea');
  if (template === '#draft-unkept') form.prepend(sentence);
  else (area.closest('.field') ?? area).append(sentence);
}

function copyOf(template) {
  return document.querySelector(template)?.content.firstElementChild.cloneNode(true);
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
