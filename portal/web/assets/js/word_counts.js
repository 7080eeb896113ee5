// Counts the words of a text area as its language does: <textarea data-word-count="output-id"
// data-word-limit="250">. Where the server has counted this very text (data-counted of the output,
// data-length of the text), its number stands: browsers know other versions of the rules.
import { onArrival } from './arrivals.js';

document.addEventListener('input', (event) => count(event.target));
document.addEventListener('change', (event) => setLanguage(event.target));
onArrival(() => {
  for (const area of document.querySelectorAll('[data-word-count]')) count(area);
});

function count(area) {
  const output = area.dataset?.wordCount && document.getElementById(area.dataset.wordCount);
  if (!output) return;
  const language = area.lang || document.documentElement.lang;
  const words = countedByServer(area, output) ?? wordsIn(area.value, language);
  const limit = Number(area.dataset.wordLimit);
  output.textContent = words.toLocaleString(digitsOf(output.textContent));
  output.parentElement.classList.toggle('is-over', limit > 0 && words > limit);
}

function countedByServer(area, output) {
  const { counted, length } = output.dataset;
  const isThisText = length && Number(length) === area.value.trim().normalize('NFC').length;
  return isThisText ? Number(counted) : undefined;
}

function wordsIn(text, language) {
  if (!Intl.Segmenter) return (text.match(/\S+/g) ?? []).length;
  const segments = new Intl.Segmenter(language, { granularity: 'word' }).segment(text);
  let words = 0;
  for (const segment of segments) if (segment.isWordLike) words += 1;
  return words;
}

// Stay with the digits which the server has written.
function digitsOf(shown) {
  const language = document.documentElement.lang;
  return /[0-9]/.test(shown) ? `${language}-u-nu-latn` : language;
}

// A draft is written, read aloud and checked for spelling in the language chosen for it.
function setLanguage(chooser) {
  const area = chooser.dataset?.setsLanguage && document.getElementById(chooser.dataset.setsLanguage);
  if (!area) return;
  area.lang = chooser.value;
  area.dir = chooser.selectedOptions[0].dataset.dir;
  count(area);
}
