import { readdirSync } from 'node:fs';
import { eventually } from '../e2e/harness/waiting.js';
import { expectLoaded } from '../e2e/support/checks.js';
import { Dagster } from '../e2e/support/dagster.js';
import { helm, kubectl } from '../support/tools.js';

const NAMESPACE = 'dagster-chart';
const [NAME = ''] = readdirSync('dist/charts');
const CHART = `dist/charts/${NAME}`;
const VALUES = ['--values', 'dist/small/values.yaml', '--wait', '--timeout', '5m'];
let runId: string;

/** What a command of Helm prints about the release, if it succeeds. */
function release(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = helm([command, 'chart', '--namespace', NAMESPACE, ...args]);
  if (status !== 0) throw new Error(`helm ${command}: ${stderr}${stdout}`);
  return stdout;
}

function dagster(): Dagster {
  const path = '-o=jsonpath={.items[0].spec.clusterIP}';
  const selector = '-l=app.kubernetes.io/component=webserver';
  const { stdout } = kubectl(['-n', NAMESPACE, 'get', 'service', selector, path]);
  return new Dagster(`http://${stdout}`);
}

beforeAll(() => {
  kubectl(['create', 'namespace', NAMESPACE]);
  kubectl(['label', 'namespace', NAMESPACE, 'pod-security.kubernetes.io/enforce=restricted']);
});

test('the chart installs, and its test passes', () => {
  release('install', CHART, ...VALUES);
  expect(release('test')).toMatch(/Phase: +Succeeded/);
});

test('a run of the installed chart succeeds', async () => {
  await eventually('the code locations', 180, () => expectLoaded(dagster(), ['example']));
  runId = await dagster().launch('example', 'first_version');
  await eventually('the run', 180, async () => {
    expect(await dagster().run(runId)).toMatchObject({ status: 'SUCCESS' });
  });
});

test('an upgrade rolls out, and a rollback takes it back', () => {
  release('upgrade', CHART, ...VALUES, '--set', 'dagster-webserver.replicaCount=2');
  release('rollback', '1', '--wait', '--timeout', '5m');
  expect(release('history')).toMatch(/3\s.*deployed.*Rollback to 1/);
});

test('a run is still there once the chart is uninstalled and installed again', async () => {
  release('uninstall', '--wait');
  release('install', CHART, ...VALUES);
  await eventually('the run', 60, async () => {
    expect(await dagster().run(runId)).toMatchObject({ status: 'SUCCESS' });
  });
});

afterAll(() => {
  kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
});
