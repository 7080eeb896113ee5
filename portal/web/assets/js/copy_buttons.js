// <button data-copy="text" data-copied="Copied">: puts the text on the clipboard.
import { announce } from './announcements.js';

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    return; // not allowed here; the text itself stands beside the button
  }
  button.classList.add('is-done');
  announce(button.dataset.copied);
});
