import type { DagsterChartProps } from '../../../lib/index.js';
import { errorsOfProps, errorsOfValues } from '../../support/releases.js';

const webserver = (slice: object): object => ({ 'dagster-webserver': slice });
const requests = (list: object): object => webserver({ resources: { requests: list } });
const external = (host: unknown, port: unknown = 5432): object => ({
  postgresql: { enabled: false, externalDatabase: { host, port } },
});

describe('replicas', () => {
  const allowed = 'allowed: integer, at least 1 and at most 2147483647';
  test.each([
    [0, `found 0; ${allowed}`],
    [-1, `found -1; ${allowed}`],
    [1.5, `found 1.5; ${allowed}`],
    ['2', `found "2"; ${allowed}; write 2 without quotes`],
    [true, `found true; ${allowed}`],
    [2 ** 31, `found 2147483648; ${allowed}`],
  ])('rejects %j', (replicaCount, error) => {
    expect(errorsOfValues(webserver({ replicaCount }))).toEqual([`test: dagster-webserver.replicaCount: ${error}`]);
  });

  test('rejects two daemons', () => {
    expect(errorsOfValues({ 'dagster-daemon': { replicaCount: 2 } })).toEqual([
      'test: dagster-daemon.replicaCount: found 2; allowed: exactly 1, since two would run every schedule and sensor twice',
    ]);
  });

  test.each([0, -1, 1.5])('rejects %j as a property too', (replicas) => {
    const error = `dagster-user-code.replicaCount: found ${replicas}; ${allowed}`;
    expect(errorsOfProps({ userCode: { replicas } })).toEqual([`test: ${error}`]);
  });

  test.each([NaN, Infinity])('rejects %s as a property', (replicas) => {
    expect(errorsOfProps({ webserver: { replicas } })).toEqual([
      expect.stringMatching(
        `^test: webserver.replicas: found ${replicas}; allowed: a number; look at what it is computed from$`,
      ),
    ]);
  });
});

describe('quantities', () => {
  const allowed = 'allowed: a Kubernetes quantity of at least 0 as a string, such as "500m" or "1Gi"';
  test.each([
    ['abc', `found "abc"; ${allowed}`],
    ['1 Gi', `found "1 Gi"; ${allowed}`],
    ['', `found ""; ${allowed}`],
    ['-1', `found "-1"; ${allowed}`],
    ['1GB', `found "1GB"; ${allowed}`],
    [1, `found 1; ${allowed}; quote it: "1"`],
    [0.5, `found 0.5; ${allowed}; quote it: "0.5"`],
    [{}, `found {}; ${allowed}`],
  ])('rejects %j', (memory, error) => {
    const path = 'test: dagster-webserver.resources.requests.memory';
    expect(errorsOfValues(requests({ memory }))).toEqual([`${path}: ${error}`]);
  });

  test('rejects a request above its limit, compared by value', () => {
    const resources = { requests: { cpu: '1001m', memory: '1Gi' }, limits: { cpu: '1', memory: '1024Mi' } };
    expect(errorsOfValues(webserver({ resources }))).toEqual([
      'test: dagster-webserver.resources.requests.cpu: found 1001m, above the limit; allowed: at most the limit, 1; lower the request or raise limits.cpu',
    ]);
  });

  test('rejects a request above a limit that only the preset gives', () => {
    expect(errorsOfValues(requests({ memory: '1Gi' }))).toEqual([
      expect.stringContaining('found 1Gi, above the limit; allowed: at most the limit, 512Mi'),
    ]);
  });

  test('rejects a part of an extended resource', () => {
    expect(errorsOfValues(requests({ 'nvidia.com/gpu': '1.5' }))).toEqual([
      'test: dagster-webserver.resources.requests.nvidia.com/gpu: found "1.5"; allowed: a whole number as a string, such as "1"',
    ]);
  });

  test.each([{ 'nvidia.com/gpu': '2' }, {}])(
    'rejects a request for an extended resource with the limits %j',
    (limits) => {
      const resources = { requests: { 'nvidia.com/gpu': '1' }, limits };
      expect(errorsOfValues(webserver({ resources }))).toEqual([
        expect.stringMatching(
          /^test: dagster-webserver\.resources\.requests\.nvidia\.com\/gpu: found 1.*; allowed: what the limit is/,
        ),
      ]);
    },
  );

  test('extended resources, local disk and huge pages are welcome', () => {
    const list = { 'nvidia.com/gpu': '1', 'ephemeral-storage': '1Gi', 'hugepages-2Mi': '4Mi' };
    expect(errorsOfValues(webserver({ resources: { requests: list, limits: list } }))).toEqual([]);
  });
});

describe('unknown keys, the nearest known one suggested', () => {
  test.each([
    [{ 'dagster-webservr': {} }, 'dagster-webservr', 'dagster-webserver'],
    [{ postgres: {} }, 'postgres', 'postgresql'],
    [webserver({ replicas: 1 }), 'dagster-webserver.replicas', 'replicaCount'],
    [webserver({ resources: { request: {} } }), 'dagster-webserver.resources.request', 'requests'],
    [requests({ memry: '1Gi' }), 'dagster-webserver.resources.requests.memry', 'memory'],
    [{ postgresql: { enable: true } }, 'postgresql.enable', 'enabled'],
    [
      { postgresql: { enabled: false, externalDatabase: { host: 'db', port: 1, prt: 2 } } },
      'postgresql.externalDatabase.prt',
      'port',
    ],
  ])('rejects %j', (values, path, nearest) => {
    const key = path.split('.').at(-1);
    const [error, ...others] = errorsOfValues(values);
    expect(others).toEqual([]);
    expect(error).toMatch(`test: ${path}: unknown key "${key}"; allowed: `);
    expect(error).toMatch(`; did you mean "${nearest}"?`);
  });
});

