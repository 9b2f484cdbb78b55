import { repeated } from '../../../lib/engine/data/repeated.js';

test('a value that stands in a list twice or more is told once', () => {
  expect(repeated(['b', 'a', 'c', 'a', 'b', 'a'])).toStrictEqual(['a', 'b']);
  expect(repeated(['a', 'b'])).toStrictEqual([]);
});

test('two hundred thousand values are looked through once', () => {
  const values = Array.from({ length: 200_000 }, (_, index) => index);
  expect(repeated([...values, 7])).toStrictEqual([7]);
});
