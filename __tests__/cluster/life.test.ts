import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeLocationOptions, type DagsterChartProps, PostgresPassword } from '../../lib/index.js';
import { chartFiles, writeFiles } from '../helm/render.js';
import type { KubernetesObject } from '../support/releases.js';
import { helm, temporaryFolder } from '../support/tools.js';
import { expectHealthy, expectLoaded, expectSuccess, expectWorking } from './support/checks.js';
import { killContainersOf, OWN_NODE } from './support/containerd.js';
import type { Dagster } from './support/dagster.js';
import { PORT, startDatabase } from './support/database.js';
import { namesIn } from './support/names.js';
import { Namespace } from './support/namespace.js';
import { ETL, NEXT_ETL } from './support/release.js';
import { eventually } from './support/waiting.js';

const RELEASE = 'life';
const WAIT = ['--wait', '--timeout', '10m'];
const REPORTS: CodeLocationOptions = { ...ETL, name: 'reports' };
const ABSENT: CodeLocationOptions = { ...ETL, image: { repository: 'registry.example.com/etl', tag: 'absent' } };

const namespace = new Namespace('dagster-life');
const elsewhere = new Namespace('database-of-life');
const folder = temporaryFolder();
let dagster: Dagster;
let firstRun: string;

/** A chart of the release with these code locations. */
function chart(name: string, locations: readonly CodeLocationOptions[], props: DagsterChartProps = {}): string {
  const password = PostgresPassword.createdInCluster();
  const path = join(folder, name);
  writeFiles(path, chartFiles('dagster', { ...props, postgresql: { password }, userCode: { locations } }));
  return path;
}

/** The pods of all components, by component and code location: the one that there is of each. */
function pods(): Record<string, string> {
  const running = namespace.list('pods', '!dagster/run-id').filter(({ status, metadata }) => {
    return status.phase === 'Running' && metadata.deletionTimestamp === undefined;
  });
  const named = running.map(({ metadata: { name, labels = {} } }) => {
    const component = labels['app.kubernetes.io/component'] ?? '';
    return [name.startsWith(`${RELEASE}-user-code-`) ? (name.split('-')[3] ?? '') : component, name];
  });
  return Object.fromEntries(named.sort());
}

/** Those whose pod is another one now. */
function replaced(before: Record<string, string>): string[] {
  const now = pods();
  return Object.keys(now).filter((key) => before[key] !== undefined && before[key] !== now[key]);
}

beforeAll(() => {
  namespace.create();
});

afterAll(() => {
  for (const one of [namespace, elsewhere]) one.delete();
  rmSync(folder, { recursive: true });
});

test('a release is installed, and a run succeeds', async () => {
  namespace.helm('install', RELEASE, chart('first', [ETL]), ...WAIT);
  dagster = namespace.dagster();
  await expectWorking(namespace, ['etl']);
  firstRun = await dagster.launch('etl', 'first_version');
  await expectSuccess(dagster, firstRun);
});

test('an upgrade to another preset, image and code location restarts all but the database, whose size is the same', async () => {
  const before = pods();
  const args = ['--reset-then-reuse-values', '--set', 'dagster-webserver.replicaCount=1', ...WAIT];
  namespace.helm('upgrade', RELEASE, chart('second', [NEXT_ETL, REPORTS], { preset: 'medium' }), ...args);
  await expectWorking(namespace, ['etl', 'reports']);
  await eventually('the new job', 300, async () => {
    expect(await dagster.jobs()).toEqual(expect.arrayContaining(['first_version', 'next_version']));
  });
  expect(replaced(before)).toEqual(['daemon', 'etl', 'webserver']);
});

test('an upgrade that changes nothing restarts nothing, and one of a value what has it', async () => {
  const before = pods();
  namespace.helm('upgrade', RELEASE, join(folder, 'second'), '--reuse-values', ...WAIT);
  expect(replaced(before)).toEqual([]);
  const value = ['--set', 'dagster-daemon.resources.limits.memory=1100Mi'];
  namespace.helm('upgrade', RELEASE, join(folder, 'second'), '--reuse-values', ...value, ...WAIT);
  expect(replaced(before)).toEqual(['daemon']);
});

test('an upgrade that fails leaves the old code serving, and a rollback takes it back', async () => {
  const before = pods();
  const failing = ['upgrade', RELEASE, chart('failing', [ABSENT, REPORTS], { preset: 'medium' }), '--reuse-values'];
  const { status, stderr } = helm([...failing, '--wait', '--timeout', '20s', '--namespace', namespace.name]);
  expect([status, stderr]).toEqual([1, expect.stringMatching(/UPGRADE FAILED/)]);
  expect(pods()).toEqual(before);
  await expectLoaded(dagster, ['etl', 'reports']);
  namespace.helm('rollback', RELEASE, ...WAIT);
  expect(replaced(before)).toEqual([]);
  await expectWorking(namespace, ['etl', 'reports']);
});

