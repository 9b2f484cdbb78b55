import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from './support/tools.js';

const LIB = join(ROOT, 'lib');
const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));

/** What only the upper storey knows; the name of the package is no word of it. */
const WORDS = /dagster|webserver|\bdaemons?\b|code.?location|user.?code|postgres|celery/i;

test.each(['engine', 'kubernetes'])('no word of Dagster is in lib/%s', (storey) => {
  const own = files.filter((path) => path.startsWith(`${storey}/`));
  expect(own.length).toBeGreaterThan(20);
  const found = own.flatMap((path) => {
    const lines = readFileSync(join(LIB, path), 'utf8').replaceAll('cdk8s-dagster', '').split('\n');
    return [path, ...lines].filter((line) => WORDS.test(line)).map((line) => `${path}: ${line.trim()}`);
  });
  expect(found).toEqual([]);
});

test('no two files have one name, but for the doors', () => {
  const names = files.map((path) => basename(path)).filter((name) => name !== 'index.ts');
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('docs/ARCHITECTURE.md draws the floor plan as it is', () => {
  const text = readFileSync(join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8');
  const drawn = [...text.matchAll(/^ +([a-z-]+)\/ /gm)].map(([, name]) => name).sort();
  const folders = readdirSync(LIB, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(drawn).toEqual(folders.map(({ name }) => name).sort());
});
