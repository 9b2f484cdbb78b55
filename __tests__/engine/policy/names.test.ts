import { checkObjectName } from '../../../lib/engine/policy/object-names.js';

const messages = (kind: string, name: string): string[] =>
  checkObjectName({ apiVersion: 'v1', kind, metadata: { name } }).map(({ message }) => message);

test.each([
  ['Service', 63],
  ['Deployment', 63],
  ['ConfigMap', 253],
  ['RoleBinding', 253],
  ['StatefulSet', 52],
  ['CronJob', 52],
])('rejects the name of a %s over %i characters', (kind, longest) => {
  expect(messages(kind, 'x'.repeat(longest))).toEqual([]);
  expect(messages(kind, 'x'.repeat(longest + 1))).toEqual([
    expect.stringContaining(
      `has ${longest + 1} characters; allowed: up to ${longest}; shorten the name of the release`,
    ),
  ]);
});

test.each(['', 'A', 'a_b', '-a', 'a-', 'a b', '.a', 'é'])('rejects the name %j', (name) => {
  expect(messages('ConfigMap', name)).toEqual([
    `found ${JSON.stringify(name)}; allowed: lower-case letters, digits, "-" and ".", from a letter or digit to a letter or digit`,
  ]);
});

test.each(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'])('a %s may have a name of any form', (kind) => {
  expect(messages(kind, 'system:Dagster')).toEqual([]);
});
