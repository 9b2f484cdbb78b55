import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, Installation, LOCATION } from './official/installation.js';
import { expectLoaded, expectSuccess } from './support/checks.js';
import { nameImage } from './support/containerd.js';
import type { Dagster } from './support/dagster.js';
import { eventually } from './support/waiting.js';

const WITHIN = 300;
const OLD = 'dagster-dagster-webserver';
const official = new Installation();
const runs: string[] = [];
let imported: string;

/** The state of the schedule of the code location. */
async function scheduleOf(dagster: Dagster): Promise<{ id: string; selectorId: string; status: string }> {
  const { scheduleOrError } = await dagster.query<{
    scheduleOrError: { scheduleState: { id: string; selectorId: string; status: string } };
  }>(
    `query($s: ScheduleSelector!) { scheduleOrError(scheduleSelector: $s) {
      ... on Schedule { scheduleState { id selectorId status } } } }`,
    { s: { repositoryLocationName: LOCATION, repositoryName: '__repository__', scheduleName: 'every_minute' } },
  );
  return scheduleOrError.scheduleState;
}

/** Stops the schedule that the code has on, so that its state is in the database and nowhere else. */
async function stopSchedule(dagster: Dagster): Promise<void> {
  const { id } = await scheduleOf(dagster);
  await dagster.query(
    `mutation($id: String!) { stopRunningSchedule(id: $id) {
      ... on ScheduleStateResult { scheduleState { status } } ... on PythonError { message } } }`,
    { id },
  );
}

/** Launches a run and waits for its success, which the history then has. */
async function launch(dagster: Dagster): Promise<void> {
  await expectLoaded(dagster, [LOCATION]);
  const runId = await dagster.launch(LOCATION, 'first_version');
  await expectSuccess(dagster, runId);
  runs.push(runId);
}

/** All runs are there that ever were, and the schedule is as somebody left it. */
async function expectHistory(dagster: Dagster): Promise<void> {
  await expectLoaded(dagster, [LOCATION]);
  await eventually('the history', WITHIN, async () => {
    const statuses = await Promise.all(runs.map(async (id) => (await dagster.run(id)).status));
    expect(statuses).toEqual(runs.map(() => 'SUCCESS'));
    expect(await scheduleOf(dagster)).toMatchObject({ status: 'STOPPED' });
  });
}

/** Moves as a section says. @returns what the webserver of the new release answers */
async function move(section: string, service: string): Promise<Dagster> {
  const since = Date.now();
  official.shell(blocksOf('4. Stop', 'sh'));
  const [start = ''] = blocksOf(section, 'sh');
  official.shell([start]);
  const dagster = official.dagster(service);
  await expectLoaded(dagster, [LOCATION]);
  process.stderr.write(`moving, ${section}: nothing was launched for ${Math.round((Date.now() - since) / 1000)} s\n`);
  return dagster;
}

function wayBack(section: string): void {
  official.shell(blocksOf(section, 'sh').slice(1));
}

beforeAll(async () => {
  nameImage('docker.io/library/postgres:14.6');
  official.install();
  await expectLoaded(official.dagster(OLD), [LOCATION]);
  await stopSchedule(official.dagster(OLD));
  await launch(official.dagster(OLD));
});

test('an installation of the official chart is imported from what Helm knows of it', () => {
  official.shell(blocksOf('1. Import the values', 'sh'));
  official.shell(blocksOf('3. Keep what is not in values', 'sh'));
  imported = readFileSync(join(official.project, 'main.ts'), 'utf8');
  expect(imported).toContain("new DagsterChart(app, 'dagster', {");
});

const COPIED = '6. Or start with a copy of the database';
const ELSEWHERE = '7. Or keep a database elsewhere';
const KEPT = '5. Start with the volume and the names';

test('a release with a copy of its database has the history, and launches runs', async () => {
  official.edit(imported, blocksOf(COPIED, 'ts'));
  const dagster = await move(COPIED, 'dagster-next-webserver');
  await expectHistory(dagster);
  await launch(dagster);
});

test('the way back from a copy leads to the history of before', async () => {
  wayBack(COPIED);
  runs.pop();
  await expectHistory(official.dagster(OLD));
});

test('a release on the same server as the old one has the history, and launches runs', async () => {
  const blocks = blocksOf(ELSEWHERE, 'ts').map((text) => text.replace('db.example.com', 'dagster-postgresql'));
  official.edit(imported, blocks);
  const dagster = await move(ELSEWHERE, 'dagster-next-webserver');
  await expectHistory(dagster);
  await launch(dagster);
});

test('the way back from there leads to the old release, with what ran since', async () => {
  wayBack(COPIED);
  await expectHistory(official.dagster(OLD));
});

test('a release that keeps volume and names has the history, and launches runs', async () => {
  const claim = official.get('pvc', 'data-dagster-postgresql-0', '{.metadata.uid}');
  official.edit(imported, blocksOf(KEPT, 'ts'));
  const dagster = await move(KEPT, OLD);
  await expectHistory(dagster);
  await launch(dagster);
  expect(official.get('pvc', 'data-dagster-postgresql-0', '{.metadata.uid}')).toBe(claim);
});

test('the way back from a kept volume leads to the old release, with what ran since', async () => {
  wayBack(KEPT);
  await expectHistory(official.dagster(OLD));
});

test('no command of the page was left out', () => {
  expect(official.left()).toEqual([]);
});

afterAll(() => official.remove());
