import { parse } from 'yaml';
import { type CodeLocationOptions, type DagsterChartProps, PostgresPassword, RunLauncher } from '../../lib/index.js';
import { EXAMPLE, errorsOfProps, find, type KubernetesObject, podsOf, usualObjects } from '../support/releases.js';

const NOBODY = { runAsNonRoot: true };
const ROOT = { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0, fsGroup: 0, fsGroupChangePolicy: 'OnRootMismatch' };
const RUNTIME = { seccompProfile: { type: 'RuntimeDefault' } };

/** The security contexts of all pods of a release, those of its runs as the run launcher knows them among them. */
function contextsOf(objects: readonly KubernetesObject[]): Record<string, unknown> {
  const pods = podsOf(objects).map(({ owner, spec }) => [owner.replace(/-[0-9a-f]{8}$/, ''), spec.securityContext]);
  return { ...Object.fromEntries(pods), runs: runsOf(objects).pod_spec_config.securityContext };
}

function runsOf(objects: readonly KubernetesObject[]) {
  const { run_launcher } = parse(find(objects, 'ConfigMap', 'test-instance').data['dagster.yaml']);
  return run_launcher.config.run_k8s_config;
}

/** Whether each container of a pod says that it is not root, by its name. */
const nonRootOf = (containers: readonly KubernetesObject[]) =>
  Object.fromEntries(containers.map((one) => [one.name, one.securityContext.runAsNonRoot]));

const withLocation = (location: Partial<CodeLocationOptions>, props: DagsterChartProps = {}): DagsterChartProps => ({
  ...props,
  userCode: { locations: [{ ...EXAMPLE, ...location }] },
});

function contextOf(objects: readonly KubernetesObject[]) {
  const { env } = find(objects, 'Deployment', 'test-user-code-example').spec.template.spec.containers[0];
  return JSON.parse(env.find(({ name }: KubernetesObject) => name === 'DAGSTER_CONTAINER_CONTEXT').value).k8s;
}

const more: DagsterChartProps = { postgresql: { password: PostgresPassword.createdInCluster() }, migration: {} };

test('a release whose user is assigned says no user and no group in any pod, and no root in any', () => {
  const objects = usualObjects({ ...more, pod: { user: 'assigned' } });
  const assigned = { ...NOBODY, ...RUNTIME };
  expect(contextsOf(objects)).toEqual({
    'Job test-postgresql-password': assigned,
    'StatefulSet test-postgresql': assigned,
    'Deployment test-user-code-example': assigned,
    'Deployment test-webserver': assigned,
    'Deployment test-daemon': assigned,
    'Job test-migrate': assigned,
    runs: assigned,
  });
  expect(JSON.stringify(objects)).not.toMatch(/runAsUser|runAsGroup|fsGroup/);
});

