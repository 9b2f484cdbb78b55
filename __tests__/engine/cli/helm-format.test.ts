import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { helm, run } from '../../support/tools.js';
import { AppFolder, release } from './app-folder.js';

import.meta.jest.setTimeout(60_000);

const OPTIONS = ['--format', 'helm', '--chart-version', '3.2.1', '--output', 'chart'];
let app: AppFolder;

beforeEach(() => {
  app = new AppFolder();
});

afterEach(() => app.remove());

test('cdk8s synth --format helm writes the published chart with the version that is asked for', () => {
  expect(app.cdk8sSynth('--output', 'dist')).toMatchObject({ status: 0, stderr: '' });
  expect(app.cdk8sSynth(...OPTIONS)).toMatchObject({ status: 0, stderr: '' });
  const { '.cdk8s-dagster': record, 'Chart.yaml': manifest, ...chart } = app.files('chart');
  const { 'Chart.yaml': published, ...files } = app.files('dist/charts/floe-dagster');
  expect(chart).toEqual(files);
  expect(manifest).toBe(published?.replace('version: 0.1.0', 'version: 3.2.1'));
  expect(Object.keys(JSON.parse(record ?? '').files)).toHaveLength(Object.keys(chart).length + 1);
});

test('that chart passes helm lint, and helm package leaves out what only synthesis needs', () => {
  app.cdk8sSynth(...OPTIONS);
  const chart = join(app.path, 'chart');
  expect(helm(['lint', '--strict', chart])).toMatchObject({
    status: 0,
    stdout: expect.not.stringMatching(/WARNING|ERROR/),
  });
  expect(helm(['package', chart, '--destination', app.path])).toMatchObject({ status: 0 });
  const listed = run('tar', ['--list', '--file', join(app.path, 'floe-dagster-3.2.1.tgz')]).stdout.split('\n');
  expect(listed).toContain('floe-dagster/values.schema.json');
  expect(listed).not.toContain('floe-dagster/.cdk8s-dagster');
});

test('rejects an app without a Helm chart', () => {
  app.holds(release('small'));
  const { status, stderr } = app.cdk8sSynth(...OPTIONS);
  expect(status).toBe(1);
  expect(stderr).toContain('the app has 0 Helm charts; allowed with --format helm: one; add a HelmChart');
});

test.each([
  [['--chart-version', 'v3.2.1'], '--chart-version: found "v3.2.1"; allowed: a semantic version, such as "1.0.0"'],
  [
    ['--chart-version', '3.2.1', '--chart-api-version', 'v1'],
    '--chart-api-version: found "v1"; allowed: "v2", which the charts of this package are; leave the option out',
  ],
])('rejects what a chart of ours cannot be: %j', (options, message) => {
  const { status, stderr } = app.cdk8sSynth('--format', 'helm', '--output', 'chart', ...options);
  expect(status).toBe(1);
  expect(stderr).toContain(`1 error, nothing was written:\n  - ${message}`);
});

test('without --format, manifests go into the templates of a chart that somebody wrote, and the rest of it stays', () => {
  mkdirSync(join(app.path, 'mine'));
  const mine = { 'Chart.yaml': 'apiVersion: v2\nname: mine\nversion: 9.9.9\n', 'values.yaml': 'mykey: 1\n' };
  for (const [path, text] of Object.entries(mine)) app.write(`mine/${path}`, text);
  app.holds(release('small'));
  expect(app.cdk8sSynth('--output', 'mine/templates')).toMatchObject({ status: 0, stderr: '' });
  expect(app.files('mine')).toEqual({
    ...mine,
    'templates/.cdk8s-dagster': expect.any(String),
    'templates/small/manifests/dagster.k8s.yaml': expect.any(String),
    'templates/small/values.yaml': expect.any(String),
  });
});
