import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { parse } from 'yaml';
import { ReleaseApp } from '../../lib/engine/index.js';
import {
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  HelmChart,
  open,
  PostgresPassword,
  Release,
  text,
} from '../../lib/index.js';
import { byName, inFolder } from '../helm/render.js';
import { errorsOf, fileOf, parseManifests } from '../support/releases.js';
import { helm } from '../support/tools.js';

const EXTERNAL = { externalDatabase: { host: 'db.example.com', port: 5432 } };
const EMBEDDED = { password: PostgresPassword.fromSecret() };

/** An app with a chart made of some properties, and a release `dev` of others. */
function app(chart: DagsterChartProps, dev: DagsterChartProps): DagsterApp {
  const root = new DagsterApp({ outdir: 'unused' });
  new DagsterChart(root, 'dev', dev);
  new HelmChart(root, 'floe-dagster', {
    version: '1.0.0',
    release: (scope) => new DagsterChart(scope, 'release', chart),
  });
  return root;
}

function values(root: DagsterApp): Record<string, Record<string, unknown>> {
  return parse(fileOf(root.render(), 'dev/values.yaml'));
}

/** Renders the chart of an app with the values document of its release, by the real helm. */
function expectAgreement(root: DagsterApp): void {
  const files = root.render();
  const { stdout, stderr } = inFolder(files, (folder) =>
    helm([
      'template',
      '--skip-tests',
      'dev',
      `${folder}/charts/floe-dagster`,
      '-n',
      'dev',
      '-f',
      `${folder}/dev/values.yaml`,
    ]),
  );
  expect(stderr).toBe('');
  const manifests = fileOf(files, 'dev/manifests/dagster.k8s.yaml');
  expect(byName(parseManifests(stdout))).toEqual(byName(parseManifests(manifests)));
}

test('a values document takes back what the chart of the app has by default and the release has not', () => {
  const root = app({ postgresql: EXTERNAL }, { postgresql: EMBEDDED });
  expect(values(root).postgresql).toEqual({ enabled: true, externalDatabase: null });
  expectAgreement(root);
});

test('a values document without a CPU limit takes back that of the chart', () => {
  const limits = { limits: { cpu: null, memory: '1Gi' } };
  const root = app({}, { webserver: { resources: limits }, values: { 'dagster-daemon': { resources: limits } } });
  const expected = { requests: expect.anything(), limits: { cpu: null, memory: '1Gi' } };
  expect(values(root)['dagster-webserver']?.resources).toEqual(expected);
  expect(values(root)['dagster-daemon']?.resources).toEqual(expected);
  expectAgreement(root);
});

test('a chart whose defaults have no CPU limit has none, and neither has a release without one', () => {
  const limits = { webserver: { resources: { limits: { cpu: null } } } };
  const root = app(limits, limits);
  expect(values(root)['dagster-webserver']?.resources).toMatchObject({ limits: { memory: '512Mi' } });
  expectAgreement(root);
});

test('a release differs from its chart in values alone: presets, replicas, the database, opened properties', () => {
  const image = (tag: string) => ({
    repository: 'registry.example.com/etl',
    tag: open('images.etl.tag', text(tag, 'Tag of the etl image.')),
  });
  const locations = (tag: string) => ({ locations: [{ name: 'etl', image: image(tag), args: ['-m', 'etl'] }] });
  const root = app({ userCode: locations('1') }, { preset: 'large', userCode: { ...locations('2'), replicas: 3 } });
  expect(values(root).images).toEqual({ etl: { tag: '2' } });
  expectAgreement(root);
});

