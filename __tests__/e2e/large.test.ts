import { type DagsterChartProps, PostgresPassword } from '../../lib/index.js';
import type { Dagster } from '../cluster/support/dagster.js';
import type { Cluster } from './harness/cluster.js';
import { auditsOf, type DatabaseAccess, select } from './support/checks.js';
import { externalDatabase } from './support/external-database.js';
import { expectWorking, type LiveRelease, liveRelease, passwordSecret } from './support/live-release.js';
import { ETL, manifestsOf } from './support/release.js';

const NAMESPACE = 'dagster-large';
const [HOST, PORT] = ['postgres.example.com', 5433];
const secret = passwordSecret(NAMESPACE, 'database-login', 'password');
const props: DagsterChartProps = {
  preset: 'large',
  webserver: { replicas: 2 },
  userCode: { replicas: 2, locations: [ETL, { ...ETL, name: 'reports', replicas: 1 }] },
  postgresql: {
    externalDatabase: { host: HOST, port: PORT },
    password: PostgresPassword.fromSecret({ name: 'database-login', key: 'password' }),
  },
};
let live: LiveRelease;
let cluster: Cluster;
let dagster: Dagster;
let database: DatabaseAccess;
let runId: string;

beforeAll(async () => {
  live = await liveRelease(manifestsOf('large', props), {
    before: async (own) => {
      own.store.create(secret);
      database = await externalDatabase(own, { host: HOST, port: PORT, secret, key: 'password' });
    },
  });
  ({ cluster, dagster } = live);
});

afterAll(async () => {
  await live?.cluster.close();
});

test('all pods become ready, every code location is loaded, every daemon is healthy', async () => {
  await expectWorking(live, ['etl', 'reports']);
  const replicas = cluster.pods.map(({ props: { owner } }) => owner).sort();
  expect(replicas).toEqual([
    'Deployment large-daemon',
    'Deployment large-user-code-etl',
    'Deployment large-user-code-etl',
    'Deployment large-user-code-reports',
    'Deployment large-webserver',
    'Deployment large-webserver',
    'no object',
  ]);
});

test('a run succeeds, and is in the external database', async () => {
  runId = await dagster.launch('etl', 'every_asset');
  await cluster.eventually('the run', 120, async () => {
    expect(await dagster.run(runId)).toMatchObject({ status: 'SUCCESS' });
  });
  expect(await select(database, `select status from runs where run_id = '${runId}'`)).toEqual(['SUCCESS']);
  const events = await select(database, `select dagster_event_type from event_logs where run_id = '${runId}'`);
  expect(events).toEqual(expect.arrayContaining(['ASSET_MATERIALIZATION', 'PIPELINE_SUCCESS']));
});

test('the password reaches a run by its Secret alone', () => {
  const job = JSON.stringify(cluster.store.find('Job', NAMESPACE, `dagster-run-${runId}`));
  expect(job).toContain('"secretKeyRef":{"key":"password","name":"database-login"}');
  expect(job).not.toContain(JSON.stringify(database.password).slice(1, -1));
});

test('the replicas of a code location are one server to the webserver', async () => {
  const serverIds = async (): Promise<unknown> =>
    dagster.query(`{ workspaceOrError { ... on Workspace { locationEntries {
      name updatedTimestamp locationOrLoadError { ... on RepositoryLocation { serverId } } } } } }`);
  const seen = new Set<string>();
  for (let count = 0; count < 40; count += 1) seen.add(JSON.stringify(await serverIds()));
  // One for each webserver, which has loaded the code location at its own time.
  expect(seen.size).toBeLessThanOrEqual(2);
});

test('every container is an unprivileged user that can write what its manifest says, and nothing else', () => {
  const release = cluster.pods.filter((pod) => pod.props.namespace === NAMESPACE);
  const audits = release.flatMap(auditsOf);
  const declared = release.flatMap(({ props: { spec } }) => [...(spec.initContainers ?? []), ...spec.containers]);
  expect(audits.length).toBe(declared.length);
  for (const audit of audits)
    expect({ name: audit.name, ...audit.found }).toEqual({ name: audit.name, ...audit.declared });
});

test('every process ends in time when it is told to', async () => {
  expect(await cluster.stop()).toEqual([]);
});
