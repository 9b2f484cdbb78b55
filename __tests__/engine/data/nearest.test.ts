import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
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

test('up to a third of the letters may be wrong', () => {
  expect(nearest('abcxxx', ['abcdef'])).toBeUndefined();
  expect(nearest('abcdxx', ['abcdef'])).toBe('abcdef');
  expect(nearest('abxx', ['abcd'])).toBeUndefined();
  expect(nearest('abcx', ['abcd'])).toBe('abcd');
  expect(nearest('job', ['tag'])).toBeUndefined();
});

test('letters that changed places are one mistake, case is none', () => {
  expect(nearest('abdc', ['abcd', 'abcx'])).toBe('abcd');
  expect(nearest('badc', ['abcd'])).toBeUndefined();
  expect(nearest('REPLICAS', ['replicas'])).toBe('replicas');
});

const WORD = fc.stringMatching(/^[a-z]{1,12}$/);

test('what is meant is within a third of the letters, or begins like the word', () => {
  fc.assert(
    fc.property(WORD, fc.array(WORD), (word, known) => {
      const meant = nearest(word, known);
      if (meant === undefined) return;
      const longest = Math.max(word.length, meant.length);
      // Letters that changed places are two to the distance.
      const isNear = distance(word, meant) <= Math.max(2, Math.floor(longest / 3));
      expect(isNear || meant.startsWith(word.slice(0, Math.max(4, Math.ceil((word.length * 2) / 3))))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('a word of four letters or more with one wrong letter, one missing or one more is found', () => {
  const longer = fc.stringMatching(/^[a-z]{4,12}$/);
  fc.assert(
    fc.property(longer, fc.nat(), fc.constantFrom('wrong', 'missing', 'more'), (word, place, kind) => {
      const at = place % word.length;
      const rest = word.slice(kind === 'more' ? at : at + 1);
      expect(nearest(`${word.slice(0, at)}${kind === 'missing' ? '' : '_'}${rest}`, [word, '0123456789'])).toBe(word);
    }),
  );
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
