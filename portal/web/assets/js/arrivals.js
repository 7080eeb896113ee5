// Runs something on the page as it came, and again on whatever arrives later: a fragment of htmx,
// or a page that took another's place.

const ARRIVALS = ['htmx:afterSettle', 'portal:page-shown'];

export function onArrival(prepare) {
  prepare();
  for (const arrival of ARRIVALS) document.addEventListener(arrival, prepare);
}

export function pageWasShown() {
  document.dispatchEvent(new CustomEvent('portal:page-shown'));
}
