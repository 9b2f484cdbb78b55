import { nearest } from '../../../lib/engine/data/nearest.js';

const KNOWN = ['port', 'mode', 'schedules', 'scheduler'];

test.each([
  ['prot', 'port'],
  ['Mode', 'mode'],
  ['schedule', 'schedules'],
  ['shcheduler', 'scheduler'],
  ['sched_uler', 'scheduler'],
  ['port', 'port'],
])('%s may mean %s', (word, meant) => {
  expect(nearest(word, KNOWN)).toBe(meant);
});

test('up to a third of the letters may be wrong, rounded up', () => {
  expect(nearest('abcxxx', ['abcdef'])).toBeUndefined();
  expect(nearest('abcdxx', ['abcdef'])).toBe('abcdef');
  expect(nearest('abxx', ['abcd'])).toBe('abcd');
  expect(nearest('axxx', ['abcd'])).toBeUndefined();
});

test.each(['replicas', 'x', ''])('%j means nothing that is known', (word) => {
  expect(nearest(word, KNOWN)).toBeUndefined();
});

test('where nothing is known nothing is meant', () => {
  expect(nearest('port', [])).toBeUndefined();
});

test('a word that begins like one known word alone means that one', () => {
  expect(nearest('replicas', ['enabled', 'replicaCount', 'resources'])).toBe('replicaCount');
  expect(nearest('replicas', ['replicaCount', 'replicaLimit'])).toBeUndefined();
});
