// A form that saves itself, on poor networks too. It says when a change has not reached the
// server, tries again when the server answers, and keeps a copy on the device until then.
import { announce } from './announcements.js';
import { hasChanges, keepDraft, serverHas, valuesOf } from './drafts.js';
import { isWholePage } from './fragments.js';

const RETRY_MS = 15_000;
const PASSING = [408, 429];
const sent = new WeakMap();
const renewed = new WeakSet();
let retry;

document.addEventListener('htmx:beforeRequest', (event) => {
  const form = event.detail.elt;
  if (!form.matches('[data-autosave]')) return;
  // Nobody is signed in: what is written now is kept here, and the link to sign in stays in place.
  const isRetry = event.detail.requestConfig.triggeringEvent?.type === 'retry';
  if (stateShown() === 'signed-out' && !isRetry) {
    event.preventDefault();
    return;
  }
  clearTimeout(retry);
  sent.set(form, valuesOf(form));
  show('saving');
});

for (const failure of ['htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(failure, (event) => {
    if (event.detail.elt.matches('[data-autosave]')) tryLater(event.detail.elt);
  });
}

document.addEventListener('htmx:afterRequest', (event) => {
  const form = event.detail.elt;
  const { xhr } = event.detail;
  if (!form.matches('[data-autosave]') || !xhr || xhr.status === 0) return;
  if (isWholePage(xhr.responseText)) {
    signedOut(form);
  } else if (event.detail.successful) {
    renewed.delete(form);
    // "Saved" is announced only if all was stored; else the writer is to choose between two texts.
    if (xhr.responseText.includes('data-announce')) serverHas(form, sent.get(form));
  } else if (xhr.status === 400 && !renewed.has(form)) {
    renewed.add(form);
    renew(form);
  } else if (xhr.status >= 500 || PASSING.includes(xhr.status)) {
    tryLater(form);
  } else {
    show(keepDraft(form) ? 'refused' : 'unkept');
  }
});

window.addEventListener('online', () => {
  for (const form of document.querySelectorAll('form[data-autosave]')) again(form);
});

// A laptop that is closed, a phone that is put away: send now what would wait a moment. And who
// comes back may have signed in again elsewhere.
document.addEventListener('visibilitychange', () => {
  const isDue = document.visibilityState === 'hidden' || stateShown() === 'signed-out';
  for (const form of document.querySelectorAll('form[data-autosave]')) {
    if (isDue && hasChanges(form)) window.htmx.trigger(form, 'retry');
  }
});

function tryLater(form) {
  show(keepDraft(form) ? 'offline' : 'unkept');
  clearTimeout(retry);
  retry = setTimeout(() => again(form), RETRY_MS);
}

function again(form) {
  if (['offline', 'unkept'].includes(stateShown()) && form.isConnected) {
    window.htmx.trigger(form, 'retry');
  }
}

// The page is older than the session, after signing in again in another tab: take the new tokens,
// if it is the same person who has signed in.
async function renew(form) {
  let page;
  try {
    const answer = await fetch(window.location.href, { cache: 'no-store' });
    page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    tryLater(form);
    return;
  }
  const token = page.querySelector('meta[name="csrf-token"]')?.content;
  const { person } = document.documentElement.dataset;
  if (!token || page.documentElement.dataset.person !== person) {
    signedOut(form);
    return;
  }
  document.querySelector('meta[name="csrf-token"]').content = token;
  for (const field of document.querySelectorAll('input[name=csrf_token]')) field.value = token;
  window.htmx.trigger(form, 'retry');
}

function signedOut(form) {
  show(keepDraft(form) ? 'signed-out' : 'unkept');
  const link = document.querySelector('#save-state [data-sign-in]');
  if (!link) return;
  const here = window.location.pathname + window.location.search;
  link.href = `${link.pathname}?next=${encodeURIComponent(here)}`;
}

function stateShown() {
  return document.querySelector('#save-state')?.dataset.state;
}

function show(state) {
  const line = document.querySelector('#save-state');
  if (!line || line.dataset.state === state) return;
  line.dataset.state = state;
  if (state !== 'saving') announce(line.querySelector(`[data-when="${state}"]`)?.textContent.trim());
}
