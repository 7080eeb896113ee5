// Counts the words of a text area as its language does: <textarea data-word-count="output-id"
// data-word-limit="250">. The server counts again; this is only for the eye.
import { onArrival } from './arrivals.js';

document.addEventListener('input', (event) => count(event.target));
onArrival(() => {
  for (const area of document.querySelectorAll('[data-word-count]')) count(area);
});

function count(area) {
  const output = area.dataset?.wordCount && document.getElementById(area.dataset.wordCount);
  if (!output) return;
  const language = area.lang || document.documentElement.lang;
  const words = wordsIn(area.value, language);
  const limit = Number(area.dataset.wordLimit);
  output.textContent = words.toLocaleString(digitsOf(output.textContent, language));
  output.parentElement.classList.toggle('is-over', limit > 0 && words > limit);
}

function wordsIn(text, language) {
  if (!Intl.Segmenter) return (text.match(/\S+/g) ?? []).length;
  const segments = new Intl.Segmenter(language, { granularity: 'word' }).segment(text);
  let words = 0;
  for (const segment of segments) if (segment.isWordLike) words += 1;
  return words;
}

// Stay with the digits which the server has written.
function digitsOf(shown, language) {
  return /[0-9]/.test(shown) ? `${language}-u-nu-latn` : language;
}
