// The stamp on a scan or a photograph: a rectangle around it, drawn with mouse or finger, or moved
// with the keyboard by four sliders. Nothing is cut here: the server gets the sliders' values. The
// corners to choose from are for files that cannot be painted here, such as a PDF.
//
// <div data-stamp><input type="file">
//   <fieldset data-stamp-corners><input type="radio" data-area="0 60 0 60">…</fieldset>
//   <div data-stamp-tool hidden><canvas></canvas><input type="range" data-edge="left">…</div></div>

import { onArrival } from './arrivals.js';

const LONGEST_PX = 900;
const SMALLEST = 4;
const VEIL = 'rgb(255 255 255 / 0.72)';
const LINE = '#12294d';
const EDGES = ['left', 'right', 'top', 'bottom'];

onArrival(() => {
  for (const part of document.querySelectorAll('[data-stamp]:not([data-is-ready])')) {
    part.dataset.isReady = '';
    prepare(part);
  }
});

function prepare(part) {
  const file = part.querySelector('input[type=file]');
  const corners = part.querySelector('[data-stamp-corners]');
  const tool = part.querySelector('[data-stamp-tool]');
  const canvas = tool.querySelector('canvas');
  const sliders = Object.fromEntries(
    EDGES.map((edge) => [edge, tool.querySelector(`[data-edge=${edge}]`)]),
  );
  let picture = null;
  let start = null;

  const area = () => EDGES.map((edge) => Number(sliders[edge].value));

  function set(values) {
    EDGES.forEach((edge, index) => {
      sliders[edge].value = Math.round(values[index]);
    });
    paint();
  }

  function paint() {
    if (!picture) return;
    const pen = canvas.getContext('2d');
    const { width, height } = canvas;
    const [left, right, top, bottom] = area();
    const box = [
      (left / 100) * width,
      (top / 100) * height,
      ((right - left) / 100) * width,
      ((bottom - top) / 100) * height,
    ];
    pen.clearRect(0, 0, width, height);
    pen.drawImage(picture, 0, 0);
    pen.fillStyle = VEIL;
    pen.beginPath();
    pen.rect(0, 0, width, height);
    pen.rect(...box);
    pen.fill('evenodd');
    pen.strokeStyle = LINE;
    pen.lineWidth = Math.max(2, width / 300);
    pen.strokeRect(...box);
  }

  async function show() {
    picture?.close();
    picture = null;
    set([0, 100, 0, 100]);
    const [chosen] = file.files;
    if (chosen) {
      try {
        const painted = await smaller(chosen);
        if (chosen !== file.files[0]) return; // another was chosen meanwhile
        picture = painted;
        canvas.width = picture.width;
        canvas.height = picture.height;
      } catch {
        picture = null; // a PDF or a kind the browser cannot paint: the corners remain
      }
    }
    tool.hidden = !picture;
    corners.hidden = !chosen || Boolean(picture);
    set(areaOf(part.querySelector('input[type=radio]:checked')));
  }

  function pointOf(event) {
    const box = canvas.getBoundingClientRect();
    const within = (value) => Math.min(100, Math.max(0, value * 100));
    return [
      within((event.clientX - box.left) / box.width),
      within((event.clientY - box.top) / box.height),
    ];
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    start = pointOf(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!start) return;
    const end = pointOf(event);
    set([...between(start[0], end[0]), ...between(start[1], end[1])]);
  });
  for (const end of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(end, () => {
      start = null;
    });
  }

  for (const edge of EDGES) {
    sliders[edge].addEventListener('input', () => {
      keepApart(sliders, edge);
      paint();
    });
  }
  part.addEventListener('change', (event) => {
    if (event.target.type === 'radio') set(areaOf(event.target));
  });
  file.addEventListener('change', show);
  show();
}

// The picture as large as it is shown: a photograph of twelve megapixels would follow a finger late.
async function smaller(chosen) {
  const whole = await createImageBitmap(chosen, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONGEST_PX / Math.max(whole.width, whole.height));
  const fitted = await createImageBitmap(whole, {
    resizeWidth: Math.max(1, Math.round(whole.width * scale)),
    resizeHeight: Math.max(1, Math.round(whole.height * scale)),
    resizeQuality: 'medium',
  });
  whole.close();
  return fitted;
}

// Both edges of what was drawn in one direction, never closer than a stamp can be.
function between(first, second) {
  const near = Math.min(first, second, 100 - SMALLEST);
  return [near, Math.max(first, second, near + SMALLEST)];
}

function areaOf(radio) {
  return radio ? radio.dataset.area.split(' ').map(Number) : [0, 100, 0, 100];
}

// An edge never passes its opposite one.
function keepApart(sliders, edge) {
  const value = Number(sliders[edge].value);
  const opposite = { left: 'right', right: 'left', top: 'bottom', bottom: 'top' }[edge];
  const other = Number(sliders[opposite].value);
  const isFirst = edge === 'left' || edge === 'top';
  if (isFirst && value > other - SMALLEST) sliders[edge].value = other - SMALLEST;
  if (!isFirst && value < other + SMALLEST) sliders[edge].value = other + SMALLEST;
}
