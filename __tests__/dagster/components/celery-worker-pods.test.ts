import { parse } from 'yaml';
import { type CeleryK8sRunLauncherOptions, RunLauncher } from '../../../lib/index.js';
import { find, type KubernetesObject, namesOf, usualObjects } from '../../support/releases.js';

const brokerSecret = { name: 'celery', key: 'DAGSTER_CELERY_BROKER_URL' };

function objectsWith(options: Partial<CeleryK8sRunLauncherOptions> = {}): KubernetesObject[] {
  return usualObjects({ runLauncher: RunLauncher.celeryK8s({ brokerSecret, ...options }) });
}

const objects = objectsWith({
  workers: { pod: { labels: { team: 'a' }, nodeSelector: { disk: 'ssd' } } },
  configSource: { worker_concurrency: 4 },
  workerQueues: [
    { name: 'dagster' },
    {
      name: 'heavy',
      replicas: 5,
      labels: { weight: 'heavy' },
      nodeSelector: { gpu: 'yes' },
      configSource: { worker_concurrency: 1 },
      additionalArgs: ['--max-tasks-per-child=1'],
      resources: { limits: { memory: '2048Mi' } },
    },
  ],
});
const usual = find(objects, 'Deployment', 'test-celery-dagster').spec;
const heavy = find(objects, 'Deployment', 'test-celery-heavy').spec;

test('by default there is one queue, "dagster", with two workers', () => {
  const names = namesOf(objectsWith()).filter((name) => name.includes('celery'));
  expect(names).toEqual([
    'NetworkPolicy test-celery-worker',
    'ServiceAccount test-celery-worker',
    'ConfigMap test-celery-dagster',
    'RoleBinding test-celery-worker-run-launcher',
    'Deployment test-celery-dagster',
  ]);
  expect(find(objectsWith(), 'Deployment', 'test-celery-dagster').spec.replicas).toBe(2);
});

test('each queue has workers, labels, nodes and resources of its own', () => {
  expect([usual.replicas, heavy.replicas]).toEqual([2, 5]);
  expect(usual.template.metadata.labels).toMatchObject({ team: 'a', 'dagster.io/celery-queue': 'dagster' });
  expect(heavy.template.metadata.labels).toMatchObject({
    team: 'a',
    weight: 'heavy',
    'dagster.io/celery-queue': 'heavy',
  });
  expect([usual, heavy].map(({ template }) => template.spec.nodeSelector)).toEqual([{ disk: 'ssd' }, { gpu: 'yes' }]);
  expect(heavy.template.spec.containers[0].resources).toEqual({ limits: { memory: '2Gi' } });
});

test('each queue has a command and a configuration of its own', () => {
  expect(heavy.template.spec.containers[0].command).toEqual([
    ...['dagster-celery', 'worker', 'start', '-A', 'dagster_celery_k8s.app'],
    ...['-y', '/opt/dagster/celery/celery.yaml', '-q', 'heavy', '--', '--max-tasks-per-child=1'],
  ]);
  expect(find(objects, 'ConfigMap', 'test-celery-heavy').data['celery.yaml']).toContain('worker_concurrency: 1');
  expect(find(objects, 'ConfigMap', 'test-celery-dagster').data['celery.yaml']).toContain('worker_concurrency: 4');
});

test('workers wait for the database and may launch Jobs', () => {
  expect(usual.template.spec.initContainers.map(({ name }: { name: string }) => name)).toEqual(['check-db-ready']);
  const binding = find(objects, 'RoleBinding', 'test-celery-worker-run-launcher');
  expect(binding.roleRef.name).toBe('test-run-launcher');
  expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'test-celery-worker', namespace: 'test' }]);
});

test.each(['test-webserver', 'test-daemon', 'test-user-code-example', 'test-celery-dagster'])(
  '%s reads the URL of the broker from its Secret',
  (name) => {
    const [main] = find(objects, 'Deployment', name).spec.template.spec.containers;
    expect(main.env).toContainEqual({ name: brokerSecret.key, valueFrom: { secretKeyRef: brokerSecret } });
  },
);

test('runs have volumes of their own, which workers have only where they are said of them', () => {
  const volumes = [{ name: 'data', emptyDir: {} }];
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  const others = objectsWith({ volumes, volumeMounts });
  const { run_launcher } = parse(find(others, 'ConfigMap', 'test-instance').data['dagster.yaml']);
  expect(run_launcher.config.volumes.at(-1)).toEqual(volumes[0]);
  expect(run_launcher.config.volume_mounts.at(-1)).toEqual(volumeMounts[0]);
  expect(JSON.stringify(find(others, 'Deployment', 'test-celery-dagster'))).not.toContain('/data');
});
