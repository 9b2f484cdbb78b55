import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, README } from './support/readme.js';
import { ROOT } from './support/tools.js';

test('the README sets up with exactly two commands', () => {
  expect(blocksOf('Set-up', 'sh').map(({ text }) => text.trim().split('\n').length)).toEqual([2]);
});

test('every npm script that the README names exists, here or in a new project', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const named = [...README.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
  expect(named.filter((name) => !Object.keys(scripts).includes(name ?? ''))).toEqual([]);
});
