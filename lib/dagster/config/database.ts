import type { IEnvVar } from 'kubernetes-models/v1';
import {
  checkSecretKey,
  type Issue,
  notAllowed,
  type Open,
  type Token,
  type Tokenized,
  within,
} from '../../engine/index.js';

/** The environment variables that say where the database is; `dagster.yaml` reads them, and run pods get them too. */
export const DATABASE_ENV = {
  host: 'DAGSTER_PG_HOST',
  port: 'DAGSTER_PG_PORT',
  database: 'DAGSTER_PG_DB',
  username: 'DAGSTER_PG_USERNAME',
  password: 'DAGSTER_PG_PASSWORD',
} as const;

const SETTINGS = ['host', 'port', 'database', 'username'] as const;

/** What follows the release name in the name of the password's Secret, if no other is given. */
export const POSTGRES_SECRET = 'postgresql';

/** One value that stands in a Secret or in a ConfigMap, in the namespace of the release. */
export interface DatabaseReference {
  /** The key of a Secret. @default - it is in a ConfigMap */
  readonly secretKeyRef?: SecretKey;
  /** The key of a ConfigMap. @default - it is in a Secret */
  readonly configMapKeyRef?: SecretKey;
}

/** What of a connection stands in Secrets and ConfigMaps. */
export interface DatabaseReferences {
  /** The host. @default - what the values document says */
  readonly host?: DatabaseReference;
  /** The port. @default - what the values document says */
  readonly port?: DatabaseReference;
  /** The database. @default - `database` */
  readonly database?: DatabaseReference;
  /** The user. @default - `username` */
  readonly username?: DatabaseReference;
}

/** Where the database is and who may use it. */
export interface DatabaseConnection {
  readonly host: Token<string>;
  /** The same, for pods in any namespace. */
  readonly fullHost: Token<string>;
  /** A number, as text. */
  readonly port: Token<string>;
  readonly database: Open<string>;
  readonly username: Open<string>;
  readonly password: SecretKey;
  /** What stands elsewhere, in the place of what is said here. @default - nothing */
  readonly valueFrom?: DatabaseReferences | undefined;
}

/** One value of a Secret. */
export interface SecretKey {
  /** The name of the Secret, in the namespace of the release. */
  readonly name: string;
  /** The key in it. */
  readonly key: string;
}

/** What a ConfigMap may hold of a connection: all but the password, and what stands elsewhere. */
export function connectionSettings(connection: DatabaseConnection): Record<string, Tokenized<string>> {
  const { valueFrom = {} } = connection;
  const plain = SETTINGS.filter((name) => valueFrom[name] === undefined);
  return Object.fromEntries(plain.map((name) => [DATABASE_ENV[name], connection[name]]));
}

/** What stands elsewhere, as variables that refer to it. */
export function referredSettings({ valueFrom = {} }: DatabaseConnection): IEnvVar[] {
  return SETTINGS.flatMap((setting) => {
    const reference = valueFrom[setting];
    return reference === undefined ? [] : [{ name: DATABASE_ENV[setting], valueFrom: copyOf(reference) }];
  });
}

/** What people are told of a setting: what it is, or where it stands. */
export function toldOf(
  { valueFrom = {}, ...connection }: DatabaseConnection,
  setting: (typeof SETTINGS)[number],
): string {
  const reference = valueFrom[setting];
  if (reference === undefined) return `${connection[setting]}`;
  const { secretKeyRef, configMapKeyRef } = reference;
  const { name, key } = secretKeyRef ?? configMapKeyRef ?? { name: '', key: '' };
  return `that the ${secretKeyRef === undefined ? 'ConfigMap' : 'Secret'} ${name} names under the key ${key}`;
}

function copyOf({ secretKeyRef, configMapKeyRef }: DatabaseReference): NonNullable<IEnvVar['valueFrom']> {
  return {
    ...(secretKeyRef === undefined ? {} : { secretKeyRef: { ...secretKeyRef } }),
    ...(configMapKeyRef === undefined ? {} : { configMapKeyRef: { ...configMapKeyRef } }),
  };
}

/** The password, as a variable that refers to its Secret. */
export function passwordVariable({ password }: DatabaseConnection): IEnvVar {
  return { name: DATABASE_ENV.password, valueFrom: { secretKeyRef: { ...password } } };
}

/** A connection, less what stands elsewhere, as variables of a container. */
export function connectionVariables(connection: DatabaseConnection): Tokenized<IEnvVar>[] {
  return Object.entries(connectionSettings(connection)).map(([name, value]) => ({ name, value }));
}

/** What is wrong with references. @param embedded whether the release brings the database */
export function checkReferences(
  valueFrom: DatabaseReferences,
  plain: { readonly [K in keyof DatabaseReferences]: unknown },
  embedded: boolean,
): Issue[] {
  return SETTINGS.flatMap((setting) => {
    const reference = valueFrom[setting];
    if (reference === undefined) return [];
    const path = `valueFrom.${setting}`;
    const { secretKeyRef, configMapKeyRef } = reference;
    const key = secretKeyRef ?? configMapKeyRef;
    if (key === undefined || (secretKeyRef !== undefined && configMapKeyRef !== undefined)) {
      return [notAllowed(path, reference, 'either secretKeyRef or configMapKeyRef, { name, key }')];
    }
    return [
      ...within(path, checkSecretKey(key.name, key.key)),
      ...(plain[setting] === undefined
        ? []
        : [notAllowed(setting, plain[setting], `nothing beside ${path}; leave one out`)]),
      ...(embedded
        ? [
            notAllowed(
              path,
              reference,
              'nothing with the PostgreSQL of the release; set externalDatabase, or leave it out',
            ),
          ]
        : []),
    ];
  });
}