test.each<[string, DagsterChartProps, DagsterChartProps, string]>([
  [
    'an image',
    {},
    { image: { repository: 'example.com/dagster', tag: '1' } },
    'Deployment dev-webserver.spec.template.spec.containers.0.image: found "example.com/dagster:1", where the chart has "docker.io/dagster/',
  ],
  ['an object', {}, { migration: {} }, 'Job dev-migrate: found an object that the chart has not'],
  ['an object that is missing', { migration: {} }, {}, 'Job dev-migrate: found no such object, which the chart has'],
  [
    'a property that only one of them opens',
    { image: { repository: 'a', tag: '1' } },
    { image: { repository: 'a', tag: open('tag', text('1', 'Tag.')) } },
    'found ["a:","(the knob tag, text)",""], where the chart has "a:1"',
  ],
  ['dagster.yaml', {}, { instance: { telemetry: true } }, 'ConfigMap dev-instance.data.dagster.yaml.(text): found "'],
  ['what is off', { webserver: { pathPrefix: '/a' } }, { webserver: { enabled: false } }, 'Deployment dev-webserver'],
])('rejects a release that differs from its chart in %s, which no values document says', (_, chart, dev, error) => {
  const errors = errorsOf(() => app(chart, dev).render());
  expect(errors.filter((line) => line.startsWith('dev: ') && line.includes(error))).not.toEqual([]);
  expect(errors[0]).toContain('give the chart floe-dagster the same properties, or set chart: false on this release');
});

test('the only chart of the app for releases of a kind is theirs, whatever its name', () => {
  const root = new DagsterApp({ outdir: 'unused' });
  const dev = new DagsterChart(root, 'dev', { preset: 'large' });
  const chart = new HelmChart(root, 'analytics', {
    version: '1.0.0',
    release: (scope) => new DagsterChart(scope, 'release'),
  });
  new HelmChart(root, 'other', { version: '1.0.0', release: (scope) => new Release(scope, 'release') });
  expect(dev.chart).toBe(chart);
  expect(fileOf(root.render(), 'dev/values.yaml').split('\n')[0]).toBe(
    '# Values of the release dev for the Helm chart analytics; generated, do not edit.',
  );
  new DagsterChart(root, 'unlike', { webserver: { pathPrefix: '/other' } });
  expect(errorsOf(() => root.render())[0]).toMatch(
    /^unlike: .*; allowed: what the chart analytics has, but for values;/,
  );
});

test('a release may be marked as not for the chart', () => {
  const root = app({}, { image: { repository: 'example.com/dagster', tag: '1' }, chart: false });
  expect(fileOf(root.render(), 'dev/values.yaml')).toMatch(/^# Values of the release dev; generated, do not edit\.$/m);
});

test('rejects a chart that the app has not', () => {
  const root = new DagsterApp({ outdir: 'unused' });
  new DagsterChart(root, 'dev', { chart: 'floe' });
  expect(errorsOf(() => root.render())).toEqual([
    'dev: chart: found "floe"; allowed: no name, since the app has no HelmChart',
  ]);
});

/** An app with a chart and a release of things. */
function things(chart: (release: Release) => unknown, own: (release: Release) => unknown): ReleaseApp {
  const root = new ReleaseApp({ outdir: 'unused' });
  own(new Release(root, 'dev'));
  const release = (scope: Construct) => {
    const made = new Release(scope, 'release');
    chart(made);
    return made;
  };
  new HelmChart(root, 'things', { version: '1.0.0', release });
  return root;
}

const thing = (spec: object, namespace?: string) => (release: Release) =>
  new ApiObject(release, `thing-${namespace}`, {
    ...{ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'thing', namespace } },
    spec,
  });

test('rejects a release without a value where the chart falls back to a default', () => {
  const word = (initial: string | undefined) => thing({ word: open('word', text(initial, 'A word.')) });
  expect(errorsOf(() => things(word('x'), word(undefined)).render())).toEqual([
    expect.stringContaining('values word: found nothing, where the chart has the default "x"'),
  ]);
  expect(errorsOf(() => things(word(undefined), word('x')).render())).toEqual([]);
});

test('rejects a difference between objects of one kind and name in two namespaces', () => {
  const both = (value: number) => (release: Release) => {
    thing({ value }, 'one')(release);
    thing({ value: 1 }, 'two')(release);
  };
  expect(errorsOf(() => things(both(1), both(2)).render())).toEqual([expect.stringContaining('found 2, where')]);
  expect(errorsOf(() => things(both(1), both(1)).render())).toEqual([]);
});

test('names in keys, which stand in another order then, are no difference', () => {
  const keys = ({ releaseName }: Release) => ({ [releaseName]: 1, a: 2, z: 3 });
  const build = (release: Release) => thing(keys(release))(release);
  expect(errorsOf(() => things(build, build).render())).toEqual([]);
});
