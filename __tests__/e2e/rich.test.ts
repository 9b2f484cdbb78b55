import { ComputeLogs, type DagsterChartProps, PostgresPassword, RunCoordinator, RunLauncher } from '../../lib/index.js';
import { Dagster } from '../cluster/support/dagster.js';
import type { KubernetesObject } from '../support/releases.js';
import type { Cluster } from './harness/cluster.js';
import { restrictedViolations } from './harness/pod-security.js';
import { auditsOf, expectHealthy, expectLoaded } from './support/checks.js';
import { type LiveRelease, liveRelease } from './support/live-release.js';
import { ETL, manifestsOf } from './support/release.js';

const NAMESPACE = 'dagster-rich';

/** The first process of a container gets no signals that it does not ask for. */
const SERVER = `
import http.server, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
http.server.test(port=8099)
`;
const SIDECAR = {
  image: 'docker.io/dagster/dagster-celery-k8s:sidecar',
  command: ['python', '-c', SERVER],
  startupProbe: { tcpSocket: { port: 8099 }, periodSeconds: 1, failureThreshold: 60 },
};

/** Most of what a release can be told, at once. */
const props: DagsterChartProps = {
  migration: {},
  webserver: {
    pathPrefix: '/data/dagster',
    logFormat: 'json',
    dbStatementTimeout: 20000,
    service: { port: 8080 },
    readOnly: { service: { port: 8081 } },
    autoscaling: { minReplicas: 1, maxReplicas: 3 },
    pod: { initContainers: [{ name: 'native', restartPolicy: 'Always', ...SIDECAR }] },
  },
  daemon: { heartbeatTolerance: 300, logFormat: 'json', pod: { sidecars: [{ name: 'classic', ...SIDECAR }] } },
  userCode: {
    locations: [
      {
        ...ETL,
        server: 'code-server',
        port: 4000,
        env: [{ name: 'TEAM', valueFrom: { configMapKeyRef: { name: 'team', key: 'name' } } }],
        envFrom: [{ secretRef: { name: 'keys' } }],
        volumes: [{ name: 'settings', configMap: { name: 'settings' } }],
        volumeMounts: [{ name: 'settings', mountPath: '/etc/etl', readOnly: true }],
        pod: { labels: { team: 'data' } },
        runs: { resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } } },
      },
    ],
  },
  workspace: { servers: [{ host: `rich-user-code-etl.${NAMESPACE}.svc`, port: 4000, locationName: 'elsewhere' }] },
  runLauncher: RunLauncher.k8s({
    ttlSecondsAfterFinished: 600,
    failPodOnRunFailure: true,
    pod: { labels: { cost: 'etl' } },
  }),
  instance: {
    runCoordinator: RunCoordinator.queued({ dequeueIntervalSeconds: { env: 'DEQUEUE_INTERVAL' } }),
    env: [{ name: 'DEQUEUE_INTERVAL', value: '1' }],
    concurrency: { pools: { defaultLimit: 2 }, runs: { maxConcurrentRuns: 7 } },
    runMonitoring: { pollIntervalSeconds: 5, startTimeoutSeconds: 120 },
    runRetries: { enabled: true, maxRetries: 1 },
    schedules: { useThreads: true, numWorkers: 2 },
    sensors: { useThreads: true, numWorkers: 2 },
    retention: { sensor: { skipped: 1 }, schedule: 30 },
    computeLogs: ComputeLogs.local({ baseDir: '/tmp/compute-logs' }),
    pythonLogs: { managedPythonLoggers: ['root'], pythonLogLevel: 'INFO' },
  },
  postgresql: { password: PostgresPassword.createdInCluster() },
};

const beforehand: KubernetesObject[] = [
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'team', namespace: NAMESPACE }, data: { name: 'data' } },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'keys', namespace: NAMESPACE },
    stringData: { API_KEY: 'abc' },
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: NAMESPACE },
    data: { 'settings.ini': '[etl]\n' },
  },
];
let live: LiveRelease;
let cluster: Cluster;
let dagster: Dagster;

beforeAll(async () => {
  live = await liveRelease(manifestsOf('rich', props), {
    pathPrefix: '/data/dagster',
    before: ({ store }) => {
      for (const object of beforehand) store.create(object);
    },
  });
  ({ cluster, dagster } = live);
});

afterAll(async () => {
  await live?.cluster.close();
});

test('all pods become ready, all Jobs complete, the migration among them', async () => {
  await cluster.ready(150);
  const jobs = cluster.store.list('Job', NAMESPACE).map(({ metadata, status }) => [metadata.name, status.succeeded]);
  expect(jobs).toEqual(expect.arrayContaining([[expect.stringMatching(/^rich-migrate-/), 1]]));
});

test('the webserver answers below its path prefix alone', async () => {
  expect(await dagster.serverInfo()).toHaveProperty('dagster_version');
  const bare = await fetch(new URL('/server_info', dagster.url));
  expect(bare.status).toBe(404);
});

test('a code server and a server of another release are loaded, every daemon is healthy', async () => {
  await cluster.eventually('the code locations', 180, () => expectLoaded(dagster, ['elsewhere', 'etl']));
  await cluster.eventually('the daemons', 90, () => expectHealthy(dagster, live.since));
  const daemons = (await dagster.daemons()).map(({ daemonType }) => daemonType);
  expect(daemons).toEqual(expect.arrayContaining(['MONITORING', 'EVENT_LOG_CONSUMER']));
});

test('the settings of a code location reach its runs', async () => {
  const runId = await dagster.launch('etl', 'needs_settings');
  await cluster.eventually('the run', 120, async () => {
    expect(await dagster.run(runId)).toMatchObject({ status: 'SUCCESS' });
  });
  const job = cluster.store.find('Job', NAMESPACE, `dagster-run-${runId}`);
  expect(restrictedViolations(job.spec.template.spec)).toEqual([]);
  expect(job.spec.ttlSecondsAfterFinished).toBe(600);
  expect(job.spec.template.metadata.labels).toMatchObject({ team: 'data', cost: 'etl' });
  expect(job.spec.template.spec.containers[0].resources.limits).toEqual({ cpu: '1', memory: '1Gi' });
});

test('nothing can be changed on the read-only webserver', async () => {
  const address = cluster.services.addressOf(NAMESPACE, 'rich-webserver-read-only');
  const readOnly = new Dagster(`http://${address}:8081/data/dagster`);
  await cluster.eventually('the code locations', 180, () => expectLoaded(readOnly, ['elsewhere', 'etl']));
  await expect(readOnly.launch('etl', 'first_version')).rejects.toThrow('UnauthorizedError');
});

test('every container is an unprivileged user that can write what its manifest says, and nothing else', () => {
  const audits = cluster.pods.flatMap(auditsOf);
  expect(audits.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Deployment rich-webserver native', 'Deployment rich-daemon classic']),
  );
  for (const { name, found, declared } of audits) expect({ name, ...found }).toEqual({ name, ...declared });
});

test('every process ends in time when it is told to', async () => {
  expect(await cluster.stop()).toEqual([]);
});
