// Builds what browsers and documents need, with one script and no plug-ins from elsewhere:
// style sheets, scripts and fonts with content hashes, the icon sprite, the world map, the manifest
// that names them all, .gz and .br twins, and the typefaces of printed documents.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import subsetFont from 'subset-font';
import { drawWorld } from './world.mjs';

const require = createRequire(import.meta.url);
const SOURCES = dirname(fileURLToPath(import.meta.url));
const OUT = join(SOURCES, '../static');
const DOCUMENT_FONTS = join(SOURCES, '../../documents/fonts');
const NODE_MODULES = join(SOURCES, '../../../node_modules');
// Pages opened before a release ask for the files of the release before it.
const KEEP_OLD_FILES_DAYS = 14;
// The weights that the style sheets use.
const WEIGHTS = { min: 400, max: 700 };

const manifest = {};

// The Arabic typeface without the weights that no page uses: all letters and their joining stay.
const lighterArabic = {
  name: 'lighter-arabic',
  setup: (bundler) =>
    bundler.onLoad({ filter: /vazirmatn-arabic-wght-normal\.woff2$/ }, async ({ path }) => ({
      contents: await subsetFont(readFileSync(path), undefined, {
        keepAllGlyphs: true,
        variationAxes: { wght: WEIGHTS },
      }),
      loader: 'file',
    })),
};

await bundle();
emit('icons.svg', iconSprite());
emit('favicon.svg', readFileSync(join(SOURCES, 'favicon.svg'), 'utf8'));
const world = drawWorld(require);
emit('world.svg', world.svg);
write('world.json', JSON.stringify(world.geometry));
write('manifest.json', JSON.stringify(manifest, null, 1));
compress();
removeOldFiles();
copyDocumentFonts();

// Style sheets and scripts, and the fonts which the style sheets name.
async function bundle() {
  mkdirSync(OUT, { recursive: true });
  const entry = (name) => join(SOURCES, name);
  const { metafile } = await build({
    entryPoints: [entry('css/app.css'), entry('js/app.js'), entry('js/public.js')],
    entryNames: '[name]-[hash]',
    assetNames: 'fonts/[name]-[hash]',
    outdir: OUT,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome111', 'safari16.4', 'firefox121'],
    loader: { '.woff2': 'file' },
    plugins: [lighterArabic],
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  for (const [file, output] of Object.entries(metafile.outputs)) {
    const source = output.entryPoint ?? Object.keys(output.inputs)[0];
    if (source) manifest[basename(source)] = relative(OUT, file);
  }
}

// One sprite of the icons named in icons.txt; an unknown name stops the build.
function iconSprite() {
  const lucide = require('@iconify-json/lucide/icons.json');
  const names = readFileSync(join(SOURCES, 'icons.txt'), 'utf8').split(/\s+/).filter(Boolean);
  const symbols = names.map((name) => {
    const icon = lucide.icons[name] ?? lucide.icons[lucide.aliases[name]?.parent];
    if (!icon) throw new Error(`icons.txt names an icon which lucide does not have: ${name}`);
    const body = icon.body.replaceAll('stroke-width="2"', 'stroke-width="1.75"');
    return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}

// Write a file under a name that changes with its content.
function emit(name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  const extension = extname(name);
  const hashed = `${basename(name, extension)}-${hash}${extension}`;
  write(hashed, content);
  manifest[name] = hashed;
}

function write(name, content) {
  writeFileSync(join(OUT, name), content);
}

function compress() {
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  for (const file of new Set(Object.values(manifest))) {
    if (!/\.(css|js|svg)$/.test(file)) continue;
    const content = readFileSync(join(OUT, file));
    write(`${file}.gz`, gzipSync(content, { level: 9 }));
    write(`${file}.br`, brotliCompressSync(content, best));
  }
}

function removeOldFiles() {
  const current = new Set(Object.values(manifest));
  const oldest = Date.now() - KEEP_OLD_FILES_DAYS * 86_400_000;
  for (const entry of readdirSync(OUT, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const name = relative(OUT, file).replace(/\.(gz|br)$/, '');
    if (!/-[0-9A-Za-z]{8}\.\w+$/.test(name) || current.has(name)) continue;
    if (statSync(file).mtimeMs < oldest) rmSync(file);
  }
}

// Regular and Bold of each typeface that documents may need; see portal/documents/fonts.py.
function copyDocumentFonts() {
  const packages = join(NODE_MODULES, '@expo-google-fonts');
  mkdirSync(DOCUMENT_FONTS, { recursive: true });
  for (const name of readdirSync(packages)) {
    for (const entry of readdirSync(join(packages, name), { withFileTypes: true })) {
      if (!entry.isDirectory() || !/^(400Regular|700Bold)$/.test(entry.name)) continue;
      for (const font of readdirSync(join(packages, name, entry.name))) {
        if (!/_(400Regular|700Bold)\.ttf$/.test(font)) continue;
        copyIfOther(join(packages, name, entry.name, font), join(DOCUMENT_FONTS, font));
      }
    }
  }
}

function copyIfOther(source, target) {
  if (existsSync(target) && statSync(target).size === statSync(source).size) return;
  copyFileSync(source, target);
}
