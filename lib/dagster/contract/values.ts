import type { Resources } from '../../engine/index.js';

/** The values document of the floe-dagster contract, version 1.0.0. */
export interface ValuesDocument {
  readonly 'dagster-webserver': ProcessValues;
  readonly 'dagster-daemon': ProcessValues;
  readonly 'dagster-user-code': ProcessValues;
  readonly postgresql: PostgresValues;
}

export interface ProcessValues {
  readonly enabled: boolean;
  readonly replicaCount: number;
  readonly resources: Resources;
}

export interface PostgresValues {
  /** Whether the release brings its own PostgreSQL. */
  readonly enabled: boolean;
  /** The PostgreSQL to use instead; given if and only if `enabled` is false. */
  readonly externalDatabase?: ExternalDatabase;
}

export interface ExternalDatabase {
  /** A DNS name or an IP address. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** The keys of the document, in the contract's order. */
export const VALUES_ORDER = ['dagster-webserver', 'dagster-daemon', 'dagster-user-code', 'postgresql'] as const;

/** The keys of what runs Dagster itself. */
export type ProcessKey = Exclude<(typeof VALUES_ORDER)[number], 'postgresql'>;
