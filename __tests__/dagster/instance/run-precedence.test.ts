import { parse } from 'yaml';
import { type CodeLocationOptions, type DagsterChartProps, type PodOptions, RunLauncher } from '../../../lib/index.js';
import { EXAMPLE, find, usualObjects } from '../../support/releases.js';

const KEY = 'karpenter.sh/do-not-disrupt';

const all: PodOptions = {
  nodeSelector: { pool: 'data', zone: 'a' },
  priorityClassName: 'high',
  annotations: { [KEY]: 'false' },
  labels: { team: 'a', tier: 'b' },
  schedulerName: 'default-scheduler',
  tolerations: [{ key: 'all', operator: 'Exists' }],
  securityContext: { fsGroup: 2000, supplementalGroups: [1] },
};
const runs = {
  nodeSelector: { pool: 'spot' },
  priorityClassName: 'batch',
  annotations: { [KEY]: 'true' },
  labels: { team: 'c' },
  schedulerName: 'volcano',
  tolerations: [{ key: 'spot', operator: 'Exists' }],
  securityContext: { fsGroup: 3000 },
} as const;

/** What the run launcher and the code location of a release tell Dagster. */
function toldOf(props: DagsterChartProps, location: Partial<CodeLocationOptions> = {}) {
  const objects = usualObjects({ ...props, userCode: { locations: [{ ...EXAMPLE, ...location }] } });
  const { run_launcher } = parse(find(objects, 'ConfigMap', 'test-instance').data['dagster.yaml']);
  const { env } = find(objects, 'Deployment', 'test-user-code-example').spec.template.spec.containers[0];
  const context = env.find(({ name }: { name: string }) => name === 'DAGSTER_CONTAINER_CONTEXT');
  return { launcher: run_launcher.config, location: JSON.parse(context.value).k8s };
}

/** The parts of the Job that dagster-k8s has names of its own for, and the others. */
const saidOf = (config: ReturnType<typeof toldOf>['launcher']) => ({
  labels: config.labels,
  schedulerName: config.scheduler_name,
  annotations: config.run_k8s_config?.pod_template_spec_metadata?.annotations,
  pod: config.run_k8s_config?.pod_spec_config,
});

const resources = { requests: { cpu: '250m', memory: '512Mi' } };

test('the run launcher stands over the pod of the release: maps are merged, all else replaces', () => {
  const told = toldOf({ pod: all, runLauncher: RunLauncher.k8s({ pod: runs }) });
  expect(saidOf(told.launcher)).toMatchObject({
    labels: { team: 'c', tier: 'b', 'dagster.io/release': 'test' },
    schedulerName: 'volcano',
    annotations: { [KEY]: 'true' },
    pod: {
      nodeSelector: { pool: 'spot', zone: 'a' },
      priorityClassName: 'batch',
      tolerations: [{ key: 'spot', operator: 'Exists' }],
      securityContext: { fsGroup: 3000, supplementalGroups: [1], runAsUser: 1000, runAsNonRoot: true },
    },
  });
  expect(told.location).toEqual({ resources });
});

test('where the run launcher says nothing, runs have what the release says', () => {
  expect(saidOf(toldOf({ pod: all }).launcher)).toMatchObject({
    labels: { team: 'a', tier: 'b' },
    schedulerName: 'default-scheduler',
    annotations: { [KEY]: 'false' },
    pod: { nodeSelector: all.nodeSelector, priorityClassName: 'high', securityContext: { fsGroup: 2000 } },
  });
});

test('a location says its own words alone, which Dagster lays over the run launcher', () => {
  const { launcher, location } = toldOf(
    { pod: all, runLauncher: RunLauncher.k8s({ pod: runs }) },
    { pod: { priorityClassName: 'urgent' } },
  );
  expect(saidOf(launcher).pod.priorityClassName).toBe('batch');
  expect(location).toEqual({ resources, run_k8s_config: { pod_spec_config: { priorityClassName: 'urgent' } } });
});

test('what a location says of its runs stands over what it says of itself: variables, volumes and mounts by name and path', () => {
  const { location } = toldOf(
    {},
    {
      env: [
        { name: 'A', value: 'server' },
        { name: 'B', value: 'both' },
      ],
      volumes: [{ name: 'v', emptyDir: {} }],
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
      securityContext: { runAsUser: 7, readOnlyRootFilesystem: false },
      runs: {
        securityContext: { runAsUser: 8 },
        env: [{ name: 'A', value: 'run' }],
        volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'runs' } }],
        volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: true }],
      },
    },
  );
  expect(location).toEqual({
    env: [
      { name: 'B', value: 'both' },
      { name: 'A', value: 'run' },
    ],
    resources,
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'runs' } }],
    volume_mounts: [{ name: 'v', mountPath: '/v', readOnly: true }],
    security_context: { runAsUser: 8, readOnlyRootFilesystem: false },
  });
});
