// A signature drawn with mouse, finger or pen, as a PNG in a hidden field. Whoever works with the
// keyboard types the name instead; the form accepts either.
//
// <div data-signature><canvas></canvas><input type="hidden" name="…"><button data-signature-clear>

import { onArrival } from './arrivals.js';

const INK = '#12294d';
const LINE_WIDTH = 2.4;
const MARGIN = 8;
const LARGEST_RATIO = 2;

onArrival(() => {
  for (const pad of document.querySelectorAll('[data-signature]:not([data-is-ready])')) {
    pad.dataset.isReady = '';
    prepare(pad);
  }
});

function prepare(pad) {
  const canvas = pad.querySelector('canvas');
  const field = pad.querySelector('input[type=hidden]');
  const ratio = Math.min(window.devicePixelRatio || 1, LARGEST_RATIO);
  const strokes = [];
  let current = null;

  function fit() {
    const { width, height } = canvas.getBoundingClientRect();
    if (!width) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    redraw();
  }

  function redraw() {
    const pen = penOf(canvas, ratio);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    for (const stroke of strokes) draw(pen, stroke);
    canvas.classList.toggle('is-empty', strokes.length === 0);
  }

  function pointOf(event) {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    current = [pointOf(event)];
    strokes.push(current);
    redraw();
  });

  canvas.addEventListener('pointermove', (event) => {
    if (!current) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const move of moves.length ? moves : [event]) current.push(pointOf(move));
    redraw();
  });

  for (const end of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(end, () => {
      if (!current) return;
      current = null;
      field.value = picture(strokes, ratio);
      field.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }

  pad.querySelector('[data-signature-clear]').addEventListener('click', () => {
    strokes.length = 0;
    field.value = '';
    redraw();
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });

  new ResizeObserver(fit).observe(canvas);
}

function penOf(canvas, ratio) {
  const pen = canvas.getContext('2d');
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.lineWidth = LINE_WIDTH;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.strokeStyle = INK;
  pen.fillStyle = INK;
  return pen;
}

// Curves through the middles of neighbouring points are smoother than straight pieces.
function draw(pen, points) {
  const [first] = points;
  pen.beginPath();
  if (points.length === 1) {
    pen.arc(first[0], first[1], LINE_WIDTH / 2, 0, 2 * Math.PI);
    pen.fill();
    return;
  }
  pen.moveTo(first[0], first[1]);
  for (let index = 1; index < points.length - 1; index += 1) {
    const [x, y] = points[index];
    const [nextX, nextY] = points[index + 1];
    pen.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  pen.lineTo(...points.at(-1));
  pen.stroke();
}

// The ink alone on a transparent ground, cut to its size.
function picture(strokes, ratio) {
  const points = strokes.flat();
  const left = Math.min(...points.map(([x]) => x)) - MARGIN;
  const top = Math.min(...points.map(([, y]) => y)) - MARGIN;
  const right = Math.max(...points.map(([x]) => x)) + MARGIN;
  const bottom = Math.max(...points.map(([, y]) => y)) + MARGIN;
  const sheet = document.createElement('canvas');
  sheet.width = Math.ceil((right - left) * ratio);
  sheet.height = Math.ceil((bottom - top) * ratio);
  const pen = penOf(sheet, ratio);
  pen.translate(-left, -top);
  for (const stroke of strokes) draw(pen, stroke);
  return sheet.toDataURL('image/png');
}
