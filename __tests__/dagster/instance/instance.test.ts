import { parse } from 'yaml';
import { RunCoordinator } from '../../../lib/index.js';
import { find, type KubernetesObject, usualObjects } from '../../support/releases.js';

const objects = usualObjects({ namespace: 'data' });
const text: string = find(objects, 'ConfigMap', 'test-instance').data['dagster.yaml'];
const config: KubernetesObject = parse(text);

/** Every name of a variable that a configuration reads from its environment. */
function readFromEnv(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('env' in value && typeof value.env === 'string') return [value.env];
  return Object.values(value).flatMap(readFromEnv);
}

test('dagster.yaml holds no setting of the database, so that the same file serves every database', () => {
  const external = { postgresql: { externalDatabase: { host: 'db', port: 1 } } };
  const other = find(usualObjects({ ...external, namespace: 'data' }), 'ConfigMap', 'test-instance');
  expect(other.data['dagster.yaml']).toBe(text);
  expect(config.storage.postgres.postgres_db).toMatchObject({
    hostname: { env: 'DAGSTER_PG_HOST' },
    port: { env: 'DAGSTER_PG_PORT' },
    db_name: { env: 'DAGSTER_PG_DB' },
    username: { env: 'DAGSTER_PG_USERNAME' },
    password: { env: 'DAGSTER_PG_PASSWORD' },
  });
});

test.each(['webserver', 'daemon', 'user-code-example'])('%s has every variable that dagster.yaml reads', (name) => {
  const [container] = find(objects, 'Deployment', `test-${name}`).spec.template.spec.containers;
  const names = container.env.map((variable: { name: string }) => variable.name);
  expect(names).toEqual(expect.arrayContaining(readFromEnv(config)));
  expect(new Set(names).size).toBe(names.length);
});

test('a run has every variable that dagster.yaml reads', () => {
  const { env_config_maps, run_k8s_config } = config.run_launcher.config;
  const fromMaps = env_config_maps.flatMap((name: string) => Object.keys(find(objects, 'ConfigMap', name).data));
  const own = run_k8s_config.container_config.env.map((variable: { name: string }) => variable.name);
  expect([...fromMaps, ...own]).toEqual(expect.arrayContaining(readFromEnv(config)));
});

test('a run is a Job in the release’s namespace, with an account of its own', () => {
  expect(config.run_launcher).toMatchObject({ module: 'dagster_k8s', class: 'K8sRunLauncher' });
  expect(config.run_launcher.config).toMatchObject({
    job_namespace: 'data',
    service_account_name: 'test-run',
    instance_config_map: 'test-instance',
    dagster_home: '/opt/dagster/dagster_home',
    labels: { 'dagster.io/release': 'test' },
    resources: { requests: { cpu: '250m', memory: '512Mi' } },
  });
  expect(find(objects, 'ServiceAccount', 'test-run').automountServiceAccountToken).toBe(false);
});

test('the pod of a run meets the pod-security level "restricted", with a read-only root', () => {
  const { pod_spec_config, container_config } = config.run_launcher.config.run_k8s_config;
  expect(pod_spec_config.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 });
  expect(container_config.securityContext).toStrictEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(container_config.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual([
    '/opt/dagster/dagster_home',
    '/tmp',
  ]);
});

test('the Job of a finished run is deleted after a day', () => {
  expect(config.run_launcher.config.run_k8s_config.job_spec_config).toEqual({ ttlSecondsAfterFinished: 86400 });
});

test('the daemon runs schedules and the queue, watches runs, and nobody calls home', () => {
  expect(config.scheduler.class).toBe('DagsterDaemonScheduler');
  expect(config.run_coordinator.class).toBe('QueuedRunCoordinator');
  expect(config.run_monitoring).toEqual({ enabled: true, start_timeout_seconds: 300 });
  expect(config.telemetry).toEqual({ enabled: false });
});

test('launching takes Jobs and pods of its own namespace, reads events, and no more', () => {
  const rules = (name: string) => find(objects, 'Role', `test-run-${name}`).rules;
  const ending = [
    { apiGroups: ['batch'], resources: ['jobs/status'], verbs: ['get'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['delete', 'get', 'list'] },
  ];
  expect(rules('launcher')).toStrictEqual([
    { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete', 'get', 'list'] },
    ...ending,
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    { apiGroups: [''], resources: ['events'], verbs: ['list'] },
  ]);
  expect(rules('terminator')).toStrictEqual([
    { apiGroups: ['batch'], resources: ['jobs'], verbs: ['delete', 'get', 'list'] },
    ...ending,
  ]);
  expect(rules('pods')).toStrictEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }]);
  expect(objects.filter(({ kind }) => kind.startsWith('Cluster'))).toEqual([]);
});

/** The Roles that accounts have, account by account. */
const rolesIn = (some: typeof objects) =>
  some.flatMap(({ kind, roleRef, subjects }) =>
    kind === 'RoleBinding' ? [`${subjects[0].namespace} ${subjects[0].name}: ${roleRef.name}`] : [],
  );

test('the daemon and runs may launch runs, runs may start pods, the webserver may end runs; code locations may nothing', () => {
  expect(rolesIn(objects)).toEqual([
    'data test-run: test-run-launcher',
    'data test-run: test-run-pods',
    'data test-webserver: test-run-terminator',
    'data test-daemon: test-run-launcher',
  ]);
});

test.each([
  ['starts runs at once', RunCoordinator.immediate()],
  ['is one’s own', RunCoordinator.custom({ module: 'a', class: 'B' })],
])('where the run coordinator %s, the webserver may launch them', (_, runCoordinator) => {
  expect(rolesIn(usualObjects({ instance: { runCoordinator } }))).toEqual([
    'test test-run: test-run-launcher',
    'test test-run: test-run-pods',
    'test test-webserver: test-run-launcher',
    'test test-daemon: test-run-launcher',
  ]);
});

test('names that look like other YAML types stay text', () => {
  const other = find(usualObjects({ release: 'yes', namespace: 'null' }), 'ConfigMap', 'yes-instance');
  expect(other.data['dagster.yaml']).toContain('job_namespace: "null"');
  expect(other.data['dagster.yaml']).toContain('dagster.io/release: "yes"');
});
