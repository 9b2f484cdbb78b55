/**
 * Runs a TypeScript file of this repository as one file of JavaScript, which loads in a fraction of the time that hundreds
 * of files take: `node packaging/run.js <file> [argument...]`.
 *
 * That file, and what V8 has compiled of it, stay in node_modules/.cache until a source or what npm has installed changes.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules/.cache/cdk8s-dagster/run');
const MODELS = join(ROOT, 'node_modules/kubernetes-models');

/** The bundle of Kubernetes' kinds, which changes with the packages alone. */
const KINDS = 'kubernetes-kinds';

/** What each bundle depends on beside its sources; npm writes the first whenever it installs anything. */
const COMMON = ['node_modules/.package-lock.json', 'package-lock.json', 'tsconfig.json', 'packaging/run.js'];

const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  metafile: true,
  write: false,
  logLevel: 'error',
  logOverride: { 'empty-import-meta': 'error' },
};

// A synthesis is short: little of its code runs so often that optimizing it pays. Later versions of Node optimize in steps.
if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=2000000');

process.argv.splice(1, 1);
const entry = resolve(process.argv[1]);
const requireInstalled = createRequire(join(ROOT, 'package.json'));
const program = await bundleOf(relative(ROOT, entry), { entryPoints: [entry], plugins: [kindsApart()] });
const kinds = program.text.includes(`require("${KINDS}")`)
  ? await bundleOf(KINDS, { stdin: { contents: everyKind(), resolveDir: MODELS }, minifyWhitespace: true })
  : undefined;
execute(program, (id) => (id === KINDS ? execute(kinds, requireInstalled) : requireInstalled(id)));

/** A bundle, made anew unless the one that is kept has the same inputs, which are in its first line. */
async function bundleOf(name, options) {
  const file = join(CACHE, name, 'bundle.cjs');
  const kept = contentOf(file).toString();
  const inputs = kept.slice(2, kept.indexOf('\n'));
  if (kept !== '' && inputsOf(Object.keys(JSON.parse(inputs))) === inputs) return { file, inputs, text: kept };
  return await build(file, options);
}

async function build(file, options) {
  const esbuild = await import('esbuild');
  const { outputFiles, metafile } = await esbuild.build({ ...OPTIONS, ...options });
  const sources = Object.keys(metafile.inputs).filter((path) => !/(^|\/)node_modules\/|^</.test(path));
  const inputs = inputsOf([...new Set([...COMMON, ...sources])]);
  const text = `//${inputs}\n${outputFiles[0].text.replace(/^#!.*/, '')}`;
  keep(file, text, () => rmSync(join(file, '..'), { recursive: true, force: true }));
  return { file, inputs, text };
}

/** Runs a bundle as a CommonJS module; what V8 compiles of it is kept for the bundles of the same inputs. */
function execute({ file, inputs, text }, require) {
  const compiled = join(file, '..', `${hashOf(inputs)}.v8`);
  const cachedData = contentOf(compiled);
  const code = `(function (exports, require, module) {${text}\n})`;
  const script = new Script(code, { filename: file, cachedData });
  if (script.cachedDataRejected) process.once('exit', () => keep(compiled, script.createCachedData()));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module);
  return module.exports;
}

/** Paths of files with the hashes of what is in them, in one line. */
function inputsOf(paths) {
  return JSON.stringify(Object.fromEntries(paths.map((path) => [path, hashOf(contentOf(join(ROOT, path)))])));
}

function hashOf(content) {
  return createHash('sha1').update(content).digest('hex');
}

/** What is in a file, or nothing if it is not there. */
function contentOf(file) {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/**
 * Writes a file at once, so that whoever runs beside reads all of it or nothing. Nothing is kept of a file outside this
 * repository, or where nothing can be written.
 */
function keep(file, content, prepare = () => {}) {
  if (!file.startsWith(CACHE)) return;
  try {
    prepare();
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, content);
    renameSync(`${file}.${process.pid}`, file);
  } catch {}
}

/** Leaves the module that finds the class of a kind out of a bundle. */
function kindsApart() {
  return {
    name: KINDS,
    setup({ onLoad, onResolve }) {
      onResolve({ filter: new RegExp(`^${KINDS}$`) }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /[\\/]lib[\\/]engine[\\/]policy[\\/]kinds\.ts$/ }, () => ({
        contents: `export { modelOf } from '${KINDS}';`,
      }));
    },
  };
}

/** The module that stands for `lib/engine/policy/kinds.ts`. */
function everyKind() {
  const files = readdirSync(MODELS, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  const classes = files.filter((path) => /(^|\/)v[^/]+\/[A-Z]\w*\.js$/.test(path)).map((path) => path.slice(0, -3));
  return `
    const loaders = { ${classes.map((id) => `'${id}': () => require('./${id}.js'),`).join('\n')} };
    export function modelOf(apiVersion, kind) {
      const id = apiVersion + '/' + kind;
      const model = Object.hasOwn(loaders, id) ? loaders[id]()[kind] : undefined;
      return model?.kind === kind ? model : undefined;
    }`;
}
