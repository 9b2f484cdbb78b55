import { parse } from 'yaml';
import {
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  HelmChart,
  open,
  PostgresPassword,
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
    helm(['template', 'dev', `${folder}/charts/floe-dagster`, '-n', 'dev', '-f', `${folder}/dev/values.yaml`]),
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
