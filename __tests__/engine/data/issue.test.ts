import { below, quote, ValidationError } from '../../../lib/engine/data/issue.js';

test('an error tells every issue in a line of its own, and that nothing was written', () => {
  const error = new ValidationError([
    { path: 'a.b', message: 'found 0; allowed: 1' },
    { path: '', message: 'the text is empty' },
  ]);
  expect(error.name).toBe('ValidationError');
  expect(error.message).toBe('2 errors, nothing was written:\n  - a.b: found 0; allowed: 1\n  - the text is empty');
});

test('an error prints without a stack, which would say where it was found and not where it is', () => {
  const error = new ValidationError([{ path: 'a', message: 'b' }]);
  expect(error.stack).toBe('ValidationError: 1 error, nothing was written:\n  - a: b');
});

test('an issue is told below the path that leads to it', () => {
  const issues = [
    { path: 'spec', message: 'x' },
    { path: '', message: 'y' },
  ];
  expect(below('Service s', issues).map(({ path }) => path)).toEqual(['Service s spec', 'Service s']);
});

test('values are quoted as JSON, cut at 80 characters', () => {
  expect([quote('a"b'), quote(null), quote({ a: [1] }), quote(undefined)]).toEqual([
    '"a\\"b"',
    'null',
    '{"a":[1]}',
    'undefined',
  ]);
  expect(quote('x'.repeat(100))).toBe(`"${'x'.repeat(76)}...`);
});