test('a code location that is removed goes with all that it had, and the others go on', async () => {
  const before = pods();
  namespace.helm('upgrade', RELEASE, chart('third', [NEXT_ETL], { preset: 'medium' }), '--reuse-values', ...WAIT);
  await expectWorking(namespace, ['etl']);
  expect(replaced(before)).toEqual(['daemon', 'webserver']);
  expect(namespace.kubectl('get', 'all,serviceaccounts,networkpolicies', '-o', 'name')).not.toContain('reports');
});

test('daemon and webserver come back when they are killed', async () => {
  const before = pods();
  const since = Date.now();
  namespace.kubectl('delete', 'pod', '--force', '--grace-period=0', `${before.daemon}`, `${before.webserver}`);
  namespace.rolledOut();
  await expectLoaded(dagster, ['etl']);
  await expectHealthy(dagster, since);
  expect(replaced(before)).toEqual(['daemon', 'webserver']);
});

(OWN_NODE ? test : test.skip)(
  'all comes back after all containers ended at once, as when the node starts again',
  async () => {
    const before = pods();
    const since = Date.now();
    killContainersOf(namespace.name);
    await eventually('the start of all containers', 300, () => {
      const containers = namespace
        .list('pods', '!dagster/run-id')
        .flatMap(({ status }) => status.containerStatuses ?? []);
      const started = containers.filter(({ restartCount, state }) => restartCount > 0 && state.running !== undefined);
      expect(started).toHaveLength(4);
    });
    await expectWorking(namespace, ['etl']);
    await expectHealthy(dagster, since);
    expect(replaced(before)).toEqual([]);
  },
);

test('a password that is rotated is in force once pods start again', async () => {
  namespace.select("alter user dagster password 'rotated'");
  const secret = JSON.stringify({ stringData: { 'postgresql-password': 'rotated' } });
  namespace.kubectl('patch', 'secret', `${RELEASE}-postgresql`, '--patch', secret);
  namespace.kubectl('rollout', 'restart', 'deployments');
  await expectWorking(namespace, ['etl']);
  const run = await eventually('a launch', 300, () => dagster.launch('etl', 'next_version'));
  await expectSuccess(dagster, run);
});

test('a migration brings tables of an earlier Dagster up to date before anything asks for them', async () => {
  namespace.select('alter table concurrency_limits drop column using_default_limit');
  namespace.select("update alembic_version set version_num = '6b7fb194ff9c'");
  const props: DagsterChartProps = { preset: 'medium', migration: {} };
  namespace.helm('upgrade', RELEASE, chart('fourth', [NEXT_ETL], props), '--reuse-values', ...WAIT);
  await expectWorking(namespace, ['etl']);
  const columns = namespace.select(
    "select column_name from information_schema.columns where table_name = 'concurrency_limits'",
  );
  expect(columns).toContain('using_default_limit');
  const [job] = namespace.list('jobs').filter(({ metadata }) => metadata.name.startsWith(`${RELEASE}-migrate-`));
  expect(job?.status.succeeded).toBe(1);
  const [migration] = namespace.list('pods', `batch.kubernetes.io/job-name=${job?.metadata.name}`);
  const started = migration?.status.containerStatuses[0].state.terminated.startedAt;
  const webserver = namespace.get('pod', pods().webserver ?? '');
  const waits = webserver.status.initContainerStatuses.map(
    ({ state }: KubernetesObject) => state.terminated.finishedAt,
  );
  expect(waits.filter((finished: string) => finished < started)).toEqual([]);
});

test('the release goes over to a database elsewhere, with its history', async () => {
  startDatabase(elsewhere, 'rotated');
  elsewhere.rolledOut();
  namespace.kubectl('scale', 'deployment', '--all', '--replicas=0');
  const pod = `pod/${RELEASE}-postgresql-0`;
  const dump = namespace.kubectl('exec', pod, '--', 'pg_dump', '-U', 'dagster', '--no-owner', 'dagster');
  const [server] = elsewhere.list('pods');
  const psql = ['psql', '-U', 'dagster', '--quiet', '--set', 'ON_ERROR_STOP=1'];
  elsewhere.kubectlWith(dump, 'exec', '-i', `${server?.metadata.name}`, '--', ...psql);
  const external = `{"host":"postgresql.${elsewhere.name}.svc.cluster.local","port":${PORT}}`;
  const values = ['--set', 'postgresql.enabled=false', '--set-json', `postgresql.externalDatabase=${external}`];
  namespace.helm('upgrade', RELEASE, join(folder, 'fourth'), '--reuse-values', ...values, '--force-conflicts', ...WAIT);
  await expectWorking(namespace, ['etl']);
  expect(namesIn(namespace, 'statefulsets')).toEqual([]);
  expect(namesIn(namespace, 'persistentvolumeclaims')).toEqual([`data-${RELEASE}-postgresql-0`]);
});

test('after all of it, the first run is still there, and a new one succeeds', async () => {
  await expectSuccess(dagster, firstRun);
  const run = await eventually('a launch', 300, () => dagster.launch('etl', 'every_asset'));
  await expectSuccess(dagster, run);
  expect(namespace.denied()).toEqual([]);
});
