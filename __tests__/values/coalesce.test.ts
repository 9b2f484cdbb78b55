import { coalesce, removing } from '../../lib/values/coalesce.js';

test('maps are merged, anything else replaces', () => {
  const merged = coalesce({ a: { b: 1, c: [1, 2] }, d: 1 }, { a: { c: [3] }, d: { e: 2 } });
  expect(merged).toStrictEqual({ a: { b: 1, c: [3] }, d: { e: 2 } });
});

test('keys without a default follow those with one', () => {
  const merged = coalesce({ b: 1, a: 1 }, { z: 1, a: 2 });
  expect(JSON.stringify(merged)).toBe('{"b":1,"a":2,"z":1}');
});

test('null removes a default', () => {
  expect(coalesce({ a: { b: 1, c: 2 } }, { a: { b: null } })).toStrictEqual({ a: { c: 2 } });
});

test('what a result lacks of the defaults becomes null, which removes it again', () => {
  const defaults = { a: { b: 1, c: 2 }, d: { e: 1 } };
  const document = removing(defaults, { f: 1, a: { c: 3 } });
  expect(document).toStrictEqual({ a: { b: null, c: 3 }, d: null, f: 1 });
  expect(coalesce(defaults, document)).toStrictEqual({ a: { c: 3 }, f: 1 });
});

test('neither input is changed', () => {
  const [defaults, overrides] = [{ a: { b: 1 } }, { a: { c: 2 } }];
  coalesce(defaults, overrides);
  expect([defaults, overrides]).toStrictEqual([{ a: { b: 1 } }, { a: { c: 2 } }]);
});
