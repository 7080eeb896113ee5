// <form data-upload>: shows how far an upload is and lets files be dropped on the field.
// Without this file the form is sent as any other.
import { announce } from './announcements.js';
import { pageWasShown } from './arrivals.js';
import { withSmallerPhotographs } from './photographs.js';

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-upload]:not([data-resumable])') || !hasFiles(form)) return;
  event.preventDefault();
  send(form, event.submitter);
});

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-max-bytes]')) checkSize(event.target);
});

for (const name of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(name, (event) => {
    const area = event.target.closest?.('.upload');
    if (!area) return;
    event.preventDefault();
    area.classList.toggle('is-over', name === 'dragover');
    if (name === 'drop') take(area.querySelector('input[type=file]'), event.dataTransfer.files);
  });
}

export function hasFiles(form) {
  return [...form.querySelectorAll('input[type=file]')].some((field) => field.files.length);
}

function take(field, files) {
  if (!field || !files.length) return;
  if (field.multiple) {
    field.files = files;
  } else {
    const one = new DataTransfer();
    one.items.add(files[0]);
    field.files = one.files;
  }
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

function checkSize(field) {
  const limit = Number(field.dataset.maxBytes);
  const tooLarge = [...field.files].some((file) => file.size > limit);
  field.setCustomValidity(tooLarge ? field.dataset.tooLarge : '');
  if (tooLarge) field.reportValidity();
}

export function isTooLarge(form) {
  const invalid = [...form.querySelectorAll('[data-max-bytes]')].find((f) => !f.checkValidity());
  invalid?.reportValidity();
  return Boolean(invalid);
}

async function send(form, submitter) {
  if (isTooLarge(form)) return;
  const request = new XMLHttpRequest();
  const panel = form.querySelector('[data-upload-progress]');
  if (submitter) submitter.disabled = true;
  showProgress(panel, 0);
  announce(panel?.dataset.started);
  const data = await withSmallerPhotographs(form, new FormData(form, submitter));
  request.upload.addEventListener('progress', (event) => {
    if (event.lengthComputable) showProgress(panel, event.loaded / event.total);
  });
  request.addEventListener('load', () => showPage(request.responseText, request.responseURL));
  request.addEventListener('error', () => {
    if (submitter) submitter.disabled = false;
    if (panel) panel.querySelector('[data-upload-text]').textContent = panel.dataset.failed;
    announce(panel?.dataset.failed);
  });
  request.open('POST', submitter?.getAttribute('formaction') || form.action);
  request.send(data);
}

export function showProgress(panel, share) {
  if (!panel) return;
  panel.hidden = false;
  panel.querySelector('progress').value = share;
  panel.querySelector('[data-upload-text]').textContent = new Intl.NumberFormat(
    document.documentElement.lang,
    { style: 'percent' },
  ).format(share);
}

// The answer has been fetched already, with its message; asking for it again would lose that.
export function showPage(html, address) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  document.title = page.title;
  document.body.replaceWith(page.body);
  window.history.pushState(null, '', address);
  window.htmx?.process(document.body);
  pageWasShown();
  window.scrollTo(0, 0);
  (document.querySelector('[data-autofocus]') ?? document.querySelector('main'))?.focus();
}
