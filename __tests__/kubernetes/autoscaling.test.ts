import { Autoscaler, type AutoscalingOptions } from '../../lib/kubernetes/autoscaling.js';
import { errorsIn, objectOf } from '../support/bare-release.js';

const autoscaler = (options: AutoscalingOptions) =>
  objectOf(({ scope, ...role }) => new Autoscaler(scope, 'autoscaler', { ...role, ...options }));
const errors = (options: AutoscalingOptions): string[] =>
  errorsIn(({ scope, ...role }) => new Autoscaler(scope, 'autoscaler', { ...role, ...options }));
const range = { minReplicas: 2, maxReplicas: 6 };
const target = (name: string, averageUtilization: number): object => ({
  type: 'Resource',
  resource: { name, target: { type: 'Utilization', averageUtilization } },
});

test('it scales its Deployment by CPU to 80 percent', () => {
  expect(autoscaler(range)).toStrictEqual({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'test-webserver', namespace: 'test', labels: expect.anything() },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'test-webserver' },
      ...range,
      metrics: [target('cpu', 80)],
    },
  });
});

test('a target or a metric of its own takes the place of CPU', () => {
  const pods = {
    type: 'Pods',
    pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '10' } },
  };
  const metrics = (options: Partial<AutoscalingOptions>) => autoscaler({ ...range, ...options }).spec.metrics;
  expect(metrics({ targetMemoryUtilizationPercentage: 120 })).toStrictEqual([target('memory', 120)]);
  expect(metrics({ metrics: [pods] })).toStrictEqual([pods]);
  expect(
    metrics({ targetCpuUtilizationPercentage: 60, targetMemoryUtilizationPercentage: 70, metrics: [pods] }),
  ).toStrictEqual([target('cpu', 60), target('memory', 70), pods]);
});

test('how fast it scales is a property', () => {
  const behavior = { scaleDown: { stabilizationWindowSeconds: 600 } };
  expect(autoscaler({ ...range, behavior }).spec.behavior).toStrictEqual(behavior);
});

test.each<[Partial<AutoscalingOptions>, string]>([
  [{ minReplicas: 0 }, 'minReplicas: found 0; allowed: an integer, 1 to 2147483647'],
  [{ maxReplicas: 2.5 }, 'maxReplicas: found 2.5; allowed: an integer, 1 to 2147483647'],
  [
    { maxReplicas: 1 },
    'maxReplicas: found 1; allowed: an integer that is not below minReplicas, 2; raise it or lower minReplicas',
  ],
  [
    { targetCpuUtilizationPercentage: 0 },
    'targetCpuUtilizationPercentage: found 0; allowed: an integer, 1 to 2147483647',
  ],
  [
    { targetMemoryUtilizationPercentage: 0.8 },
    'targetMemoryUtilizationPercentage: found 0.8; allowed: an integer, 1 to 2147483647',
  ],
  [
    { metrics: [{ type: 'Cpu' }] },
    'metrics.0.type: found "Cpu"; allowed: Resource, ContainerResource, Pods, Object, External',
  ],
  [{ metrics: [{ type: 'Pods' }] }, 'metrics.0: found {"type":"Pods"}; allowed: the type Pods with a member pods'],
])('rejects %j', (options, error) => {
  expect(errors({ ...range, ...options })).toEqual([`test/webserver/autoscaler: ${error}`]);
});
