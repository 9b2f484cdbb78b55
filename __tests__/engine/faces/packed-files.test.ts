import { PackedFiles } from '../../../lib/engine/faces/packed-files.js';

const FILES: ReadonlyMap<string, string> = new Map([
  ['b/values.yaml', 'name: "Zürich 🏔 \u2028"\n'],
  ['a.yaml', ''],
  ['b/long.yaml', 'key: value\n'.repeat(10_000)],
]);

test('packed files are read as they were given, in their order', () => {
  const packed = new PackedFiles([new PackedFiles([FILES]), new Map([['c', 'd']])]);
  const all: [string, string][] = [...FILES, ['c', 'd']];
  expect([...packed]).toEqual(all);
  expect([...packed.entries()]).toEqual(all);
  expect([...packed.values()]).toEqual(all.map(([, text]) => text));
  expect([...packed.keys()]).toEqual(all.map(([path]) => path));
  const visited: [string, string][] = [];
  packed.forEach((text, path) => {
    visited.push([path, text]);
  });
  expect(visited).toEqual(all);
});

test('packed files know which there are', () => {
  const packed = new PackedFiles([FILES]);
  expect(packed.size).toBe(3);
  expect([packed.has('a.yaml'), packed.has('a')]).toEqual([true, false]);
  expect([packed.get('a.yaml'), packed.get('a')]).toEqual(['', undefined]);
});

test('of packed files with one path, the last stands', () => {
  const packed = new PackedFiles([FILES, new Map([['a.yaml', 'later']])]);
  expect([packed.size, packed.get('a.yaml')]).toEqual([3, 'later']);
});
