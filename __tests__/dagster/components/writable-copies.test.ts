import { type CodeLocationOptions, RunLauncher } from '../../../lib/index.js';
import { EXAMPLE, errorsOfProps, find, usualObjects } from '../../support/releases.js';

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

const copyOf = (name: string, path: string) => ({
  name,
  image: 'example.com/etl:1.2.3',
  imagePullPolicy: 'IfNotPresent',
  command: ['cp', '-RP', `${path}/.`, '/writable'],
  resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
  volumeMounts: [{ name, mountPath: '/writable' }],
  securityContext: restricted,
});

function podWith(options: Partial<CodeLocationOptions>) {
  const objects = usualObjects({ userCode: { locations: [{ ...EXAMPLE, ...options }] } });
  return find(objects, 'Deployment', 'test-user-code-example').spec.template.spec;
}

function runWith(options: Partial<CodeLocationOptions>) {
  const { env } = podWith(options).containers[0];
  return JSON.parse(env.find(({ name }: { name: string }) => name === 'DAGSTER_CONTAINER_CONTEXT').value).k8s;
}

const dbt = { writableCopies: ['/app/dbt', '/app/logs'] };
const volumes = [
  { name: 'writable-0', emptyDir: {} },
  { name: 'writable-1', emptyDir: {} },
];
const mounts = [
  { name: 'writable-0', mountPath: '/app/dbt' },
  { name: 'writable-1', mountPath: '/app/logs' },
];
const copies = [copyOf('writable-0', '/app/dbt'), copyOf('writable-1', '/app/logs')];

test('the server has a copy of each folder in its place', () => {
  const { containers, initContainers, ...pod } = podWith(dbt);
  expect(initContainers.slice(0, 2)).toEqual(copies);
  expect(initContainers[2].name).toBe('check-db-ready');
  expect(pod.volumes.slice(-2)).toEqual(volumes);
  expect(containers[0].volumeMounts.slice(-2)).toEqual(mounts);
});

test('so have its runs', () => {
  const { volumes: ofRun, volume_mounts, run_k8s_config } = runWith(dbt);
  expect([ofRun, volume_mounts]).toEqual([volumes, mounts]);
  const ofPod = { runAsNonRoot: undefined, seccompProfile: undefined };
  expect(run_k8s_config.pod_spec_config.initContainers).toEqual(
    copies.map((own) => ({ ...own, securityContext: { ...own.securityContext, ...ofPod } })),
  );
});

test('its runs have none when it keeps its configuration to itself', () => {
  expect(runWith({ ...dbt, includeConfigInLaunchedRuns: false })).toEqual({
    resources: { requests: { cpu: '250m', memory: '512Mi' } },
  });
});

test('its own init containers come after the copies, and so do those of its runs', () => {
  const own = { name: 'own', image: 'own:1', volumeMounts: [{ name: 'writable-0', mountPath: '/dbt' }] };
  const more = { name: 'more', image: 'more:1' };
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  const options = { ...dbt, pod: { initContainers: [own] } };
  expect(names(podWith(options).initContainers)).toEqual(['writable-0', 'writable-1', 'own', 'check-db-ready']);
  expect(names(runWith(options).run_k8s_config.pod_spec_config.initContainers)).toEqual([
    'writable-0',
    'writable-1',
    'own',
  ]);
  const runs = { pod: { initContainers: [more] } };
  expect(names(runWith({ ...options, runs }).run_k8s_config.pod_spec_config.initContainers)).toEqual([
    'writable-0',
    'writable-1',
    'more',
  ]);
});

test('the copies are made as the pod runs, and as large as its init containers', () => {
  const pod = {
    securityContext: { runAsUser: 0, runAsNonRoot: false },
    initContainerResources: { limits: { memory: '1024Mi' } },
  };
  const [copy] = podWith({
    writableCopies: ['/app'],
    checkDbReady: false,
    pod,
    securityContext: { runAsNonRoot: false },
  }).initContainers;
  expect(copy.securityContext).toEqual({ ...restricted, runAsNonRoot: false });
  expect(copy.resources).toEqual({ limits: { memory: '1Gi' } });
});

const errorsOf = (options: Partial<CodeLocationOptions>, runLauncher = RunLauncher.k8s()): string[] =>
  errorsOfProps({ runLauncher, userCode: { locations: [{ ...EXAMPLE, ...options }] } });

const AT = 'test/user-code/location-example: writableCopies.0: found';

test.each(['app', '/app/', '/', '/app/../etc', '/a//b', '/a:b'])('rejects %j, which is no folder', (path) => {
  expect(errorsOf({ writableCopies: [path] })[0]).toBe(
    `${AT} ${JSON.stringify(path)}; allowed: a folder of the image, such as "/app/dbt", without "/" at its end`,
  );
});

test.each([
  ['/tmp/x', '/tmp'],
  ['/opt', '/opt/dagster/dagster_home'],
])('rejects %s, which is a volume anyway', (path, other) => {
  expect(errorsOf({ writableCopies: [path] })).toEqual([
    `${AT} ${JSON.stringify(path)}; allowed: a folder that neither is nor holds nor lies in ${JSON.stringify(other)}`,
  ]);
});

test('rejects a folder in another', () => {
  expect(errorsOf({ writableCopies: ['/app', '/app/dbt'] })).toEqual([
    `${AT} "/app"; allowed: a folder that neither is nor holds nor lies in "/app/dbt"`,
    `${AT.replace('0', '1')} "/app/dbt"; allowed: a folder that neither is nor holds nor lies in "/app"`,
  ]);
});

test('rejects a mount in the same place', () => {
  const options = { volumes: [{ name: 'v', emptyDir: {} }], volumeMounts: [{ name: 'v', mountPath: '/app' }] };
  expect(errorsOf({ ...options, writableCopies: ['/app'] }).join()).toContain(
    'runs.volumeMounts: found "/app"; allowed: a path where a run sees nothing else',
  );
});

test('rejects copies for the runs of a launcher that hears nothing of locations', () => {
  const celery = RunLauncher.celeryK8s({ brokerSecret: { name: 'celery', key: 'BROKER' } });
  const [error, ...others] = errorsOf(dbt, celery);
  expect(error).toContain('writableCopies: found ["/app/dbt","/app/logs"]; allowed: nothing, since runs of Celery');
  expect(others).toEqual([]);
  expect(errorsOf({ ...dbt, includeConfigInLaunchedRuns: false }, celery)).toEqual([]);
});
