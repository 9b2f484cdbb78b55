import { type LimitRangeOptions, NamespaceLimits } from '../../lib/kubernetes/limit-range.js';
import { errorsIn, objectOf } from '../support/bare-release.js';

const limits = (options: LimitRangeOptions) =>
  objectOf(({ scope }) => new NamespaceLimits(scope, 'limits', options)).spec.limits;
const errors = (options: LimitRangeOptions): string[] =>
  errorsIn(({ scope }) => new NamespaceLimits(scope, 'limits', options));

test('it is for containers, in canonical form', () => {
  const { kind, metadata } = objectOf(({ scope }) => new NamespaceLimits(scope, 'limits', { max: { cpu: '1' } }));
  expect([kind, metadata.name, metadata.namespace]).toEqual(['LimitRange', 'test-limits', 'test']);
  expect(limits({ defaultRequests: { cpu: '1000m' } })).toStrictEqual([
    { type: 'Container', defaultRequest: { cpu: '1' } },
  ]);
});

test('what a cluster fills in is written out: limits from the maximum, requests from the limits', () => {
  expect(
    limits({ max: { memory: '8Gi', cpu: '4' }, defaults: { memory: '1Gi' }, defaultRequests: { cpu: '100m' } }),
  ).toStrictEqual([
    {
      type: 'Container',
      max: { memory: '8Gi', cpu: '4' },
      default: { memory: '1Gi', cpu: '4' },
      defaultRequest: { memory: '1Gi', cpu: '100m' },
    },
  ]);
});

test.each<[LimitRangeOptions, string]>([
  [{}, 'found {}; allowed: at least one of defaults, defaultRequests and max'],
  [{ max: { cpu: 'two' } }, 'max.cpu: found "two"; allowed: a quantity of at least 0 as a string'],
  [
    { defaults: { cpu: '2' }, max: { cpu: '1500m' } },
    'defaults.cpu: found "2"; allowed: at most "1500m", as max says; lower it or raise max.cpu',
  ],
  [
    { defaultRequests: { memory: '2Gi' }, defaults: { memory: '1Gi' }, max: { memory: '1Gi' } },
    'defaultRequests.memory: found "2Gi"; allowed: at most "1Gi", as defaults says; lower it or raise defaults.memory',
  ],
  [
    { defaultRequests: { cpu: '2' }, max: { cpu: '1' } },
    'defaultRequests.cpu: found "2"; allowed: at most "1", as max says; lower it or raise max.cpu',
  ],
])('rejects %j', (options, error) => {
  expect(errors(options)).toEqual([expect.stringContaining(`test/webserver/limits: ${error}`)]);
});
