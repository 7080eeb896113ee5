// After htmx has put a fragment in place: say what changed, and move the focus where it asks.
import { announce } from './announcements.js';

// In answer to a request for a part: the session has ended, and this is the page to sign in.
export function isWholePage(html) {
  return /^\s*<!doctype/i.test(html);
}

document.addEventListener('htmx:afterSettle', (event) => {
  const root = event.detail.elt;
  if (!root?.querySelector) return;
  announce(find(root, '[data-announce]')?.dataset.announce);
  // Whoever is writing keeps the focus, whatever an autosave has to say.
  if (event.detail.requestConfig?.elt?.matches('[data-autosave]')) return;
  find(root, '[data-autofocus]')?.focus();
});

document.addEventListener('htmx:configRequest', (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && event.detail.verb !== 'get') event.detail.headers['X-CSRFToken'] = token;
});

document.addEventListener('htmx:beforeSwap', (event) => {
  const { xhr } = event.detail;
  // A refusal comes as a notice that names its own place.
  const saves = event.detail.requestConfig.elt.matches('[data-autosave]');
  const isRefusal = xhr.status >= 400 && xhr.getResponseHeader('HX-Retarget');
  // Of an autosave only what its writer must know: autosave.js tries the rest again by itself.
  if (isRefusal && !(saves && (xhr.status === 400 || xhr.status >= 500))) {
    event.detail.shouldSwap = true;
  }
  if (xhr.status < 400 && isWholePage(xhr.responseText)) {
    event.detail.shouldSwap = false;
    if (!saves) window.location.assign(xhr.responseURL);
  }
});

function find(root, selector) {
  return root.matches(selector) ? root : root.querySelector(selector);
}
