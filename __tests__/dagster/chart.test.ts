import { POSTGRES_VERSION } from '../../lib/dagster/version.js';
import { DAGSTER_VERSION, type DagsterChartProps, PostgresPassword } from '../../lib/index.js';
import {
  errorsOfProps,
  find,
  namesOf,
  PRESET_NAMES,
  podsOf,
  usualChart,
  usualFiles,
  usualObjects,
} from '../support/releases.js';

const EMBEDDED: DagsterChartProps = { postgresql: { password: PostgresPassword.createdInCluster() } };
const EXTERNAL: DagsterChartProps = { postgresql: { externalDatabase: { host: 'db.example.com', port: 5433 } } };

/** Releases that together have every object there is. */
const RELEASES: [string, DagsterChartProps][] = [
  ['embedded', { ...EMBEDDED, createNamespace: true }],
  ['external', { ...EXTERNAL, namespace: 'data', preset: 'large' }],
  ['without Dagster', { webserver: { enabled: false }, daemon: { enabled: false }, userCode: { enabled: false } }],
];

/** The objects that one release has and another one lacks. */
function difference(more: DagsterChartProps, fewer: DagsterChartProps): string[] {
  const others = new Set(namesOf(usualObjects(fewer)));
  return namesOf(usualObjects(more)).filter((name) => !others.has(name));
}

test('the usual release is these objects', () => {
  expect(namesOf(usualObjects())).toEqual([
    ...['run', 'postgresql', 'user-code-example', 'webserver', 'daemon'].map((name) => `NetworkPolicy test-${name}`),
    ...['postgresql', 'run', 'user-code', 'webserver', 'daemon'].map((name) => `ServiceAccount test-${name}`),
    ...['instance', 'run-environment', 'workspace'].map((name) => `ConfigMap test-${name}`),
    ...['launcher', 'pods', 'terminator'].map((name) => `Role test-run-${name}`),
    ...['run-run-launcher', 'run-run-pods', 'webserver-run-terminator', 'daemon-run-launcher'].map(
      (name) => `RoleBinding test-${name}`,
    ),
    ...['postgresql', 'postgresql-headless', 'user-code-example', 'webserver'].map((name) => `Service test-${name}`),
    'StatefulSet test-postgresql',
    ...['user-code-example', 'webserver', 'daemon'].map((name) => `Deployment test-${name}`),
  ]);
});

describe('an object exists only while its component is enabled', () => {
  test.each([
    ['webserver', 'run-terminator', ['NetworkPolicy', 'ServiceAccount', 'RoleBinding', 'Service', 'Deployment']],
    ['daemon', 'run-launcher', ['NetworkPolicy', 'ServiceAccount', 'RoleBinding', 'Deployment']],
  ])('%s', (key, role, kinds) => {
    const gone = difference({}, { [key]: { enabled: false } });
    expect(gone).toEqual(
      kinds.map((kind) => (kind === 'RoleBinding' ? `${kind} test-${key}-${role}` : `${kind} test-${key}`)),
    );
    expect(difference({ [key]: { enabled: false } }, {})).toEqual([]);
  });

  test('userCode', () => {
    expect(difference({}, { userCode: { enabled: false } })).toEqual([
      'NetworkPolicy test-user-code-example',
      'ServiceAccount test-user-code',
      'Service test-user-code-example',
      'Deployment test-user-code-example',
    ]);
  });

  test('postgresql', () => {
    expect(difference({}, EXTERNAL)).toEqual([
      'NetworkPolicy test-postgresql',
      'ServiceAccount test-postgresql',
      'Service test-postgresql',
      'Service test-postgresql-headless',
      'StatefulSet test-postgresql',
    ]);
  });

  test('a values document decides it as properties do', () => {
    expect(usualFiles({ values: { 'dagster-daemon': { enabled: false } } })).toEqual(
      usualFiles({ daemon: { enabled: false } }),
    );
  });
});

test.each(RELEASES)('every object is in the release’s namespace, but the Namespace is in none (%s)', (_, props) => {
  for (const { kind, metadata } of usualObjects(props)) {
    expect(metadata.namespace).toBe(kind === 'Namespace' ? undefined : (props.namespace ?? 'test'));
  }
});

test.each(RELEASES)('every object and pod has the recommended labels (%s)', (_, props) => {
  const objects = usualObjects(props);
  for (const labels of [
    ...objects.map(({ metadata }) => metadata.labels),
    ...podsOf(objects).map((pods) => pods.labels),
  ]) {
    expect(labels).toMatchObject({
      'app.kubernetes.io/name': 'dagster',
      'app.kubernetes.io/instance': 'test',
      'app.kubernetes.io/part-of': 'dagster',
      'app.kubernetes.io/managed-by': 'cdk8s-dagster',
    });
  }
});

test('an object says the version of what it runs, and no pod does, which would restart at each version', () => {
  const image = { repository: 'example.com/dagster', tag: '1.14.0' };
  const objects = usualObjects({ ...EMBEDDED, image });
  const version = 'app.kubernetes.io/version';
  const versions = objects.map(({ kind, metadata }) => [kind, metadata.name, metadata.labels?.[version]]);
  expect(versions.filter(([, , label]) => label !== undefined).map(([, ...one]) => one.join(' '))).toEqual([
    expect.stringMatching(/^test-postgresql-password-[0-9a-f]{8} 1\.14\.0$/),
    `test-postgresql ${POSTGRES_VERSION}`,
    'test-user-code-example 1.2.3',
    'test-webserver 1.14.0',
    'test-daemon 1.14.0',
  ]);
  expect(podsOf(objects).filter(({ labels }) => version in labels)).toEqual([]);
});

