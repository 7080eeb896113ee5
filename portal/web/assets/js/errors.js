// Brings people to what is wrong: the list of errors first, and from there to the field.

document.querySelector('[data-autofocus]')?.focus();

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-error-link]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  (label ?? field).scrollIntoView({ block: 'center' });
  field.focus({ preventScroll: true });
});
