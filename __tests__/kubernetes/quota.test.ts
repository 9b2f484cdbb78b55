import { NamespaceQuota } from '../../lib/kubernetes/quota.js';
import { errorsIn, objectOf } from '../support/bare-release.js';

const quota = (hard: Record<string, string>) => objectOf(({ scope }) => new NamespaceQuota(scope, 'quota', { hard }));
const errors = (hard: Record<string, string>): string[] =>
  errorsIn(({ scope }) => new NamespaceQuota(scope, 'quota', { hard }));

test('it holds the quantities that it is given, in canonical form', () => {
  const { kind, metadata, spec } = quota({
    'requests.cpu': '4000m',
    'limits.memory': '2048Mi',
    'count/jobs.batch': '50',
  });
  expect([kind, metadata.name, metadata.namespace]).toEqual(['ResourceQuota', 'test-quota', 'test']);
  expect(spec).toStrictEqual({ hard: { 'requests.cpu': '4', 'limits.memory': '2Gi', 'count/jobs.batch': '50' } });
});

test('it holds quantities of extended resources and of storage classes', () => {
  const hard = { 'requests.nvidia.com/gpu': '4', 'fast.storageclass.storage.k8s.io/requests.storage': '1Ti' };
  expect(quota(hard).spec).toStrictEqual({ hard });
});

test.each([
  [{}, 'hard: found {}; allowed: at least one quantity, such as { pods: "50" }'],
  [{ 'requests cpu': '1' }, 'hard: found "requests cpu"; allowed: the name of a resource, such as "requests.cpu"'],
  [
    { 'limits.memry': '1Gi' },
    'hard: found "limits.memry"; allowed: the name of a resource, such as "requests.cpu", "pods" or "count/jobs.batch"; did you mean "limits.memory"?',
  ],
  [
    { deployments: '5' },
    'hard: found "deployments"; allowed: the name of a resource, such as "requests.cpu", "pods" or "count/jobs.batch"; write "count/<resource>.<group>" for objects',
  ],
  [{ pods: 'many' }, 'hard.pods: found "many"; allowed: a quantity of at least 0 as a string, such as "500m" or "1Gi"'],
  [{ pods: '-1' }, 'hard.pods: found "-1"; allowed: a quantity of at least 0 as a string'],
])('rejects %j', (hard, error) => {
  expect(errors({ ...hard })).toEqual([expect.stringContaining(`test/webserver/quota: ${error}`)]);
});
