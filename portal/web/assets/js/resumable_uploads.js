// <form data-upload data-resumable="address">: sends its file in parts. When the line is cut it
// waits, asks how much has arrived, and goes on from there; after a reload, the same file chosen
// again goes on as well. The form is posted last, with the name of the upload instead of the file.
import { announce } from './announcements.js';
import { hasFiles, isTooLarge, showPage, showProgress } from './uploads.js';

const PART_BYTES = 256 * 1024;
const LONGEST_PART_MS = 120_000;
const LONGEST_PAUSE_MS = 15_000;

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-resumable]') || !hasFiles(form)) return;
  event.preventDefault();
  if (isTooLarge(form) || form.dataset.isSending) return;
  form.dataset.isSending = '';
  send(form).finally(() => delete form.dataset.isSending);
});

class Refused extends Error {}
class SignedOut extends Error {}
class Gone extends Error {}

async function send(form) {
  const panel = form.querySelector('[data-upload-progress]');
  const [file] = form.querySelector('input[type=file]').files;
  say(panel, 'started');
  showProgress(panel, 0);
  try {
    const digest = await digestOf(file);
    const upload = await deliver(form.dataset.resumable, file, digest, panel);
    say(panel, 'checking');
    const data = new FormData(form);
    data.delete('file');
    data.set('upload', upload);
    const answer = await persist(panel, () => request('POST', form.action, {}, data));
    showPage(answer.responseText, answer.responseURL);
  } catch (error) {
    if (error instanceof Refused && error.message) show(panel, error.message);
    else if (error instanceof SignedOut) say(panel, 'signedOut');
    else say(panel, 'failed');
  }
}

async function deliver(address, file, digest, panel) {
  let upload = await persist(panel, () => announceFile(address, file, digest));
  while (upload.offset < file.size) {
    const { offset } = upload;
    try {
      upload = await persist(panel, (isRetry) =>
        isRetry ? askFor(upload) : sendPart(upload, offset, file, panel),
      );
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
      upload = await persist(panel, () => announceFile(address, file, digest));
    }
    showShare(panel, upload.offset, file.size);
  }
  return upload.id;
}

// Until it works: an answer of the server ends it, a cut line does not.
async function persist(panel, attempt) {
  for (let failures = 0; ; failures += 1) {
    try {
      const result = await attempt(failures > 0);
      if (failures) say(panel, 'resumed');
      return result;
    } catch (error) {
      if (error instanceof Refused || error instanceof SignedOut || error instanceof Gone) throw error;
      say(panel, 'cut', failures > 0);
      await pause(Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** failures), panel);
    }
  }
}

async function announceFile(address, file, digest) {
  const metadata = [`filename ${base64(file.name)}`, ...(digest ? [`sha256 ${base64(digest)}`] : [])];
  const answer = await request('POST', address, {
    'Upload-Length': String(file.size),
    'Upload-Metadata': metadata.join(','),
  });
  return {
    id: answer.getResponseHeader('Upload-Id'),
    address: answer.getResponseHeader('Location'),
    offset: offsetOf(answer),
  };
}

async function askFor(upload) {
  return { ...upload, offset: offsetOf(await request('GET', upload.address)) };
}

async function sendPart(upload, offset, file, panel) {
  const part = file.slice(offset, offset + PART_BYTES);
  const headers = { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
  const answer = await request('PATCH', upload.address, headers, part, (loaded) =>
    showShare(panel, offset + loaded, file.size),
  );
  return { ...upload, offset: offsetOf(answer) };
}

function request(method, address, headers = {}, body = null, onProgress = null) {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open(method, address);
    sending.timeout = LONGEST_PART_MS;
    const token = document.querySelector('meta[name="csrf-token"]')?.content;
    if (token) sending.setRequestHeader('X-CSRFToken', token);
    for (const [name, value] of Object.entries(headers)) sending.setRequestHeader(name, value);
    if (onProgress) sending.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    for (const cut of ['error', 'timeout', 'abort']) sending.addEventListener(cut, () => reject(new Error(cut)));
    sending.addEventListener('load', () => {
      const isPage = body instanceof FormData;
      if (sending.status >= 500) reject(new Error('server'));
      else if (isPage) resolve(sending);
      else if (sending.status === 404) reject(new Gone());
      else if (sending.getResponseHeader('Upload-Offset') !== null) resolve(sending);
      else if (sending.status >= 400) reject(new Refused(plainText(sending)));
      else reject(new SignedOut());
    });
    sending.send(body);
  });
}

function plainText(answer) {
  const isPlain = answer.getResponseHeader('Content-Type')?.startsWith('text/plain');
  return isPlain ? answer.responseText : '';
}

function offsetOf(answer) {
  return Number(answer.getResponseHeader('Upload-Offset'));
}

// Ends early when the line is back or somebody presses "Go on now".
function pause(milliseconds, panel) {
  return new Promise((resolve) => {
    const button = panel?.querySelector('[data-upload-retry]');
    const timer = setTimeout(go, milliseconds);
    function go() {
      clearTimeout(timer);
      window.removeEventListener('online', go);
      button?.removeEventListener('click', go);
      if (button) button.hidden = true;
      resolve();
    }
    window.addEventListener('online', go);
    button?.addEventListener('click', go);
    if (button) button.hidden = false;
  });
}

async function digestOf(file) {
  if (!crypto.subtle) return ''; // only where the connection is secure
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function showShare(panel, sent, size) {
  showProgress(panel, sent / size);
  const amount = panel?.querySelector('[data-upload-amount]');
  if (!amount) return;
  const format = new Intl.NumberFormat(document.documentElement.lang, {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: 1,
  });
  amount.textContent = panel.dataset.amount
    .replace('{sent}', format.format(sent / 1e6))
    .replace('{size}', format.format(size / 1e6));
}

function say(panel, what, isQuiet = false) {
  show(panel, panel?.dataset[what], isQuiet);
  if (panel) panel.dataset.state = what;
}

function show(panel, sentence, isQuiet = false) {
  const line = panel?.querySelector('[data-upload-state]');
  if (!line || !sentence) return;
  line.textContent = sentence;
  if (!isQuiet) announce(sentence);
}