test('a release of root is root in all pods but PostgreSQL’s, which refuses to be', () => {
  const objects = usualObjects({ ...more, pod: { user: 'root' } });
  const root = { ...ROOT, ...RUNTIME };
  const contexts = contextsOf(objects);
  expect(contexts).toEqual({
    'Job test-postgresql-password': { ...root, ...NOBODY, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
    'StatefulSet test-postgresql': { ...root, ...NOBODY, runAsUser: 999, runAsGroup: 999, fsGroup: 999 },
    'Deployment test-user-code-example': root,
    'Deployment test-webserver': root,
    'Deployment test-daemon': root,
    'Job test-migrate': root,
    runs: root,
  });
  const server = podsOf(objects).find(({ owner }) => owner.endsWith('example'));
  expect(nonRootOf(server?.containers ?? [])).toEqual({ 'check-db-ready': false, 'user-code': false });
  expect(runsOf(objects).container_config.securityContext.runAsNonRoot).toBe(false);
});

test('a code location of root is root in all containers of its servers and runs', () => {
  const init = { name: 'seed', image: 'a:1' };
  const objects = usualObjects(withLocation({ pod: { user: 'root', initContainers: [init] } }));
  const { spec, containers } = podsOf(objects).find(({ owner }) => owner.endsWith('example')) ?? { containers: [] };
  expect(spec?.securityContext).toEqual({ ...ROOT, ...RUNTIME });
  expect(nonRootOf(containers)).toEqual({ seed: false, 'check-db-ready': false, 'user-code': false });
  const { security_context, run_k8s_config } = contextOf(objects);
  expect(security_context).toEqual({ runAsNonRoot: false });
  expect(run_k8s_config.pod_spec_config.securityContext).toEqual(ROOT);
  expect(nonRootOf(run_k8s_config.pod_spec_config.initContainers)).toEqual({ seed: undefined });
});

test.each<[string, Partial<CodeLocationOptions>]>([
  ['the pod alone', { pod: { securityContext: { runAsUser: 0, runAsGroup: 0, runAsNonRoot: false } } }],
  [
    'the pod and the container',
    {
      pod: { securityContext: { runAsUser: 0, runAsGroup: 0, runAsNonRoot: false } },
      securityContext: { runAsNonRoot: false, readOnlyRootFilesystem: false },
    },
  ],
])('where %s are relaxed to root, the component’s own init containers follow', (_, location) => {
  const [pod] = podsOf(usualObjects(withLocation(location))).filter(({ owner }) => owner.endsWith('example'));
  expect(nonRootOf(pod?.containers ?? [])).toEqual({ 'check-db-ready': false, 'user-code': false });
});

test('a seccomp profile of the pod holds for all of its containers', () => {
  const seccompProfile = { type: 'Localhost', localhostProfile: 'audit.json' } as const;
  const [pod] = podsOf(usualObjects(withLocation({ pod: { securityContext: { seccompProfile } } }))).filter(
    ({ owner }) => owner.endsWith('example'),
  );
  expect(pod?.containers.map(({ securityContext }) => securityContext.seccompProfile)).toEqual([
    seccompProfile,
    seccompProfile,
  ]);
});

test('a container that says its own keeps it', () => {
  const [pod] = podsOf(
    usualObjects({ webserver: { pod: { user: 'root' }, securityContext: { runAsUser: 5, runAsNonRoot: true } } }),
  ).filter(({ owner }) => owner.endsWith('webserver'));
  expect(nonRootOf(pod?.containers ?? [])).toEqual({ 'check-db-ready': false, webserver: true });
});

test.each<[string, DagsterChartProps, string]>([
  [
    'PostgreSQL as root',
    { postgresql: { pod: { user: 'root' } } },
    'pod.user: found "root"; allowed: "fixed" or "assigned", since PostgreSQL refuses to run as root',
  ],
  [
    'a code location alone whose user is assigned',
    withLocation({ pod: { user: 'assigned' } }),
    'pod.user: found "assigned"; allowed: "fixed" or "root", unless pod.user of the release is "assigned"; say it there',
  ],
  [
    'runs of a location alone whose user is assigned',
    withLocation({ runs: { pod: { user: 'assigned' } } }),
    'runs.pod.user: found "assigned"; allowed: "fixed" or "root", unless pod.user of the release is "assigned"; say it there',
  ],
  [
    'runs of Celery as root',
    { pod: { user: 'root' }, runLauncher: RunLauncher.celeryK8s({ brokerSecret: { name: 'b', key: 'K' } }) },
    'pod.user: found "root"; allowed: pod.labels and pod.imagePullSecrets alone with CeleryK8sRunLauncher',
  ],
])('%s is refused', (_, props, error) => {
  expect(errorsOfProps(props)).toEqual([expect.stringContaining(error)]);
});

test('runs of Celery, which have no user of their own, take the one that is assigned', () => {
  const runLauncher = RunLauncher.celeryK8s({ brokerSecret: { name: 'b', key: 'K' } });
  expect(errorsOfProps({ pod: { user: 'assigned' }, runLauncher })).toEqual([]);
});
