import { Chart } from 'cdk8s';
import { parse } from 'yaml';
import { DagsterApp, DagsterChart, type DagsterChartProps, PostgresPassword, Release } from '../../lib/index.js';
import { errorsOf, PRESET_NAMES, usualFiles } from '../support/releases.js';

const build = (props: DagsterChartProps = {}): DagsterChart =>
  new DagsterChart(new DagsterApp({ outdir: 'unused' }), 'test', props);

const rebuild = (values: object | string, props: DagsterChartProps = {}): DagsterChart =>
  DagsterChart.fromValues(new DagsterApp({ outdir: 'unused' }), 'test', values, props);

const externalDatabase = { host: 'db.example.com', port: 5433 };

describe('properties override a preset leaf by leaf', () => {
  test('a limit alone leaves the other limit and the requests as they are', () => {
    const { values } = build({ preset: 'medium', webserver: { resources: { limits: { cpu: '1500m' } } } });
    expect(values['dagster-webserver']).toStrictEqual({
      enabled: true,
      replicaCount: 1,
      resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1500m', memory: '1Gi' } },
    });
    expect(values['dagster-daemon']).toStrictEqual(build({ preset: 'medium' }).values['dagster-daemon']);
  });

  test.each([
    [{ webserver: { replicas: 3 } }, 'dagster-webserver.replicaCount', 3],
    [{ webserver: { enabled: false } }, 'dagster-webserver.enabled', false],
    [{ daemon: { resources: { requests: { cpu: '0.2' } } } }, 'dagster-daemon.resources.requests.cpu', '0.2'],
    [{ userCode: { replicas: 2 } }, 'dagster-user-code.replicaCount', 2],
    [{ postgresql: { externalDatabase } }, 'postgresql', { enabled: false, externalDatabase }],
  ])('%j', (props, path, value) => {
    expect(build(props).values).toHaveProperty(path, value);
  });

  test('a resource that the preset lacks is added to it', () => {
    const gpu = { 'nvidia.com/gpu': '1' };
    const { values } = build({ userCode: { resources: { requests: gpu, limits: gpu } } });
    expect(values['dagster-user-code']).toHaveProperty('resources.limits', { cpu: '1000m', memory: '1Gi', ...gpu });
  });
});

describe('a values document is laid over the properties as Helm lays it over a chart', () => {
  test('it stands over preset and properties, leaf by leaf', () => {
    const { values } = build({
      preset: 'large',
      webserver: { replicas: 2, resources: { limits: { cpu: '3' } } },
      values: { 'dagster-webserver': { resources: { limits: { memory: '3Gi' } } } },
    });
    expect(values['dagster-webserver']).toStrictEqual({
      enabled: true,
      replicaCount: 2,
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '3', memory: '3Gi' } },
    });
  });

  test('null removes a default, and stays in the document, which means the same again', () => {
    const { values } = rebuild({ 'dagster-daemon': { resources: { limits: null } } });
    expect(values['dagster-daemon']).toHaveProperty('resources', {
      requests: { cpu: '100m', memory: '256Mi' },
      limits: null,
    });
  });

  test('YAML text is read as Helm reads it', () => {
    const { values } = rebuild('dagster-webserver: {enabled: no, replicaCount: 0o2}\npostgresql: {enabled: on}\n');
    expect(values['dagster-webserver']).toMatchObject({ enabled: false, replicaCount: 2 });
    expect(values.postgresql).toStrictEqual({ enabled: true });
  });

  test('rejects YAML text that is no map with everything else that is wrong', () => {
    const app = new DagsterApp({ outdir: 'unused' });
    new DagsterChart(app, 'one', { values: '- a' });
    new DagsterChart(app, 'two', { values: '{' });
    new DagsterChart(app, 'three', { daemon: { replicas: 2 } });
    expect(errorsOf(() => app.render())).toEqual([
      'one: values: the YAML text holds a list; allowed: one map',
      expect.stringMatching(/^two: values: Flow map /),
      expect.stringMatching(/^three: dagster-daemon.replicaCount: found 2/),
    ]);
  });
});

const RELEASES: [string, DagsterChartProps][] = [
  ...PRESET_NAMES.map((preset): [string, DagsterChartProps] => [`the preset ${preset}`, { preset }]),
  ['an external database', { postgresql: { externalDatabase } }],
  [
    'services that are off',
    { webserver: { enabled: false }, daemon: { enabled: false }, userCode: { enabled: false } },
  ],
  ['replicas and resources', { webserver: { replicas: 4, resources: { limits: { 'nvidia.com/gpu': '2' } } } }],
  ['nulls', { values: { 'dagster-daemon': { enabled: null, resources: { limits: null } }, postgresql: null } }],
  [
    'nulls over properties',
    { postgresql: { externalDatabase }, values: { postgresql: { enabled: true, externalDatabase: null } } },
  ],
  [
    'a null over a resource that a property added',
    {
      webserver: { resources: { limits: { 'nvidia.com/gpu': '1' } } },
      values: { 'dagster-webserver': { resources: { limits: { 'nvidia.com/gpu': null } } } },
    },
  ],
];

