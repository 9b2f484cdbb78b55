import { codeServerYaml } from '../../../lib/dagster/config/dagster-yaml.js';
import { CertificateAuthority, DatabaseAuth, RunCoordinator, RunLauncher, Storage } from '../../../lib/index.js';
import { configOf } from '../../support/dagster-yaml.js';
import { javascript } from '../../support/javascript.js';
import { errorsOfProps, find, podsOf, usualObjects } from '../../support/releases.js';

const OWN = { module: 'my_company.storage', class: 'Storage', config: { url: { env: 'STORAGE_URL' }, table: 'runs' } };

const postgres_db = {
  scheme: 'postgresql+psycopg2',
  hostname: { env: 'DAGSTER_PG_HOST' },
  port: { env: 'DAGSTER_PG_PORT' },
  db_name: { env: 'DAGSTER_PG_DB' },
  username: { env: 'DAGSTER_PG_USERNAME' },
  password: { env: 'DAGSTER_PG_PASSWORD' },
};

/** What `dagster.yaml` says of storage, and in which order. */
function storageOf(storage: Storage): [string, unknown][] {
  return Object.entries(configOf({ storage })).filter(([key]) => key.endsWith('storage'));
}

const errorsWith = (storage: Storage) => errorsOfProps({ instance: { storage } });

test('a class of one’s own may keep everything', () => {
  expect(storageOf(Storage.custom(OWN))).toEqual([['storage', { custom: OWN }]]);
  expect(errorsWith(Storage.custom(OWN))).toEqual([]);
});

test('or parts of it, where the others stay in PostgreSQL', () => {
  expect(storageOf(Storage.custom({ eventLogStorage: OWN }))).toEqual([
    ['run_storage', { module: 'dagster_postgres.run_storage', class: 'PostgresRunStorage', config: { postgres_db } }],
    ['event_log_storage', OWN],
    [
      'schedule_storage',
      { module: 'dagster_postgres.schedule_storage', class: 'PostgresScheduleStorage', config: { postgres_db } },
    ],
  ]);
  const [, events] = storageOf(Storage.custom({ runStorage: OWN, scheduleStorage: OWN }));
  expect(events).toEqual([
    'event_log_storage',
    { module: 'dagster_postgres.event_log', class: 'PostgresEventLogStorage', config: { postgres_db } },
  ]);
});

test('what is said of PostgreSQL holds for the parts that stay there, and for the pods', () => {
  const certificateAuthority = CertificateAuthority.fromSecret({ name: 'ca' });
  const storage = Storage.custom({
    runStorage: OWN,
    postgres: { certificateAuthority, authProvider: DatabaseAuth.gcp(), autocreateTables: false },
  });
  const { password, ...db } = postgres_db;
  const params = { sslmode: 'verify-full', sslrootcert: '/opt/dagster/database-ca/ca.crt' };
  expect(storageOf(storage)[1]).toEqual([
    'event_log_storage',
    {
      module: 'dagster_postgres.event_log',
      class: 'PostgresEventLogStorage',
      config: { postgres_db: { ...db, params }, auth_provider: { gcp_wif: {} }, should_autocreate_tables: false },
    },
  ]);
  const daemon = find(usualObjects({ instance: { storage } }), 'Deployment', 'test-daemon').spec.template.spec;
  expect(daemon.volumes).toContainEqual(expect.objectContaining({ name: 'database-ca' }));
  expect(JSON.stringify(daemon)).not.toContain('DAGSTER_PG_PASSWORD');
});

test('code servers read it, and the whole release', () => {
  expect(codeServerYaml({ storage: Storage.custom({ eventLogStorage: OWN }) })).toContain('my_company.storage');
  const { data } = find(usualObjects({ instance: { storage: Storage.custom(OWN) } }), 'ConfigMap', 'test-instance');
  expect(data['dagster.yaml']).toContain('module: "my_company.storage"');
});

test('pods log in to a database only where something is left in PostgreSQL', () => {
  const waits = (storage: Storage) =>
    podsOf(usualObjects({ instance: { storage }, migration: {} }))
      .flatMap(({ containers }) => containers.filter(({ name }) => name === 'check-db-ready'))
      .map(({ command }) => (command[2].includes('psycopg2') ? 'logs in' : 'connects'));
  expect(new Set(waits(Storage.custom({ eventLogStorage: OWN })))).toEqual(new Set(['logs in']));
  const all = Storage.custom({ runStorage: OWN, eventLogStorage: OWN, scheduleStorage: OWN });
  for (const storage of [Storage.custom(OWN), all]) expect(new Set(waits(storage))).toEqual(new Set(['connects']));
});

test('rejects names that are none, and secrets in clear, all at once', () => {
  const config = {
    url: 'mysql://dagster:hunter2@db/dagster',
    login: [{ password: 'hunter2' }],
    aws_secret_access_key: 'hunter2',
    password_secret: 'db',
    user: 'me',
  };
  const storage = Storage.custom({ eventLogStorage: { module: 'my-company', class: 'Event Log', config } });
  const secret =
    'found a secret in clear; allowed: a reference, { env: NAME }; take the variable from a Secret, in instance.env';
  const at = 'test/instance: storage.eventLogStorage';
  expect(errorsWith(storage)).toEqual([
    `${at}.module: found "my-company"; allowed: a Python module, such as "my_company.launcher"`,
    `${at}.class: found "Event Log"; allowed: the name of a Python class`,
    `${at}.config.url: ${secret}`,
    `${at}.config.login.0.password: ${secret}`,
    `${at}.config.aws_secret_access_key: ${secret}`,
  ]);
});

test('other classes of one’s own hold no secrets either', () => {
  const custom = { module: 'm', class: 'C', config: { api_token: 'hunter2' } };
  const errors = errorsOfProps({
    runLauncher: RunLauncher.custom(custom),
    instance: { runCoordinator: RunCoordinator.custom(custom) },
  });
  expect(errors).toEqual([
    expect.stringContaining('runCoordinator.config.api_token: found a secret in clear'),
    expect.stringContaining('runLauncher.config.api_token: found a secret in clear'),
  ]);
  expect(errors.join()).not.toContain('hunter2');
});

test('rejects a class for nothing, and options of a PostgreSQL that keeps nothing', () => {
  expect(errorsWith(Storage.custom({}))).toEqual([
    'test/instance: storage: found {}; allowed: a class for all, or one of runStorage, eventLogStorage, scheduleStorage',
  ]);
  const all = { runStorage: OWN, eventLogStorage: OWN, scheduleStorage: OWN };
  expect(errorsWith(Storage.custom({ ...all, postgres: { params: { sslmode: 'require' } } }))).toEqual([
    'test/instance: storage.postgres: found {"params":{"sslmode":"require"}}; allowed: nothing where no part is kept in PostgreSQL; leave it out',
  ]);
});

test('rejects from JavaScript what TypeScript does not take', () => {
  expect(errorsWith(Storage.custom(javascript({ events: OWN })))).toEqual([
    expect.stringContaining('test/instance: storage.events: unknown key "events"'),
  ]);
  expect(errorsWith(Storage.custom(javascript({ module: 'm' })))).toEqual([
    expect.stringContaining('test/instance: storage.class: missing'),
  ]);
  expect(errorsOfProps({ instance: { storage: javascript('postgres') } })).toEqual([
    expect.stringContaining('instance.storage: found "postgres"; allowed: Storage.custom(), or an object'),
  ]);
});