test.each(RELEASES)('every name starts with the release’s name (%s)', (_, props) => {
  const objects = usualObjects({ ...props, release: 'analytics' }).filter(({ kind }) => kind !== 'Namespace');
  expect(objects.filter(({ metadata }) => !metadata.name.startsWith('analytics-'))).toEqual([]);
});

test('a selector holds the names of release, component and code location alone, and matches its own pods only', () => {
  const objects = usualObjects(EMBEDDED);
  const pods = podsOf(objects);
  const matching = (selector: object): string[] =>
    pods
      .filter(({ labels }) => Object.entries(selector).every(([key, value]) => labels[key] === value))
      .map(({ owner }) => owner);
  for (const { kind, metadata, spec } of objects.filter((object) => object.spec?.selector !== undefined)) {
    const selector = spec.selector.matchLabels ?? spec.selector;
    expect(Object.keys(selector).join()).toMatch(
      /^app\.kubernetes\.io\/component,app\.kubernetes\.io\/instance,app\.kubernetes\.io\/name(,dagster\.io\/code-location)?$/,
    );
    const owner =
      kind === 'Service' ? expect.stringContaining(metadata.name.replace('-headless', '')) : `${kind} ${metadata.name}`;
    expect(matching(selector)).toEqual([owner]);
  }
});

test('the namespace comes on request, with the pod-security level that all pods meet', () => {
  expect(difference({ createNamespace: true, namespace: 'data' }, { namespace: 'data' })).toEqual(['Namespace data']);
  const { metadata, ...others } = find(usualObjects({ createNamespace: true }), 'Namespace', 'test');
  expect(others).toStrictEqual({ apiVersion: 'v1', kind: 'Namespace' });
  expect(metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/warn': 'restricted',
  });
});

test('no release creates a Secret or holds the value of one', () => {
  const objects = RELEASES.flatMap(([, props]) => usualObjects(props));
  expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  const variables = podsOf(objects).flatMap(({ containers }) => containers.flatMap(({ env }) => env ?? []));
  const passwords = variables.filter(({ name }) => /PASSWORD$/.test(name));
  expect(passwords.length).toBeGreaterThan(5);
  for (const { name, ...source } of passwords) {
    expect(source).toStrictEqual({
      valueFrom: { secretKeyRef: { name: 'test-postgresql', key: 'postgresql-password' } },
    });
  }
});

test.each(PRESET_NAMES)('no quantity in the manifests of preset %s has another form in a cluster', (preset) => {
  const objects = usualObjects({ preset });
  const quantities = podsOf(objects).flatMap(({ containers }) =>
    containers.flatMap(({ resources }) => [...Object.values(resources.limits), ...Object.values(resources.requests)]),
  );
  expect(quantities.filter((quantity) => /000m$|1024[KMG]i$/.test(`${quantity}`))).toEqual([]);
  expect(quantities).toContain('1Gi');
});

test('one image of Dagster’s own runs everything but code locations and the database', () => {
  const image = { repository: 'registry.example.com/dagster', tag: '1.13.0' };
  const images = podsOf(usualObjects({ ...EMBEDDED, image })).map(({ owner, containers }) => [
    owner.replace(/-[0-9a-f]{8}$/, ''),
    ...new Set(containers.map((container) => container.image)),
  ]);
  const own = 'registry.example.com/dagster:1.13.0';
  expect(images).toEqual([
    ['Job test-postgresql-password', own],
    ['StatefulSet test-postgresql', expect.stringMatching(/^docker\.io\/library\/postgres:18/)],
    ['Deployment test-user-code-example', own, 'example.com/etl:1.2.3'],
    ['Deployment test-webserver', own],
    ['Deployment test-daemon', own],
  ]);
});

test('the Dagster version is pinned to 1.13', () => {
  expect(DAGSTER_VERSION).toMatch(/^1\.13\.\d+$/);
  const { spec } = find(usualObjects(), 'Deployment', 'test-daemon').spec.template;
  expect(spec.containers[0].image).toBe(`docker.io/dagster/dagster-celery-k8s:${DAGSTER_VERSION}`);
});

test('a change of the run launcher rolls what launches runs, and no other pod', () => {
  const checksums = (namespace: string): [string, unknown][] =>
    podsOf(usualObjects({ namespace })).map(({ owner, annotations }) => [owner, annotations['checksum/instance']]);
  const rolled = checksums('one').filter(([, checksum], index) => checksum !== checksums('two')[index]?.[1]);
  expect(rolled.map(([owner]) => owner)).toEqual(['Deployment test-webserver', 'Deployment test-daemon']);
});

test('an added code location rolls the webserver and the daemon, and no other code location', () => {
  const annotations = (add: boolean): Map<string, object> => {
    const chart = usualChart();
    if (add) chart.userCode.addLocation({ name: 'ml', image: { repository: 'ml', tag: '1' }, args: [] });
    return new Map(podsOf(chart.toJson()).map((pods) => [pods.owner, pods.annotations]));
  };
  const [before, after] = [annotations(false), annotations(true)];
  const rolled = [...before].filter(([owner, own]) => JSON.stringify(own) !== JSON.stringify(after.get(owner)));
  expect(rolled.map(([owner]) => owner)).toEqual(['Deployment test-webserver', 'Deployment test-daemon']);
});

test('rejects a preset that does not exist', () => {
  const props: DagsterChartProps = JSON.parse('{"preset": "huge"}');
  expect(errorsOfProps(props)).toEqual(['test: preset: found "huge"; allowed: small, medium, large']);
});
