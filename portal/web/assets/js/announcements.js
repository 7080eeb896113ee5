// Speaks to people who use a screen reader, through the one live region of the page.

const PAUSE_MS = 60; // some readers miss a text that replaces another in the same moment

export function announce(text) {
  const region = document.querySelector('#live');
  if (!region || !text) return;
  region.textContent = '';
  setTimeout(() => {
    region.textContent = text;
  }, PAUSE_MS);
}
