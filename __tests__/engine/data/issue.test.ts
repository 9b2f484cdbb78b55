import { foundIn, quote, ValidationError, within } from '../../../lib/engine/data/issue.js';

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

test('every issue of an error has a source, a path and a message', () => {
  const { issues } = new ValidationError([
    { path: 'a', message: 'b' },
    { source: 'Service s', path: '', message: 'c' },
  ]);
  expect(issues).toEqual([
    { source: '', path: 'a', message: 'b' },
    { source: 'Service s', path: '', message: 'c' },
  ]);
});

test('an issue is told with the construct and the object that it is found in, and below the keys that lead to it', () => {
  const [issue] = foundIn('prod', foundIn('Service s', within('spec.ports', [{ path: '0', message: 'x' }])));
  expect(issue).toEqual({ source: 'prod: Service s', path: 'spec.ports.0', message: 'x' });
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
