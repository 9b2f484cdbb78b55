import type { Resources } from '../../engine/index.js';

/** The values document of the floe-dagster contract, version 1.0.0. */
export interface ValuesDocument {
  /** The web UI and the GraphQL API. */
  readonly 'dagster-webserver': ProcessValues;
  /** Schedules, sensors, the run queue and run monitoring. */
  readonly 'dagster-daemon': ProcessValues;
  /** The code locations. */
  readonly 'dagster-user-code': ProcessValues;
  /** The database. */
  readonly postgresql: PostgresValues;
}

/** What the values document says of a kind of process. */
export interface ProcessValues {
  /** Whether it exists. */
  readonly enabled: boolean;
  /** How many pods run it. */
  readonly replicaCount: number;
  /** Requests and limits of its containers. */
  readonly resources: Resources;
}

/** What the values document says of PostgreSQL. */
export interface PostgresValues {
  /** Whether the release brings its own PostgreSQL. */
  readonly enabled: boolean;
  /** The PostgreSQL to use instead; given if and only if `enabled` is false. @default - none */
  readonly externalDatabase?: ExternalDatabase;
}

/** A PostgreSQL that is not part of the release. */
export interface ExternalDatabase {
  /** A DNS name or an IP address. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** Stands for a host that is said wrong; nobody has it, since `.invalid` is reserved for that. */
export const UNKNOWN_HOST = 'unknown.invalid';

/** The keys of the document, in the contract's order. */
export const VALUES_ORDER = ['dagster-webserver', 'dagster-daemon', 'dagster-user-code', 'postgresql'] as const;

/** The keys of what runs Dagster itself. */
export type ProcessKey = Exclude<(typeof VALUES_ORDER)[number], 'postgresql'>;
