import type { IEnvVar } from 'kubernetes-models/v1';
import type { Open, Token, Tokenized } from '../../engine/index.js';

/** The environment variables that say where the database is; `dagster.yaml` reads them, and run pods get them too. */
export const DATABASE_ENV = {
  host: 'DAGSTER_PG_HOST',
  port: 'DAGSTER_PG_PORT',
  database: 'DAGSTER_PG_DB',
  username: 'DAGSTER_PG_USERNAME',
  password: 'DAGSTER_PG_PASSWORD',
} as const;

/** What follows the release name in the name of the password's Secret, if no other is given. */
export const POSTGRES_SECRET = 'postgresql';

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
}

/** One value of a Secret. */
export interface SecretKey {
  /** The name of the Secret, in the namespace of the release. */
  readonly name: string;
  /** The key in it. */
  readonly key: string;
}

/** What a ConfigMap may hold of a connection: all but the password. */
export function connectionSettings(connection: DatabaseConnection): Record<string, Tokenized<string>> {
  return {
    [DATABASE_ENV.host]: connection.host,
    [DATABASE_ENV.port]: connection.port,
    [DATABASE_ENV.database]: connection.database,
    [DATABASE_ENV.username]: connection.username,
  };
}

/** The password, as a variable that refers to its Secret. */
export function passwordVariable({ password }: DatabaseConnection): IEnvVar {
  return { name: DATABASE_ENV.password, valueFrom: { secretKeyRef: { ...password } } };
}

/** A connection, less the password, as variables of a container. */
export function connectionVariables(connection: DatabaseConnection): Tokenized<IEnvVar>[] {
  return Object.entries(connectionSettings(connection)).map(([name, value]) => ({ name, value }));
}