describe('a release that the values of another one describe has the same values', () => {
  test.each(RELEASES)('%s', (_, props) => {
    const { values, valuesYaml } = build(props);
    expect(rebuild(values).values).toStrictEqual(values);
    expect(rebuild(valuesYaml).values).toStrictEqual(values);
    expect(rebuild(values).valuesYaml).toBe(valuesYaml);
  });
});

test('the same values over the same properties change nothing', () => {
  const { values } = build({ preset: 'medium', webserver: { replicas: 2 } });
  expect(build({ preset: 'medium', webserver: { replicas: 2 }, values }).values).toStrictEqual(values);
});

test('the manifests of a release and of the one that its values describe are the same', () => {
  const props: DagsterChartProps = { preset: 'large', webserver: { replicas: 2 }, postgresql: { externalDatabase } };
  expect(usualFiles({ values: build(props).values })).toEqual(usualFiles(props));
});

/** Changes every leaf. */
function spoil(map: object): void {
  for (const [key, value] of Object.entries(map)) {
    if (typeof value === 'object' && value !== null) spoil(value);
    else Object.assign(map, { [key]: 'changed' });
  }
}

describe('copies', () => {
  test('values are a fresh deep copy at every read', () => {
    const chart = build({
      webserver: { resources: { limits: { cpu: '2' } } },
      values: {
        'dagster-daemon': { resources: { limits: { cpu: '2' } } },
        postgresql: { enabled: false, externalDatabase },
      },
    });
    const before = structuredClone(chart.values);
    spoil(chart.values);
    expect(chart.values).toStrictEqual(before);
  });

  test('slices share nothing with each other', () => {
    const limits = { cpu: '2', memory: '2Gi' };
    const { values } = rebuild({
      'dagster-webserver': { resources: { limits } },
      'dagster-daemon': { resources: { limits } },
    });
    Object.assign(Object(values['dagster-webserver']), { resources: 'changed' });
    expect(values['dagster-daemon']).toHaveProperty('resources.limits', limits);
  });

  test('no input is changed', () => {
    const values = { 'dagster-webserver': { replicaCount: 2, resources: { limits: { cpu: '2000m' } } } };
    const props = {
      webserver: { resources: { requests: { cpu: '1000m' } } },
      userCode: {
        locations: [
          { name: 'a', image: { repository: 'r', tag: 't' }, args: ['x'], resources: { limits: { cpu: '1000m' } } },
        ],
      },
      postgresql: { password: PostgresPassword.fromSecret({ name: 's' }) },
      values,
    };
    const before = structuredClone({ ...props, postgresql: {} });
    usualFiles(props);
    expect({ ...props, postgresql: {} }).toStrictEqual(before);
  });

  test('a document that changes after construction changes nothing', () => {
    const values = { 'dagster-webserver': { replicaCount: 2 } };
    const chart = rebuild(values);
    values['dagster-webserver'].replicaCount = 5;
    expect(chart.values).toHaveProperty('dagster-webserver.replicaCount', 2);
  });
});

describe('the values as YAML', () => {
  test('it starts with the release, the chart, and a line that keeps Argo CD away', () => {
    const [first, second, third] = build({ release: 'analytics' }).valuesYaml.split('\n');
    expect(first).toBe('# Values of the release analytics for the Helm chart floe-dagster; generated, do not edit.');
    expect(second).toBe('# +argocd:skip-file-rendering');
    expect(third).toBe('dagster-webserver:');
  });

  test.each(['apiVersion:', 'kind:', 'metadata:'])('it never holds %s, which would trip Argo CD', (text) => {
    expect(build().valuesYaml).not.toContain(text);
  });

  test('each string is quoted, and parsed it equals the values', () => {
    const chart = build({ preset: 'large', postgresql: { externalDatabase } });
    expect(chart.valuesYaml).toContain('cpu: "4000m"');
    expect(parse(chart.valuesYaml, { version: '1.1' })).toStrictEqual(chart.values);
  });
});

test('values of a release with errors are an error', () => {
  const chart = rebuild({ 'dagster-webserver': { replicaCount: 0 }, 'dagster-daemon': { replicaCount: 2 } });
  const errors = [/^dagster-webserver\.replicaCount: found 0/, /^dagster-daemon\.replicaCount: found 2/];
  expect(errorsOf(() => chart.values)).toEqual(errors.map((error) => expect.stringMatching(error)));
  expect(errorsOf(() => chart.valuesYaml)).toHaveLength(2);
});

test('the release of a construct is the one above it', () => {
  const chart = build();
  expect(Release.of(chart.webserver)).toBe(chart);
  expect(Release.isRelease(chart)).toBe(true);
  expect(Release.isRelease(new Chart(chart, 'other'))).toBe(false);
});

test('the name is the construct id, and the namespace the name, unless given', () => {
  const { releaseName, namespace } = build();
  expect([releaseName, namespace]).toEqual(['test', 'test']);
  const named = build({ release: 'analytics', namespace: 'data' });
  expect([named.releaseName, named.namespace]).toEqual(['analytics', 'data']);
});
