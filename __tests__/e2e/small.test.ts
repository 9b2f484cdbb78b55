import { setTimeout as sleep } from 'node:timers/promises';
import { Quantity } from '../../lib/engine/data/quantity.js';
import { PostgresPassword } from '../../lib/index.js';
import type { Dagster } from '../cluster/support/dagster.js';
import type { Cluster } from './harness/cluster.js';
import { restrictedViolations } from './harness/pod-security.js';
import { valuesOf } from './harness/store.js';
import { auditsOf, type DatabaseAccess, expectHealthy, expectLoaded, jobsOf, select } from './support/checks.js';
import { type LiveRelease, liveRelease } from './support/live-release.js';
import { ETL, manifestsOf, NEXT_ETL, objectOf } from './support/release.js';

const props = { postgresql: { password: PostgresPassword.createdInCluster() } };
let live: LiveRelease;
let cluster: Cluster;
let dagster: Dagster;
let runId: string;

beforeAll(async () => {
  live = await liveRelease(manifestsOf('small', { ...props, userCode: { locations: [ETL] } }));
  ({ cluster, dagster } = live);
});

afterAll(async () => {
  await live?.cluster.close();
});

/** The embedded database, with the password that the release made. */
function database(): DatabaseAccess {
  const secret = cluster.store.find('Secret', 'dagster-small', 'small-postgresql');
  return {
    host: cluster.services.addressOf('dagster-small', 'small-postgresql'),
    port: 5432,
    database: 'dagster',
    user: 'dagster',
    password: valuesOf(secret)['postgresql-password']?.toString() ?? '',
  };
}

/** The container of a run, which the schedule may have launched just now; it has no probes and no limits. */
const RUN = 'dagster';

test('all pods become ready, all Jobs complete', async () => {
  await cluster.ready(150);
  expect(cluster.api.answered).toContainEqual({
    account: 'small-postgresql-password',
    request: 'POST /api/v1/namespaces/dagster-small/secrets',
    status: 201,
  });
});

test('every code location is loaded from its server', async () => {
  await cluster.eventually('the code locations', 180, () => expectLoaded(dagster, ['etl']));
});

test('every daemon is healthy', async () => {
  await cluster.eventually('the daemons', 90, () => expectHealthy(dagster, live.since));
});

test('a run that a person launches is a Job of the release, and succeeds', async () => {
  runId = await dagster.launch('etl', 'first_version');
  await cluster.eventually('the run', 120, async () => {
    expect(await dagster.run(runId)).toMatchObject({ status: 'SUCCESS' });
  });
});

test('the Job of a run has what the release says', async () => {
  const job = cluster.store.find('Job', 'dagster-small', `dagster-run-${runId}`);
  expect(restrictedViolations(job.spec.template.spec)).toEqual([]);
  expect(job.spec.ttlSecondsAfterFinished).toBe(86400);
  expect(job.spec.template.metadata.labels).toMatchObject({ 'dagster.io/release': 'small', 'dagster/run-id': runId });
  expect(job.spec.template.spec.serviceAccountName).toBe('small-run');
  const [container] = job.spec.template.spec.containers;
  expect(container.image).toBe('registry.example.com/etl:1');
  expect(container.resources).toEqual({ requests: { cpu: '250m', memory: '512Mi' } });
  expect(container.envFrom).toEqual([{ configMapRef: { name: 'small-run-environment' } }]);
  expect(container.env).toContainEqual({
    name: 'DAGSTER_PG_PASSWORD',
    valueFrom: { secretKeyRef: { name: 'small-postgresql', key: 'postgresql-password' } },
  });
});

test('a schedule ticks, and its run materializes the assets', async () => {
  const tick = await cluster.eventually('a tick', 150, async () => {
    const [success] = (await dagster.scheduleTicks('etl', 'every_minute')).filter(({ status }) => status === 'SUCCESS');
    if (success === undefined) throw new Error('no tick yet');
    return success;
  });
  await cluster.eventually('the run of the tick', 120, async () => {
    expect(await dagster.run(tick.runIds[0] ?? '')).toMatchObject({ status: 'SUCCESS' });
  });
});