describe('the external database', () => {
  test.each([
    [{ enabled: false }, 'missing; allowed: {host, port} while enabled is false; add it'],
    [
      { enabled: true, externalDatabase: { host: 'db', port: 1 } },
      'found {"host":"db","port":1}; allowed: nothing while enabled is true; set enabled: false to use an external database',
    ],
    [
      { externalDatabase: { host: 'db', port: 1 } },
      'found {"host":"db","port":1}; allowed: nothing while enabled is true; set enabled: false to use an external database',
    ],
    [{ enabled: false, externalDatabase: 'db:5432' }, 'found "db:5432"; allowed: {host, port}, a map with both keys'],
  ])('rejects %j', (postgresql, error) => {
    expect(errorsOfValues({ postgresql })).toEqual([`test: postgresql.externalDatabase: ${error}`]);
  });

  test('rejects one without host and port, each told', () => {
    expect(errorsOfValues({ postgresql: { enabled: false, externalDatabase: {} } })).toEqual([
      'test: postgresql.externalDatabase.host: missing; allowed: {host, port}, a map with both keys; add it',
      'test: postgresql.externalDatabase.port: missing; allowed: {host, port}, a map with both keys; add it',
    ]);
  });

  test.each([
    ...[
      'postgres://db',
      'https://db/',
      'my db',
      'db:5432',
      'user@db',
      '',
      ' db',
      'db\n',
      'a..b',
      '.a',
      '-a',
      'a-',
      'a_b',
    ],
    ...['1.2.3', '256.1.1.1', '1.2.3.4.5', '[::1]', '::1%eth0', ':::1', 'x'.repeat(64), 'é'],
  ])('rejects the host %j', (host) => {
    const allowed = 'allowed: a DNS name or an IP address, without scheme, port or spaces';
    const error = `test: postgresql.externalDatabase.host: found ${JSON.stringify(host)}; ${allowed}`;
    expect(errorsOfValues(external(host))).toEqual([error]);
  });

  test.each(['db', 'db.example.com', 'DB-1.example.com', '1a.example', '10.0.0.7', '::1', '2001:db8::5432'])(
    'the host may be %s',
    (host) => expect(errorsOfValues(external(host))).toEqual([]),
  );

  test.each([
    [0, 'found 0; allowed: a port, 1 to 65535'],
    [65536, 'found 65536; allowed: a port, 1 to 65535'],
    [-1, 'found -1; allowed: a port, 1 to 65535'],
    [1.5, 'found 1.5; allowed: a port, 1 to 65535'],
    ['5432', 'found "5432"; allowed: a port, 1 to 65535; write 5432 without quotes'],
  ])('rejects the port %j', (port, error) => {
    expect(errorsOfValues(external('db', port))).toEqual([`test: postgresql.externalDatabase.port: ${error}`]);
  });

  test.each([1, 65535])('the port may be %j', (port) => {
    expect(errorsOfValues(external('db', port))).toEqual([]);
  });
});

describe('documents and slices that are no maps', () => {
  test.each([
    ['a list', [], 'test: values: found '],
    ['a date', new Date(0), 'test: values: found '],
    ['a number as a slice', { postgresql: 5 }, 'test: postgresql: found 5; allowed: object'],
    ['a list as a slice', webserver([]), 'test: dagster-webserver: found []; allowed: object'],
    [
      'a word for a switch',
      webserver({ enabled: 'no' }),
      'test: dagster-webserver.enabled: found "no"; allowed: boolean',
    ],
    ['a __proto__ key', JSON.parse('{"__proto__": {}}'), 'test: found the key "__proto__"'],
  ])('rejects %s', (_, values, error) => {
    expect(errorsOfValues(values)).toEqual([expect.stringContaining(error)]);
  });
});

test('a null that has no default to remove is told so', () => {
  expect(errorsOfValues(external('db', null))).toEqual([
    expect.stringContaining('found null; allowed: a port, 1 to 65535; leave the key out'),
  ]);
});

const NAMES: [string, DagsterChartProps, string][] = [
  ['release name', { release: 'My_Release', namespace: 'n' }, 'test: release name "My_Release" is no DNS label'],
  ['release name', { release: 'a.b', namespace: 'n' }, 'test: release name "a.b" is no DNS label'],
  ['release name', { release: '', namespace: 'n' }, 'test: release name "" is no DNS label'],
  ['release name', { release: '1st', namespace: 'n' }, 'test: release name "1st" is no DNS label'],
  [
    'release name',
    { release: 'x'.repeat(64), namespace: 'n' },
    `test: release name "${'x'.repeat(64)}" is no DNS label`,
  ],
  ['namespace', { namespace: 'Prod' }, 'test: namespace "Prod" is no DNS label'],
  ['namespace', { namespace: 'x'.repeat(64) }, `test: namespace "${'x'.repeat(64)}" is no DNS label`],
  ['namespace', { namespace: 'a.b' }, 'test: namespace "a.b" is no DNS label'],
];

test.each(NAMES)('rejects a %s that is no DNS label: %j', (_, props, error) => {
  expect(errorsOfProps(props)).toEqual([expect.stringContaining(error)]);
});

test('a namespace may start with a digit, which the name of a Service may not', () => {
  expect(errorsOfProps({ namespace: '1st-team' })).toEqual([]);
});
