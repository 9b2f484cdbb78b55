import { parse } from 'yaml';
import {
  type DagsterChartProps,
  type DagsterPostgresOptions,
  PostgresPassword,
  RunLauncher,
} from '../../../lib/index.js';
import {
  errorsOfProps,
  find,
  type KubernetesObject,
  podsOf,
  usualChart,
  usualObjects,
} from '../../support/releases.js';

const EXTERNAL: DagsterPostgresOptions = {
  externalDatabase: { host: 'pg-rw', port: 5432 },
  password: PostgresPassword.fromSecret({ name: 'pg-app', key: 'password' }),
};
const of = (key: string) => ({ secretKeyRef: { name: 'pg-app', key } });
const USERNAME = { name: 'DAGSTER_PG_USERNAME', valueFrom: of('username') };
const PASSWORD = { name: 'DAGSTER_PG_PASSWORD', valueFrom: of('password') };

/** The Secret that CloudNativePG writes. */
const whole: DagsterPostgresOptions = {
  ...EXTERNAL,
  valueFrom: { host: of('host'), port: of('port'), database: of('dbname'), username: of('username') },
};
const REFERRED = [
  { name: 'DAGSTER_PG_HOST', valueFrom: of('host') },
  { name: 'DAGSTER_PG_PORT', valueFrom: of('port') },
  { name: 'DAGSTER_PG_DB', valueFrom: of('dbname') },
  USERNAME,
  PASSWORD,
];

const ofDatabase = (env: readonly KubernetesObject[]) => env.filter(({ name }) => /^DAGSTER_PG_/.test(`${name}`));
const runEnvOf = (objects: readonly KubernetesObject[]) =>
  parse(find(objects, 'ConfigMap', 'test-instance').data['dagster.yaml']).run_launcher.config.run_k8s_config
    .container_config.env;

test('each process, each init container and the migration read the whole connection from where it stands', () => {
  const objects = usualObjects({ postgresql: whole, migration: {} });
  const containers = podsOf(objects).flatMap(({ owner, containers: all }) =>
    all.map(({ name, env }): [string, unknown] => [`${owner.replace(/-[0-9a-f]{8}$/, '')} ${name}`, ofDatabase(env)]),
  );
  expect(Object.fromEntries(containers)).toEqual({
    'Deployment test-user-code-example check-db-ready': REFERRED,
    'Deployment test-user-code-example user-code': REFERRED,
    'Deployment test-webserver check-db-ready': REFERRED,
    'Deployment test-webserver webserver': REFERRED,
    'Deployment test-daemon check-db-ready': REFERRED,
    'Deployment test-daemon daemon': REFERRED,
    'Job test-migrate check-db-ready': REFERRED,
    'Job test-migrate migrate': REFERRED,
  });
});

test('so do runs, whose ConfigMap holds none of it', () => {
  const objects = usualObjects({ postgresql: whole });
  expect(runEnvOf(objects)).toEqual(REFERRED);
  expect(find(objects, 'ConfigMap', 'test-run-environment').data).toEqual({ HOME: '/tmp' });
});

test('what stands nowhere else is said as before', () => {
  const objects = usualObjects({ postgresql: { ...EXTERNAL, valueFrom: { username: of('username') } } });
  expect(runEnvOf(objects)).toEqual([USERNAME, PASSWORD]);
  expect(find(objects, 'ConfigMap', 'test-run-environment').data).toEqual({
    HOME: '/tmp',
    DAGSTER_PG_HOST: 'pg-rw',
    DAGSTER_PG_PORT: '5432',
    DAGSTER_PG_DB: 'dagster',
  });
});

test('a value may stand in a ConfigMap', () => {
  const database = { configMapKeyRef: { name: 'settings', key: 'db' } };
  const objects = usualObjects({ postgresql: { ...EXTERNAL, valueFrom: { database } } });
  expect(runEnvOf(objects)).toEqual([{ name: 'DAGSTER_PG_DB', valueFrom: database }, PASSWORD]);
});

test.each<[string, DagsterChartProps, string]>([
  [
    'with the PostgreSQL of the release',
    { postgresql: { valueFrom: { username: of('username') } } },
    'valueFrom.username: found {"secretKeyRef":{"name":"pg-app","key":"username"}}; allowed: nothing with the PostgreSQL of the release; set externalDatabase, or leave it out',
  ],
  [
    'beside the same in plain text',
    { postgresql: { ...EXTERNAL, username: 'a', valueFrom: { username: of('username') } } },
    'username: found "a"; allowed: nothing beside valueFrom.username; leave one out',
  ],
  [
    'to nothing',
    { postgresql: { ...EXTERNAL, valueFrom: { host: {} } } },
    'valueFrom.host: found {}; allowed: either secretKeyRef or configMapKeyRef, { name, key }',
  ],
  [
    'in variables of the instance',
    { postgresql: EXTERNAL, instance: { env: [USERNAME] } },
    'allowed: any name but DAGSTER_HOME, DAGSTER_PG_HOST, DAGSTER_PG_PORT, DAGSTER_PG_DB, DAGSTER_PG_USERNAME, DAGSTER_PG_PASSWORD; say postgresql.valueFrom.username',
  ],
  [
    'for runs of Celery, which get no single values',
    {
      postgresql: { ...whole, valueFrom: { username: of('username') }, password: PostgresPassword.fromSecret() },
      runLauncher: RunLauncher.celeryK8s({ brokerSecret: { name: 'b', key: 'K' } }),
    },
    'env DAGSTER_PG_USERNAME: found a reference; allowed: a value',
  ],
])('a reference %s is refused', (_, props, error) => {
  expect(errorsOfProps(props)).toEqual([expect.stringContaining(error)]);
});

test.each([
  ['an external database', { enabled: false, externalDatabase: { host: 'db', port: 5432 } }, {}, 0],
  ['the embedded one', { enabled: true, externalDatabase: null }, { externalDatabase: { host: 'db', port: 5432 } }, 1],
])('a values document may say whether there is what references are for: %s', (_, said, postgresql, count) => {
  const valueFrom = { username: { secretKeyRef: { name: 'db', key: 'username' } } };
  const errors = errorsOfProps({ postgresql: { ...postgresql, valueFrom }, values: { postgresql: said } });
  expect(errors).toHaveLength(count);
  expect(errors.join()).toContain(count === 0 ? '' : 'allowed: nothing with the PostgreSQL of the release');
});

test('the notes and the documentation of a chart tell where it stands', () => {
  const { notes, documentation } = usualChart({ postgresql: whole });
  const under = (key: string) => `that the Secret pg-app names under the key ${key}`;
  expect(notes.map(({ otherwise }) => otherwise)).toContain(
    `PostgreSQL is not part of the release: it uses the database ${under('dbname')} of the user ${under('username')} ` +
      `at the host ${under('host')}, the port ${under('port')}.`,
  );
  expect(documentation.before).toContain(
    `needs the user ${under('username')}, and the database ${under('dbname')} that belongs to it`,
  );
});
