import { parse } from 'yaml';
import {
  type CeleryK8sRunLauncherOptions,
  type CodeLocationOptions,
  type DagsterChartProps,
  type PodOptions,
  RunLauncher,
} from '../../../lib/index.js';
import { EXAMPLE, errorsOfProps, find, usualObjects } from '../../support/releases.js';

const celery = (options: Partial<CeleryK8sRunLauncherOptions> = {}) =>
  RunLauncher.celeryK8s({ brokerSecret: { name: 'celery', key: 'BROKER_URL' }, ...options });

function launcherOf(props: DagsterChartProps, options: Partial<CeleryK8sRunLauncherOptions> = {}) {
  const objects = usualObjects({ ...props, runLauncher: celery(options) });
  return parse(find(objects, 'ConfigMap', 'test-instance').data['dagster.yaml']).run_launcher.config;
}

const errorsOfLocation = (location: Partial<CodeLocationOptions>): string[] =>
  errorsOfProps({ runLauncher: celery(), userCode: { locations: [{ ...EXAMPLE, ...location }] } });

test('runs have the pull secrets and labels of the release', () => {
  const pod = { imagePullSecrets: ['registry'], labels: { team: 'a' } };
  expect(launcherOf({ pod })).toMatchObject({
    image_pull_secrets: [{ name: 'registry' }],
    labels: { team: 'a', 'dagster.io/release': 'test' },
  });
});

test('what the run launcher says stands over the release', () => {
  const pod = { imagePullSecrets: ['registry'], labels: { team: 'a', tier: 'b' } };
  expect(launcherOf({ pod }, { imagePullSecrets: ['own'], labels: { team: 'c' } })).toMatchObject({
    image_pull_secrets: [{ name: 'own' }],
    labels: { team: 'c', tier: 'b', 'dagster.io/release': 'test' },
  });
});

test('runs have the variables of the instance, and what it takes to trust the database', () => {
  const objects = usualObjects({ runLauncher: celery(), instance: { env: [{ name: 'A', value: '1' }] } });
  expect(find(objects, 'ConfigMap', 'test-run-environment').data).toMatchObject({ A: '1', HOME: '/tmp' });
});

test('a volume that the release has anyway is there once', () => {
  const { volumes, volume_mounts } = launcherOf(
    {},
    { volumes: [{ name: 'tmp', emptyDir: {} }], volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] },
  );
  expect(volumes.map(({ name }: { name: string }) => name)).toEqual(['dagster-home', 'tmp']);
  expect(volume_mounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual([
    '/opt/dagster/dagster_home',
    '/tmp',
  ]);
});

const toleration = { key: 'pool', operator: 'Exists' as const };
const remedy =
  'allowed: pod.labels and pod.imagePullSecrets alone with CeleryK8sRunLauncher, which has no option for it; say it in the pod of each component, and for runs in the tag dagster-k8s/config of jobs';

test.each<[PodOptions, string]>([
  [{ tolerations: [toleration] }, 'pod.tolerations: found [{"key":"pool","operator":"Exists"}]'],
  [{ nodeSelector: { pool: 'data' } }, 'pod.nodeSelector: found {"pool":"data"}'],
  [{ annotations: { a: 'b' } }, 'pod.annotations: found {"a":"b"}'],
  [{ priorityClassName: 'high' }, 'pod.priorityClassName: found "high"'],
])('what runs cannot have of the release is an error: %j', (pod, found) => {
  expect(errorsOfProps({ runLauncher: celery(), pod })).toEqual([`test/instance: ${found}; ${remedy}`]);
});

test('what concerns servers alone is none', () => {
  const pod = { topologySpreadConstraints: [], terminationGracePeriodSeconds: 9, tolerations: [] };
  expect(errorsOfProps({ runLauncher: celery(), pod })).toEqual([]);
});

const hears =
  'allowed: nothing, since runs of CeleryK8sRunLauncher hear nothing of code locations; say it of the run launcher if it has an option, or in the tag dagster-k8s/config of jobs';

test.each<[Partial<CodeLocationOptions>, string]>([
  [{ env: [{ name: 'A', value: '1' }] }, 'env: found [{"name":"A","value":"1"}]'],
  [{ image: { ...EXAMPLE.image, pullPolicy: 'Always' } }, 'image.pullPolicy: found "Always"'],
  [{ serviceAccount: { name: 'etl' } }, 'serviceAccount.name: found "etl"'],
  [{ pod: { nodeSelector: { disk: 'ssd' } } }, 'pod.nodeSelector: found {"disk":"ssd"}'],
])('what runs would share with a code server has to be kept to it: %j', (location, found) => {
  const alone = '; includeConfigInLaunchedRuns: false keeps it to the server';
  expect(errorsOfLocation(location)).toEqual([`test/user-code/location-example: ${found}; ${hears}${alone}`]);
  expect(errorsOfLocation({ ...location, includeConfigInLaunchedRuns: false })).toEqual([]);
});

test('what is said of the runs of a location is an error', () => {
  const runs = { resources: { requests: { cpu: '1' } }, env: [], pod: { labels: { a: 'b' } } };
  expect(errorsOfLocation({ runs })).toEqual([
    `test/user-code/location-example: runs.resources: found {"requests":{"cpu":"1"}}; ${hears}`,
    `test/user-code/location-example: runs.pod.labels: found {"a":"b"}; ${hears}`,
  ]);
});
