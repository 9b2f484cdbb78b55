import { PostgresPassword } from '../../lib/index.js';
import { expectSuccess, expectWorking } from './support/checks.js';
import type { Dagster } from './support/dagster.js';
import { loginOf, PORT, startDatabase } from './support/database.js';
import { Namespace } from './support/namespace.js';
import { ETL, manifestsOf } from './support/release.js';

/** A password that takes some quoting. */
const PASSWORD = `p@ss/w:rd%#'"$x \\`;
const elsewhere = new Namespace('database');
const namespace = new Namespace('dagster-external');
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
  startDatabase(elsewhere, PASSWORD);
  namespace.create().apply([loginOf(PASSWORD)]);
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
