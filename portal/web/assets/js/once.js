// A second click on a button while the first is under way does nothing. The server refuses or
// swallows a second time too; this spares people the answer to it.
const FORGET_MS = 20_000;
const underWay = new WeakMap();

document.addEventListener(
  'submit',
  (event) => {
    const form = event.target;
    if (form.method !== 'post' || form.target === '_blank') return;
    if (Date.now() - (underWay.get(form) ?? 0) < FORGET_MS) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    underWay.set(form, Date.now());
    form.setAttribute('aria-busy', 'true');
  },
  true,
);

// Whoever took the form over looks after it: an upload locks its button, htmx says when it is done.
window.addEventListener('submit', (event) => {
  if (event.defaultPrevented && !event.target.matches('[hx-post]')) release(event.target);
});
document.addEventListener('htmx:afterRequest', (event) => release(event.detail.elt));
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[aria-busy]')) release(form);
});

function release(form) {
  underWay.delete(form);
  form.removeAttribute('aria-busy');
}
