import { DisruptionBudget, type DisruptionBudgetOptions } from '../../lib/kubernetes/pod-disruption-budget.js';
import { errorsIn, objectOf, WEBSERVER } from '../support/bare-release.js';

const budget = (options: DisruptionBudgetOptions) =>
  objectOf(({ scope, ...role }) => new DisruptionBudget(scope, 'budget', { ...role, ...options }));
const errors = (options: DisruptionBudgetOptions): string[] =>
  errorsIn(({ scope, ...role }) => new DisruptionBudget(scope, 'budget', { ...role, ...options }));

test('a drain takes one pod at a time, and broken ones whenever it likes', () => {
  expect(budget({})).toStrictEqual({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'test-webserver', namespace: 'test', labels: expect.anything() },
    spec: { maxUnavailable: 1, selector: { matchLabels: WEBSERVER }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
});

test.each<[DisruptionBudgetOptions, object]>([
  [{ minAvailable: 2 }, { minAvailable: 2 }],
  [{ minAvailable: '50%' }, { minAvailable: '50%' }],
  [{ maxUnavailable: '100%' }, { maxUnavailable: '100%' }],
  [{ maxUnavailable: 0 }, { maxUnavailable: 0 }],
])('%j is as it is given', (options, spec) => {
  const { selector, unhealthyPodEvictionPolicy, ...rest } = budget(options).spec;
  expect(rest).toStrictEqual(spec);
});

test('broken pods can be made to count', () => {
  const unhealthyPodEvictionPolicy = 'IfHealthyBudget';
  expect(budget({ unhealthyPodEvictionPolicy }).spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy });
});

test.each<[DisruptionBudgetOptions, string]>([
  [
    { minAvailable: 1, maxUnavailable: 1 },
    'found minAvailable 1 and maxUnavailable 1; allowed: one of them; leave the other out',
  ],
  [{ minAvailable: -1 }, 'minAvailable: found -1; allowed: an integer, 0 to 2147483647'],
  [
    { maxUnavailable: '101%' },
    'maxUnavailable: found "101%"; allowed: a number of pods, or a percentage from "0%" to "100%"',
  ],
  [
    { maxUnavailable: '1' },
    'maxUnavailable: found "1"; allowed: a number of pods, or a percentage from "0%" to "100%"',
  ],
])('rejects %j', (options, error) => {
  expect(errors(options)).toEqual([`test/webserver/budget: ${error}`]);
});

test('rejects an unknown policy for broken pods', () => {
  expect(errors(JSON.parse('{"unhealthyPodEvictionPolicy": "Never"}'))).toEqual([
    'test/webserver/budget: unhealthyPodEvictionPolicy: found "Never"; allowed: "AlwaysAllow" or "IfHealthyBudget"',
  ]);
});
