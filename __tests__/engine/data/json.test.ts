import type { Issue } from '../../../lib/engine/data/issue.js';
import { copyPlain, isMap } from '../../../lib/engine/data/json.js';

function issuesOf(value: unknown): Issue[] {
  const issues: Issue[] = [];
  copyPlain(value, issues);
  return issues;
}

class Instance {
  readonly member = 1;
}

test('a copy equals the original and shares nothing with it', () => {
  const original = { a: [1, { b: 'x' }], c: null, d: true };
  const copy = copyPlain(original);
  original.a.push(2);
  expect(copy).toStrictEqual({ a: [1, { b: 'x' }], c: null, d: true });
});

test('a copy shares nothing within itself', () => {
  const shared = { x: 1 };
  const copy = copyPlain({ a: shared, b: shared });
  expect(isMap(copy) && copy.a !== copy.b).toBe(true);
});

test('undefined members of maps are left out', () => {
  expect(copyPlain({ a: undefined, b: 1 })).toStrictEqual({ b: 1 });
});

test.each([
  ['an instance', { a: new Instance() }, 'a', 'found a Instance'],
  ['a date', { a: [new Date(0)] }, 'a.0', 'found a Date'],
  ['a function', { a: () => 1 }, 'a', 'found a function'],
  ['a symbol', { a: Symbol('s') }, 'a', 'found Symbol(s)'],
  ['no number', { a: { b: undefined, c: NaN } }, 'a.c', 'found NaN, not a finite number'],
  ['infinity', { a: -Infinity }, 'a', 'found -Infinity, not a finite number'],
  ['a __proto__ key', JSON.parse('{"a": {"__proto__": {}}}'), 'a', 'found the key "__proto__"'],
])('rejects %s', (_, value, path, problem) => {
  expect(issuesOf(value)).toEqual([{ path, message: `${problem}; allowed: plain data, as YAML writes it` }]);
});

test('rejects a cycle', () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  expect(issuesOf(cycle).map(({ message }) => message)).toEqual([
    'found an object that holds itself; allowed: plain data, as YAML writes it',
  ]);
});

test('maps are plain objects of any realm, and nothing else', () => {
  expect([{}, Object.create(null), JSON.parse('{}')].map(isMap)).toEqual([true, true, true]);
  expect([null, [], new Map(), new Instance(), 'x', undefined].map(isMap)).toEqual(Array(6).fill(false));
});
