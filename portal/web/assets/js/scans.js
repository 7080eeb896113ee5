// <details data-scan>: a page of the scan is shown in its frame, without moving the form beside it;
// where somebody was reading is found again in the next section. Links and box work without this.
import { onArrival } from './arrivals.js';

const keyOf = (scan) => `scan:${scan.dataset.scan}`;

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-scan] nav a');
  const page = link && document.querySelector(link.hash);
  if (!page) return;
  event.preventDefault();
  const frame = page.closest('.scan-frame');
  frame.scrollTop = page.offsetTop - frame.offsetTop;
  frame.focus({ preventScroll: true });
});

function remember(scan) {
  const frame = scan.querySelector('.scan-frame');
  const place = {
    isOpen: scan.open,
    isLarger: scan.querySelector('.scan-larger input').checked,
    top: frame.scrollTop / frame.scrollHeight,
    start: frame.scrollLeft,
  };
  if (scan.open) scan.place = place;
  sessionStorage.setItem(keyOf(scan), JSON.stringify({ ...scan.place, isOpen: scan.open }));
}

function findAgain(scan) {
  const place = JSON.parse(sessionStorage.getItem(keyOf(scan)) ?? 'null');
  if (!place) return;
  const frame = scan.querySelector('.scan-frame');
  scan.place = place;
  scan.querySelector('.scan-larger input').checked = place.isLarger;
  scan.open = place.isOpen;
  const show = () => {
    frame.scrollTop = place.top * frame.scrollHeight;
    frame.scrollLeft = place.start;
  };
  for (const page of frame.querySelectorAll('img')) page.loading = 'eager';
  Promise.allSettled([...frame.querySelectorAll('img')].map((page) => page.decode())).then(show);
}

onArrival(() => {
  for (const scan of document.querySelectorAll('[data-scan]:not([data-found])')) {
    scan.dataset.found = '';
    findAgain(scan);
    scan.querySelector('.scan-frame').addEventListener('scrollend', () => remember(scan));
    scan.addEventListener('change', () => remember(scan));
    scan.addEventListener('toggle', () => remember(scan));
  }
});
