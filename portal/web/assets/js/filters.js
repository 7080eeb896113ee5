// Filters apply themselves; without JavaScript, and without htmx, they have an Apply button.

document.addEventListener('change', (event) => {
  const form = event.target.form;
  if (form?.matches('[data-autosubmit]') && !window.htmx) form.requestSubmit();
});
