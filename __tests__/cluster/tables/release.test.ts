import { expectSuccess } from '../support/checks.js';
import type { Dagster } from '../support/dagster.js';
import { Namespace } from '../support/namespace.js';
import { eventually } from '../support/waiting.js';
import { breaksAreFound } from './breaks.js';
import { limitsTakeEffect } from './limits.js';
import { Outside } from './outside.js';
import { expectReach } from './reach.js';
import { ctl } from './support.js';
import { origins, PORTS, startOthers, TABLE, targets } from './who-reaches-whom.js';
import { end, NAME, podsOf, start } from './whole-release.js';

let dagster: Dagster;
let runId: string;
let outside: Outside | undefined;

beforeAll(async () => {
  dagster = await start();
  runId = await dagster.launch('etl', 'steps');
  await eventually('the pod of the step', 300, () => {
    expect(podsOf('step_worker').map(({ status }) => status.phase)).toEqual(['Running']);
  });
});

afterAll(() => {
  outside?.close();
  end();
});

limitsTakeEffect();

(Outside.possible ? test : test.skip)('each pod reaches what it needs, and nothing else', async () => {
  outside = await Outside.open(...PORTS);
  startOthers();
  await expectReach(origins(), targets(), TABLE);
});

test('runs whose steps are Jobs succeed under quotas, limits and policies', async () => {
  const [step] = podsOf('step_worker');
  ctl(['-n', NAME, 'exec', `${step?.metadata.name}`, '--', 'touch', '/tmp/end']);
  await expectSuccess(dagster, runId);
  expect(new Namespace(NAME).denied()).toEqual([]);
});

breaksAreFound(() => dagster);
