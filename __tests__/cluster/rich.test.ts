import {
  ComputeLogs,
  type DagsterChartProps,
  PostgresPassword,
  RunCoordinator,
  RunLauncher,
  Storage,
} from '../../lib/index.js';
import type { KubernetesObject } from '../support/releases.js';
import { expectLoaded, expectSuccess, expectWorking } from './support/checks.js';
import type { Dagster } from './support/dagster.js';
import { identitiesIn } from './support/identity.js';
import { Namespace } from './support/namespace.js';
import { ETL, manifestsOf } from './support/release.js';

const namespace = new Namespace('dagster-rich');

/** The first process of a container gets no signals that it does not ask for. */
const SERVER = `
import http.server, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
http.server.test(port=8099)
`;
const SIDECAR = {
  image: 'registry.example.com/etl:1',
  command: ['python', '-c', SERVER],
  startupProbe: { tcpSocket: { port: 8099 }, periodSeconds: 1, failureThreshold: 300 },
};

const DATABASE = {
  scheme: 'postgresql+psycopg2',
  hostname: { env: 'DAGSTER_PG_HOST' },
  port: { env: 'DAGSTER_PG_PORT' },
  db_name: { env: 'DAGSTER_PG_DB' },
  username: { env: 'DAGSTER_PG_USERNAME' },
  password: { env: 'DAGSTER_PG_PASSWORD' },
};

/** A class that is named, rather than written as the database of the release is. */
const EVENTS = {
  module: 'dagster_postgres.event_log.event_log',
  class: 'PostgresEventLogStorage',
  config: { postgres_db: DATABASE },
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
  workspace: { servers: [{ host: 'rich-user-code-etl.dagster-rich.svc', port: 4000, locationName: 'elsewhere' }] },
  runLauncher: RunLauncher.k8s({
    ttlSecondsAfterFinished: 600,
    failPodOnRunFailure: true,
    pod: { labels: { cost: 'etl' } },
  }),
  instance: {
    storage: Storage.custom({ eventLogStorage: EVENTS, postgres: { params: { connect_timeout: 10 } } }),
    runCoordinator: RunCoordinator.queued({ dequeueIntervalSeconds: { env: 'DEQUEUE_INTERVAL' } }),
    env: [{ name: 'DEQUEUE_INTERVAL', value: '1' }],
    concurrency: { pools: { defaultLimit: 2 }, runs: { maxConcurrentRuns: 7 } },
    runMonitoring: { pollIntervalSeconds: 5, startTimeoutSeconds: 600 },
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
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'team' }, data: { name: 'data' } },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' }, stringData: { API_KEY: 'abc' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { 'settings.ini': '[etl]\n' } },
];
const locations = ['elsewhere', 'etl'];
let dagster: Dagster;

beforeAll(() => {
  namespace.create().apply(beforehand);
  namespace.apply(manifestsOf('rich', props));
});

afterAll(() => namespace.delete());

test('all pods become ready, the migration completes, a code server and one that is named by its address are loaded', async () => {
  namespace.rolledOut();
  dagster = namespace.dagster({ service: 'rich-webserver', pathPrefix: '/data/dagster' });
  await expectWorking(namespace, locations, dagster);
  const daemons = (await dagster.daemons()).map(({ daemonType }) => daemonType);
  expect(daemons).toEqual(expect.arrayContaining(['MONITORING', 'EVENT_LOG_CONSUMER']));
  const migrations = namespace.list('jobs').filter(({ metadata }) => metadata.name.startsWith('rich-migrate-'));
  expect(migrations.map(({ status }) => status.succeeded)).toEqual([1]);
});

test('the webserver answers below its path prefix alone', async () => {
  expect(await dagster.serverInfo()).toHaveProperty('dagster_version');
  const bare = await fetch(new URL('/server_info', dagster.url));
  expect(bare.status).toBe(404);
});

test('the settings of a code location, and the entry point of its image, reach its runs', async () => {
  const runId = await dagster.launch('etl', 'needs_settings');
  await expectSuccess(dagster, runId);
  const { spec } = namespace.get('job', `dagster-run-${runId}`);
  expect(spec.ttlSecondsAfterFinished).toBe(600);
  expect(spec.template.metadata.labels).toMatchObject({ team: 'data', cost: 'etl' });
  expect(spec.template.spec.containers[0].resources.limits).toEqual({ cpu: '1', memory: '1Gi' });
});

test('nothing can be changed on the read-only webserver', async () => {
  const readOnly = namespace.dagster({ service: 'rich-webserver-read-only', pathPrefix: '/data/dagster' });
  await expectLoaded(readOnly, locations);
  await expect(readOnly.launch('etl', 'first_version')).rejects.toThrow('UnauthorizedError');
});

test('every container is an unprivileged user that can write what its manifest says, and nothing else', () => {
  const identities = identitiesIn(namespace);
  expect(identities.map(({ name }) => name)).toEqual(expect.arrayContaining(['webserver native', 'daemon classic']));
  for (const { name, found, declared } of identities) expect({ name, ...found }).toEqual({ name, ...declared });
});

test('every process ends by itself when it is told to', async () => {
  expect((await namespace.endings()).filter((ending) => !ending.endsWith(': 0'))).toEqual([]);
});
