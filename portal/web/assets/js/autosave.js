// A form that saves itself, on poor networks too. It says when a change has not reached the
// server, tries again when the connection is back, and keeps a copy on the device until then.
import { forgetDraft, keepDraft, valuesOf } from './drafts.js';
import { isWholePage } from './fragments.js';

const RETRY_MS = 15_000;
const sent = new WeakMap();
let retry;

document.addEventListener('input', (event) => {
  const form = event.target.form;
  if (form?.matches('[data-autosave]')) keepDraft(form);
});

document.addEventListener('htmx:beforeRequest', (event) => {
  const form = event.detail.elt;
  if (!form.matches('[data-autosave]')) return;
  clearTimeout(retry);
  sent.set(form, valuesOf(form));
  show('saving');
});

for (const failure of ['htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(failure, (event) => {
    const form = event.detail.elt;
    if (!form.matches('[data-autosave]')) return;
    keepDraft(form);
    show('offline');
    retry = setTimeout(() => again(form), RETRY_MS);
  });
}

document.addEventListener('htmx:afterRequest', (event) => {
  const form = event.detail.elt;
  const { xhr } = event.detail;
  if (!form.matches('[data-autosave]') || !xhr || xhr.status === 0) return;
  if (isWholePage(xhr.responseText)) {
    show('signed-out');
  } else if (event.detail.successful) {
    // Whoever went on typing meanwhile still has something that only this device knows.
    if (sent.get(form) === valuesOf(form)) forgetDraft(form);
  } else {
    show('refused');
  }
});

window.addEventListener('online', () => {
  for (const form of document.querySelectorAll('form[data-autosave]')) again(form);
});

function again(form) {
  const state = document.querySelector('#save-state')?.dataset.state;
  if (state === 'offline' && form.isConnected) window.htmx.trigger(form, 'retry');
}

function show(state) {
  const line = document.querySelector('#save-state');
  if (line) line.dataset.state = state;
}
