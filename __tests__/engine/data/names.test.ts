import { checkName } from '../../../lib/engine/data/names.js';

test.each(['a', 'etl', 'a-b', 'a--b', 'a1', 'x'.repeat(63)])('%s is a DNS label', (name) => {
  expect(checkName('release name', name)).toEqual([]);
});

test.each(['', 'A', 'a.b', 'a_b', '-a', 'a-', '1a', 'a b', 'é', 'a\n', 'a/b', 'x'.repeat(64)])('rejects %j', (name) => {
  const allowed = 'lower-case letters, digits and "-", from a letter to a letter or digit, up to 63 characters';
  expect(checkName('release name', name)).toEqual([
    { path: '', message: `release name ${JSON.stringify(name)} is no DNS label; allowed: ${allowed}` },
  ]);
});
