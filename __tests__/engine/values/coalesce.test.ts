import * as fc from 'fast-check';
import type { JsonMap } from '../../../lib/engine/data/json.js';
import { coalesce, removing } from '../../../lib/engine/values/coalesce.js';

test('maps are merged, anything else replaces', () => {
  const merged = coalesce({ a: { b: 1, c: [1, 2] }, d: 1 }, { a: { c: [3] }, d: { e: 2 } });
  expect(merged).toStrictEqual({ a: { b: 1, c: [3] }, d: { e: 2 } });
});

test('keys without a default follow those with one', () => {
  const merged = coalesce({ b: 1, a: 1 }, { z: 1, a: 2 });
  expect(JSON.stringify(merged)).toBe('{"b":1,"a":2,"z":1}');
});

test('null removes a default', () => {
  expect(coalesce({ a: { b: 1, c: 2 }, d: { e: 1 } }, { a: { b: null }, d: null })).toStrictEqual({ a: { c: 2 } });
});

test('a default that is named like a method of all objects is a default like any other', () => {
  expect(coalesce({ constructor: 1 }, {})).toStrictEqual({ constructor: 1 });
});

test('what a default lacks is removed by null, at the depth where it is', () => {
  const defaults = { a: { b: 1, c: 2 }, d: { e: 1 } };
  expect(removing(defaults, { a: { c: 3 }, f: 4 })).toStrictEqual({ a: { b: null, c: 3 }, d: null, f: 4 });
});

test('nothing is null where nothing is removed', () => {
  expect(removing({ a: { b: 1 } }, { a: { b: 2, c: 3 } })).toStrictEqual({ a: { b: 2, c: 3 } });
});

test('neither input is changed', () => {
  const [defaults, overrides] = [{ a: { b: 1 } }, { a: { c: 2 } }];
  coalesce(defaults, overrides);
  removing(defaults, overrides);
  expect([defaults, overrides]).toStrictEqual([{ a: { b: 1 } }, { a: { c: 2 } }]);
});

const { map } = fc.letrec<{ map: JsonMap; value: JsonMap[string] }>((tie) => ({
  map: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { depthIdentifier: 'maps', maxKeys: 3 }),
  value: fc.oneof({ depthIdentifier: 'maps', maxDepth: 3 }, fc.nat(2), fc.constant('x'), tie('map')),
}));

test('the document that gives a result gives it, whatever the defaults are', () => {
  fc.assert(
    fc.property(map, map, (defaults, result) => {
      expect(coalesce(defaults, removing(defaults, result))).toEqual(result);
    }),
  );
});

test('overrides without nulls win in every leaf', () => {
  fc.assert(
    fc.property(map, map, (defaults, overrides) => {
      const merged = coalesce(defaults, overrides);
      expect(coalesce(merged, overrides)).toEqual(merged);
      expect(merged).toMatchObject(overrides);
    }),
  );
});
