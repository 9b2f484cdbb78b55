import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DagsterApp, DagsterChart, HelmChart } from '../../lib/index.js';
import { errorsOf, parseManifests } from '../support/releases.js';
import { helm, ROOT } from '../support/tools.js';
import { chartFiles, inFolder } from './render.js';

const CHART = join(ROOT, 'dist/charts/floe-dagster');
const valuesOf = (preset: string): string => join(ROOT, 'dist', preset, 'values.yaml');
const byName = (text: string): Record<string, unknown> =>
  Object.fromEntries(
    parseManifests(text)
      .filter(Boolean)
      .map((object) => [`${object.kind} ${object.metadata.name}`, object]),
  );

describe.each(['small', 'medium', 'large'])('the published chart with the values of %s', (preset) => {
  test('passes helm lint without a warning', () => {
    const { status, stdout } = helm(['lint', '--strict', CHART, '--values', valuesOf(preset)]);
    expect(stdout).not.toMatch(/WARNING|ERROR/);
    expect(status).toBe(0);
  });

  test('renders to the manifests, less the Namespace', () => {
    const { stdout } = helm([
      'template',
      preset,
      CHART,
      '--namespace',
      `dagster-${preset}`,
      '--skip-tests',
      '--values',
      valuesOf(preset),
    ]);
    const manifests = byName(readFileSync(join(ROOT, 'dist', preset, 'manifests/dagster.k8s.yaml'), 'utf8'));
    const { [`Namespace dagster-${preset}`]: namespace, ...others } = manifests;
    expect(namespace).toBeDefined();
    expect(byName(stdout)).toEqual(others);
  });

  test('installs in a dry run, and tells how to go on', () => {
    const args = [
      'install',
      preset,
      CHART,
      '--namespace',
      'somewhere',
      '--values',
      valuesOf(preset),
      '--dry-run=client',
    ];
    const { status, stdout } = helm(args);
    expect(status).toBe(0);
    expect(stdout).toContain(`kubectl --namespace somewhere port-forward service/${preset}-webserver 3000:http`);
    expect(stdout).toContain(`the Secret ${preset}-postgresql`);
  });
});

test('the default values of the chart are the schema definition of the contract', () => {
  const values = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8'));
  expect(values).toEqual(new DagsterChart(new DagsterApp(), 'test').values);
});

test('every key of values.yaml has a comment', () => {
  const lines = readFileSync(join(CHART, 'values.yaml'), 'utf8').split('\n');
  const bare = lines.filter((line, index) => /^\s*[\w-]+:/.test(line) && !/^\s*# /.test(lines[index - 1] ?? ''));
  expect(bare).toEqual([]);
});

test('every property of the schema has a description, and none refers to the network', () => {
  const text = readFileSync(join(CHART, 'values.schema.json'), 'utf8');
  const undescribed: string[] = [];
  const walk = (schema: Record<string, unknown>, path: string): void => {
    for (const [key, value] of Object.entries(schema)) {
      if (typeof value !== 'object' || value === null) continue;
      if (['properties', 'patternProperties'].includes(key) && !/\/(if|then|else)/.test(path)) {
        for (const [name, property] of Object.entries(value)) {
          if (!('description' in property) && !('$ref' in property)) undescribed.push(`${path}/${name}`);
        }
      }
      walk({ ...value }, `${path}/${key}`);
    }
  };
  walk(JSON.parse(text), '');
  expect(undescribed).toEqual([]);
  expect([...text.matchAll(/"\$ref": "([^"]*)"/g)].filter(([, target]) => !target?.startsWith('#/'))).toEqual([]);
});

test('helm package makes an archive of it', () => {
  const { status, stdout } = inFolder(new Map(), (folder) => helm(['package', CHART, '--destination', folder]));
  expect([status, stdout]).toEqual([0, expect.stringContaining('floe-dagster-0.1.0.tgz')]);
});

test('several charts stand side by side under names of their own', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  for (const name of ['one', 'two']) {
    new HelmChart(app, name, {
      version: '1.0.0',
      home: 'https://example.com',
      release: (scope) => new DagsterChart(scope, 'x'),
    });
  }
  const files = [...app.render().keys()];
  expect(files).toContain('charts/one/Chart.yaml');
  expect(files).toContain('charts/two/templates/daemon.yaml');
  expect(parse(app.render().get('charts/two/Chart.yaml') ?? '')).toMatchObject({
    name: 'two',
    home: 'https://example.com',
  });
});

test('what is wrong with the release of a chart is reported with the rest', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  new HelmChart(app, 'one', {
    version: 'one',
    release: (scope) => new DagsterChart(scope, 'x', { webserver: { replicas: 0, service: { port: 70000 } } }),
  });
  const errors = errorsOf(() => app.render()).join('\n');
  expect(errors).toContain('one: version: found "one"; allowed: a semantic version');
  expect(errors).toContain('one: dagster-webserver.replicaCount: found 0');
});

test('literal braces come out of Helm as they went in', () => {
  const args = ['--attribute', '{{ .Values }}', '{{- fail "x" -}}', '{{`'];
  const location = { name: 'braces', image: { repository: 'a', tag: '{{b}}' }, args };
  const files = chartFiles('braces', { userCode: { locations: [location] } });
  const { stdout } = inFolder(files, (folder) => helm(['template', 'test', folder]));
  const deployment = parseManifests(stdout).find(
    (object) => object?.metadata.name === 'test-user-code-braces' && object.kind === 'Deployment',
  );
  expect(deployment?.spec.template.spec.containers[0].args.slice(-4)).toEqual(args);
});
