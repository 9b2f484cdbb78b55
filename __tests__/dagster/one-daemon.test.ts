import { App } from 'cdk8s';
import {
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  HelmChart,
  Storage,
  ValidationError,
} from '../../lib/index.js';

const EXTERNAL = { enabled: false, externalDatabase: { host: 'pg.example.com', port: 5432 } };

/** What is wrong with an app of two releases, `one` and `two`. */
function errorsOf(
  one: DagsterChartProps,
  two: DagsterChartProps,
  app: App = new DagsterApp({ outdir: 'unused' }),
): string[] {
  new DagsterChart(app, 'one', one);
  new DagsterChart(app, 'two', two);
  try {
    if (app instanceof DagsterApp) app.render();
    else app.synthYaml();
    return [];
  } catch (error) {
    return error instanceof ValidationError
      ? error.issues.map(({ source, path }) => `${source} ${path}`)
      : [`${error}`];
  }
}

const TWICE = ['two dagster-daemon.enabled'];

test('two daemons on one database are an error of the later release, which says whose daemon it is', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  new DagsterChart(app, 'one', { postgresql: EXTERNAL });
  new DagsterChart(app, 'two', { postgresql: EXTERNAL });
  expect(() => app.render()).toThrow(
    'two: dagster-daemon.enabled: found true, and the daemon of one works on the same database: host ' +
      'pg.example.com, port 5432, database dagster; allowed: one daemon a database, since two run every schedule and sensor twice; give one ' +
      'of the releases a `postgresql.database` of its own, disable its daemon, or describe another cluster in an app of its own',
  );
});

test.each<[string, DagsterChartProps, DagsterChartProps]>([
  [
    'a host in capitals',
    { postgresql: EXTERNAL },
    { postgresql: { ...EXTERNAL, externalDatabase: { host: 'PG.example.com', port: 5432 } } },
  ],
  [
    'the Service of the other',
    { namespace: 'data' },
    { postgresql: { enabled: false, externalDatabase: { host: 'one-postgresql.data.svc.cluster.local', port: 5432 } } },
  ],
  [
    'the Service of the other in its namespace',
    { namespace: 'data' },
    { namespace: 'data', postgresql: { enabled: false, externalDatabase: { host: 'one-postgresql', port: 5432 } } },
  ],
  [
    'a host in one Secret',
    {
      namespace: 'data',
      postgresql: { ...EXTERNAL, valueFrom: { host: { secretKeyRef: { name: 'pg', key: 'host' } } } },
    },
    {
      namespace: 'data',
      postgresql: { ...EXTERNAL, valueFrom: { host: { secretKeyRef: { name: 'pg', key: 'host' } } } },
    },
  ],
  [
    'a host, where users alone stand in Secrets',
    { postgresql: { ...EXTERNAL, valueFrom: { username: { secretKeyRef: { name: 'pg', key: 'user' } } } } },
    { postgresql: { ...EXTERNAL, valueFrom: { username: { secretKeyRef: { name: 'pg', key: 'user' } } } } },
  ],
  ['a host of the values document', { postgresql: EXTERNAL }, { values: { postgresql: EXTERNAL } }],
])('they are found by %s', (_, one, two) => {
  expect(errorsOf(one, two)).toEqual(TWICE);
});

test.each<[string, DagsterChartProps]>([
  ['another database', { postgresql: { ...EXTERNAL, database: 'other' } }],
  ['another port', { postgresql: { ...EXTERNAL, externalDatabase: { host: 'pg.example.com', port: 5433 } } }],
  ['another schema', { postgresql: EXTERNAL, instance: { storage: { params: { options: '-csearch_path=two' } } } }],
  ['no daemon', { postgresql: EXTERNAL, daemon: { enabled: false } }],
  ['no daemon in its values document', { postgresql: EXTERNAL, values: { 'dagster-daemon': { enabled: false } } }],
  ['storage of its own', { postgresql: EXTERNAL, instance: { storage: Storage.custom({ module: 'm', class: 'C' }) } }],
  ['an embedded database', {}],
])('a release may stand beside another with %s', (_, two) => {
  expect(errorsOf({ postgresql: EXTERNAL }, two)).toEqual([]);
});

test('a host that is missing is no database that two have', () => {
  const values = { postgresql: { enabled: false, externalDatabase: { port: 5432 } } };
  expect(errorsOf({ namespace: 'data', values }, { namespace: 'data', values })).toEqual([
    'one postgresql.externalDatabase.host',
    'two postgresql.externalDatabase.host',
  ]);
});

test('hosts without a domain are those of a namespace', () => {
  const postgresql = { enabled: false, externalDatabase: { host: 'pg', port: 5432 } };
  expect(errorsOf({ postgresql }, { postgresql })).toEqual([]);
});

test('a chart counts as nobody, and a plain cdk8s app is checked, too', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  new HelmChart(app, 'floe-dagster', {
    version: '1.0.0',
    release: (scope) => new DagsterChart(scope, 'release', { postgresql: EXTERNAL }),
  });
  expect(errorsOf({ postgresql: EXTERNAL }, { postgresql: EXTERNAL, daemon: { enabled: false } }, app)).toEqual([]);
  expect(errorsOf({ postgresql: EXTERNAL }, { postgresql: EXTERNAL }, new App())).toEqual([
    expect.stringContaining('the daemon of one works on the same database'),
  ]);
});
