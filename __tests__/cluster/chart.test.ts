import { readdirSync } from 'node:fs';
import { expectLoaded, expectSuccess, expectWorking } from './support/checks.js';
import { Namespace } from './support/namespace.js';

const [NAME = ''] = readdirSync('dist/charts');
const CHART = `dist/charts/${NAME}`;
const WAIT = ['--wait', '--timeout', '10m'];
const VALUES = ['--values', 'dist/small/values.yaml', ...WAIT];
const namespace = new Namespace('dagster-chart');
let runId: string;

beforeAll(() => {
  namespace.create();
});

afterAll(() => namespace.delete());

test('the chart installs, and its test passes', () => {
  namespace.helm('install', 'chart', CHART, ...VALUES);
  expect(namespace.helm('test', 'chart')).toMatch(/Phase: +Succeeded/);
});

test('a run of the installed chart succeeds', async () => {
  await expectLoaded(namespace.dagster(), ['example']);
  runId = await namespace.dagster().launch('example', 'first_version');
  await expectSuccess(namespace.dagster(), runId);
});

test('an upgrade rolls out, and a rollback takes it back', () => {
  namespace.helm('upgrade', 'chart', CHART, ...VALUES, '--set', 'dagster-webserver.replicaCount=2');
  namespace.helm('rollback', 'chart', '1', ...WAIT);
  expect(namespace.helm('history', 'chart')).toMatch(/3\s.*deployed.*Rollback to 1/);
});

test('a run is still there once the chart is uninstalled and installed again', async () => {
  namespace.helm('uninstall', 'chart', '--wait');
  namespace.helm('install', 'chart', CHART, ...VALUES);
  await expectSuccess(namespace.dagster(), runId);
});

describe.each(['medium', 'large'])('the chart with the values of preset %s', (preset) => {
  const other = new Namespace(`chart-${preset}`);

  afterAll(() => other.delete());

  test('becomes a release that works where restricted is enforced', async () => {
    other.create().helm('install', preset, CHART, '--values', `dist/${preset}/values.yaml`, ...WAIT);
    await expectWorking(other, ['example']);
    const next = await other.dagster().launch('example', 'first_version');
    await expectSuccess(other.dagster(), next);
    expect(other.denied()).toEqual([]);
  });
});
