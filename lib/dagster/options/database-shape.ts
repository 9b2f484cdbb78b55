import { is } from '../../engine/index.js';
import { OBJECT, OPEN_RESOURCES, PROCESS, TEXTS } from '../../kubernetes/options/process-shape.js';
import type { DagsterPostgresOptions } from '../components/postgres.js';
import { PostgresPassword } from '../components/postgres-password.js';
import type { DatabaseReference, DatabaseReferences, SecretKey } from '../config/database.js';
import { type ExternalDatabase, UNKNOWN_HOST } from '../contract/values.js';

const { deployment, ...PROCESS_OF_DATABASE } = PROCESS;

/** What stands for a database that is not said in full: one that nothing else is wrong with. */
const SOME_DATABASE: ExternalDatabase = { host: UNKNOWN_HOST, port: 1 };

const KEY = is.bag<SecretKey>({ name: is.required(is.text), key: is.required(is.text) }, { name: 'none', key: 'none' });

const REFERENCE = is.bag<DatabaseReference>({ secretKeyRef: KEY, configMapKeyRef: KEY });

export const POSTGRESQL = is.bag<DagsterPostgresOptions>({
  ...PROCESS_OF_DATABASE,
  enabled: is.decided(is.flag, 'postgresql.enabled'),
  externalDatabase: is.bag<ExternalDatabase>(
    {
      host: is.required(is.decided(is.anyText, 'postgresql.externalDatabase.host')),
      port: is.required(is.decided(is.number, 'postgresql.externalDatabase.port')),
    },
    SOME_DATABASE,
  ),
  database: is.open(is.text),
  username: is.open(is.text),
  valueFrom: is.bag<DatabaseReferences>({
    host: REFERENCE,
    port: REFERENCE,
    database: REFERENCE,
    username: REFERENCE,
  }),
  password: is.made(PostgresPassword, 'PostgresPassword.fromSecret(), .createdInCluster() or .fromExternalSecret()'),
  resources: OPEN_RESOURCES,
  dataDirectory: is.text,
  statefulSet: is.bag(OBJECT),
  settings: TEXTS,
  storageSize: is.open(is.anyText),
  storageClassName: is.open(is.anyText),
});
