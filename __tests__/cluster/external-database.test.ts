import { PostgresPassword } from '../../lib/index.js';
import type { KubernetesObject } from '../support/releases.js';
import { expectSuccess, expectWorking } from './support/checks.js';
import type { Dagster } from './support/dagster.js';
import { Namespace } from './support/namespace.js';
import { ETL, manifestsOf } from './support/release.js';

/** A password that takes some quoting. */
const PASSWORD = `p@ss/w:rd%#'"$x \\`;
const PORT = 5433;
const elsewhere = new Namespace('database');
const namespace = new Namespace('dagster-external');
const login = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'login' },
  stringData: { POSTGRES_PASSWORD: PASSWORD, POSTGRES_USER: 'dagster', POSTGRES_DB: 'dagster' },
};

/** A server that belongs to no release. */
const server: KubernetesObject[] = [
  login,
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'postgresql' },
    spec: { selector: { app: 'postgresql' }, ports: [{ port: PORT }] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'postgresql' },
    spec: {
      selector: { matchLabels: { app: 'postgresql' } },
      template: {
        metadata: { labels: { app: 'postgresql', 'app.kubernetes.io/component': 'postgresql' } },
        spec: {
          securityContext: { runAsNonRoot: true, runAsUser: 999, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'postgresql',
              image: 'docker.io/library/postgres:18.1',
              args: ['postgres', '-p', `${PORT}`],
              env: [{ name: 'PGPORT', value: `${PORT}` }],
              envFrom: [{ secretRef: { name: 'login' } }],
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
              readinessProbe: { exec: { command: ['pg_isready', '-h', '127.0.0.1'] } },
              volumeMounts: ['/var/lib/postgresql', '/var/run/postgresql'].map((mountPath) => {
                return { name: 'data', mountPath, subPath: mountPath.slice(1) };
              }),
            },
          ],
          volumes: [{ name: 'data', emptyDir: {} }],
        },
      },
    },
  },
];
const manifests = manifestsOf('external', {
  preset: 'large',
  webserver: { replicas: 2 },
  userCode: { replicas: 2, locations: [ETL, { ...ETL, name: 'reports', replicas: 1 }] },
  postgresql: {
    externalDatabase: { host: 'postgresql.database.svc.cluster.local', port: PORT },
    password: PostgresPassword.fromSecret({ name: 'login', key: 'POSTGRES_PASSWORD' }),
  },
});
let dagster: Dagster;
let runId: string;

beforeAll(() => {
  elsewhere.create().apply(server);
  namespace.create().apply([login]);
  namespace.apply(manifests);
});

afterAll(() => {
  namespace.delete();
  elsewhere.delete();
});

test('a release with replicas works on a database that belongs to no release', async () => {
  elsewhere.rolledOut();
  await expectWorking(namespace, ['etl', 'reports']);
  dagster = namespace.dagster();
  const replicas = namespace.list('deployments').map(({ metadata, status }) => [metadata.name, status.readyReplicas]);
  expect(replicas).toEqual([
    ['external-daemon', 1],
    ['external-user-code-etl', 2],
    ['external-user-code-reports', 1],
    ['external-webserver', 2],
  ]);
});

test('a run succeeds, and is in the external database', async () => {
  runId = await dagster.launch('etl', 'every_asset');
  await expectSuccess(dagster, runId);
  expect(elsewhere.select(`select status from runs where run_id = '${runId}'`)).toEqual(['SUCCESS']);
});

test('the password reaches a run by its Secret alone', () => {
  const job = JSON.stringify(namespace.get('job', `dagster-run-${runId}`));
  expect(job).toContain('"secretKeyRef":{"key":"POSTGRES_PASSWORD","name":"login"}');
  expect(job).not.toContain(JSON.stringify(PASSWORD).slice(1, -1));
});

test('the replicas of a code location are one server to the webserver', async () => {
  const seen = new Set<string>();
  for (let count = 0; count < 40; count += 1) seen.add(JSON.stringify(await dagster.serverIds()));
  // One for each webserver, which has loaded the code location at its own time.
  expect(seen.size).toBeLessThanOrEqual(2);
});