test('runs, events and schedules are in the database', async () => {
  const access = database();
  expect(await select(access, `select status from runs where run_id = '${runId}'`)).toEqual(['SUCCESS']);
  const events = await select(access, `select dagster_event_type from event_logs where run_id = '${runId}'`);
  expect(events).toEqual(expect.arrayContaining(['PIPELINE_ENQUEUED', 'STEP_SUCCESS', 'PIPELINE_SUCCESS']));
  const assets = await select(access, 'select asset_key from asset_keys where last_materialization is not null');
  expect(assets.sort()).toEqual(['["greetings"]', '["names"]']);
  expect(await select(access, "select status from job_ticks where type = 'SCHEDULE'")).toContain('SUCCESS');
  expect(await select(access, "select count(*) from instigators where instigator_type = 'SCHEDULE'")).toEqual(['1']);
});

test('a code location with new code is picked up by the running webserver', async () => {
  const next = manifestsOf('small', { ...props, userCode: { locations: [NEXT_ETL] } });
  await cluster.rollOut(objectOf(next, 'Deployment', 'user-code'));
  await cluster.eventually('the new job', 120, async () => {
    expect(await jobsOf(dagster)).toEqual(expect.arrayContaining(['next_version']));
  });
  expect(await jobsOf(dagster)).not.toContain('first_version');
});

test('every container is an unprivileged user that can write what its manifest says, and nothing else', () => {
  const audits = cluster.pods.flatMap(auditsOf);
  const kinds = new Set(audits.map(({ name }) => name.replace(/ (small|dagster-run)-[^ ]*/, '')));
  expect([...kinds].sort()).toEqual([
    'Deployment check-db-ready',
    'Deployment daemon',
    'Deployment user-code',
    'Deployment webserver',
    'Job create-secret',
    'Job dagster',
    'StatefulSet postgresql',
  ]);
  for (const { name, found, declared } of audits) expect({ name, ...found }).toEqual({ name, ...declared });
  expect(audits.filter(({ found }) => found.uid === 0)).toEqual([]);
});

test('every probe of every container passes', async () => {
  const watches = cluster.pods.filter(({ gone }) => !gone).flatMap((pod) => pod.watches);
  const lasting = watches.filter(({ container }) => container.running && container.name !== RUN);
  expect(lasting.map(({ container }) => container.name).sort()).toEqual([
    'daemon',
    'postgresql',
    'user-code',
    'webserver',
  ]);
  for (const watch of lasting) await watch.probeNow();
  expect(cluster.failures()).toEqual([]);
});

test('every container holds less memory than it may, also while a probe runs in it', async () => {
  const watches = cluster.pods.filter(({ gone }) => !gone).flatMap((pod) => pod.watches);
  for (const watch of watches.filter(({ container }) => container.running && container.name !== RUN)) {
    const { name, spec } = watch.container;
    const limit = Quantity.parse(`${spec.resources?.limits?.memory}`);
    if (!(limit instanceof Quantity)) throw new Error(`container ${name} has no limit`);
    const probing = watch.probeNow();
    const seen: number[] = [];
    for (let over = false; !over; ) {
      over = await Promise.race([probing.then(() => true), sleep(200, false)]);
      seen.push(watch.container.memory);
    }
    expect(BigInt(Math.max(...seen)) * 1000n).toBeLessThan(limit.milli);
    process.stderr.write(
      `${name}: ${Math.round(Math.max(...seen) / 2 ** 20)} MiB of ${spec.resources?.limits?.memory}\n`,
    );
  }
});

test('the API server is asked for nothing that the service accounts may not do', () => {
  expect(cluster.api.answered.filter(({ status }) => status >= 400)).toEqual([]);
});

test('every process ends in time when it is told to', async () => {
  expect(await cluster.stop()).toEqual([]);
});
