import { oncePerCause } from '../../../lib/engine/policy/causes.js';
import { errorsOfProps } from '../../support/releases.js';

test('what is wrong in one way at one place of several objects is one error', () => {
  const issue = (source: string, path: string) => ({ source, path, message: 'found 1' });
  expect(oncePerCause([issue('A a', 'x'), issue('B b', 'x'), issue('A a', 'y'), issue('C c', 'x')])).toEqual([
    issue('A a and 2 more', 'x'),
    issue('A a', 'y'),
  ]);
});

test('rejects one label of all pods once', () => {
  expect(errorsOfProps({ pod: { labels: { team: 'Data Platform' } } })).toEqual([
    expect.stringMatching(
      /^test: StatefulSet test-postgresql and 3 more: spec\.template\.metadata\.labels\.team: found "Data Platform"; /,
    ),
  ]);
});
