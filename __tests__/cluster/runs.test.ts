import { PostgresPassword, RunLauncher } from '../../lib/index.js';
import type { KubernetesObject } from '../support/releases.js';
import { expectLoaded, expectSuccess, expectWorking } from './support/checks.js';
import type { Dagster } from './support/dagster.js';
import { identitiesIn } from './support/identity.js';
import { MemoryWatch } from './support/memory.js';
import { Namespace } from './support/namespace.js';
import { ETL, manifestsOf, NEXT_ETL } from './support/release.js';
import { eventually } from './support/waiting.js';

const namespace = new Namespace('dagster-runs');
const memory = new MemoryWatch(namespace);
const props = {
  postgresql: { password: PostgresPassword.createdInCluster() },
  runLauncher: RunLauncher.k8s({ pod: { nodeSelector: { 'kubernetes.io/os': 'linux' } } }),
};
let dagster: Dagster;
let runId: string;

beforeAll(async () => {
  namespace.create().apply(manifestsOf('runs', { ...props, userCode: { locations: [ETL] } }));
  await expectWorking(namespace, ['etl']);
  dagster = namespace.dagster();
});

afterAll(() => namespace.delete());

/** Waits for the success of a run, and looks at what all containers hold meanwhile. */
async function succeed(id: string): Promise<void> {
  await eventually(`the end of run ${id}`, 300, async () => {
    memory.sample();
    expect(['SUCCESS', 'FAILURE']).toContain((await dagster.run(id)).status);
  });
  await expectSuccess(dagster, id);
}

test('a run that a person launches is a Job of the release, and succeeds', async () => {
  runId = await dagster.launch('etl', 'first_version');
  await succeed(runId);
  namespace.kubectl('wait', '--for=condition=Complete', `job/dagster-run-${runId}`, '--timeout=120s');
});

test('the Job of a run has what the release says', () => {
  const { spec } = namespace.get('job', `dagster-run-${runId}`);
  expect(spec.ttlSecondsAfterFinished).toBe(86400);
  expect(spec.template.metadata.labels).toMatchObject({ 'dagster.io/release': 'runs', 'dagster/run-id': runId });
  expect(spec.template.spec).toMatchObject({
    serviceAccountName: 'runs-run',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
  });
  const [container] = spec.template.spec.containers;
  expect(container.image).toBe('registry.example.com/etl:1');
  expect(container.resources).toEqual({ requests: { cpu: '250m', memory: '512Mi' } });
  expect(container.envFrom).toEqual([{ configMapRef: { name: 'runs-run-environment' } }]);
  expect(container.env).toContainEqual({
    name: 'DAGSTER_PG_PASSWORD',
    valueFrom: { secretKeyRef: { name: 'runs-postgresql', key: 'postgresql-password' } },
  });
});

/** What a release says of the pod of a Job. */
function podOf(job?: KubernetesObject): object {
  const { containers, serviceAccountName, nodeSelector, securityContext } = job?.spec.template.spec ?? {};
  const [{ image, resources, securityContext: own }] = containers;
  return { serviceAccountName, nodeSelector, securityContext, image, resources, own };
}

test('each step of a run with step pods is a Job like that of the run', async () => {
  const id = await dagster.launch('etl', 'steps_in_pods');
  await succeed(id);
  const [run, ...steps] = namespace
    .list('jobs', `dagster/run-id=${id}`)
    .sort((one, other) => one.metadata.name.localeCompare(other.metadata.name));
  expect(run?.metadata.name).toBe(`dagster-run-${id}`);
  expect(steps.map(({ metadata }) => metadata.name)).toEqual([expect.stringMatching(/^dagster-step-/)]);
  expect(steps.map(podOf)).toEqual([podOf(run)]);
});

test('a schedule ticks, and its run materializes the assets', async () => {
  const tick = await eventually('a tick', 300, async () => {
    const [success] = (await dagster.scheduleTicks('etl', 'every_minute')).filter(({ status }) => status === 'SUCCESS');
    if (success === undefined) throw new Error('no tick yet');
    return success;
  });
  await succeed(tick.runIds[0] ?? '');
});

test('runs, events and schedules are in the database', () => {
  expect(namespace.select(`select status from runs where run_id = '${runId}'`)).toEqual(['SUCCESS']);
  const events = namespace.select(`select dagster_event_type from event_logs where run_id = '${runId}'`);
  expect(events).toEqual(expect.arrayContaining(['PIPELINE_ENQUEUED', 'STEP_SUCCESS', 'PIPELINE_SUCCESS']));
  const assets = namespace.select('select asset_key from asset_keys where last_materialization is not null');
  expect(assets.sort()).toEqual(['["greetings"]', '["names"]']);
  expect(namespace.select("select status from job_ticks where type = 'SCHEDULE'")).toContain('SUCCESS');
});

test('every container holds less memory than it may while runs are going', () => {
  const figures = memory.figures();
  expect(figures.map(({ name }) => name).sort()).toEqual(['daemon', 'postgresql', 'user-code', 'webserver']);
  for (const { name, held, limit } of figures) {
    expect({ name, fits: held > 0 && held < limit }).toEqual({ name, fits: true });
  }
});

test('every container is an unprivileged user that can write what its manifest says, and nothing else', () => {
  const identities = identitiesIn(namespace);
  expect(identities.map(({ name }) => name).sort()).toEqual([
    'daemon daemon',
    'postgresql postgresql',
    'user-code user-code',
    'webserver webserver',
  ]);
  for (const { name, found, declared } of identities) expect({ name, ...found }).toEqual({ name, ...declared });
  expect(identities.filter(({ found }) => found.uid === 0)).toEqual([]);
});

test('a code location with new code is picked up by the running webserver', async () => {
  namespace.apply(manifestsOf('runs', { ...props, userCode: { locations: [NEXT_ETL] } }));
  namespace.rolledOut();
  await eventually('the new job', 300, async () => {
    expect(await dagster.jobs()).toEqual(expect.arrayContaining(['next_version']));
  });
  expect(await dagster.jobs()).not.toContain('first_version');
  await expectLoaded(dagster, ['etl']);
});

test('no container was started again, and the API server was asked for nothing that it refused', () => {
  const pods = namespace.list('pods').flatMap(({ status }) => status.containerStatuses);
  expect(pods.filter(({ restartCount }) => restartCount > 0)).toEqual([]);
  expect(namespace.denied()).toEqual([]);
});

test('every process ends by itself when it is told to', async () => {
  expect((await namespace.endings()).sort()).toEqual(['daemon: 0', 'postgresql: 0', 'user-code: 0', 'webserver: 0']);
});
