import {
  boolean,
  group,
  integer,
  type JsonSchema,
  type SliceProps,
  type TextLimits,
  text,
} from '../../engine/index.js';
import type { ExternalDatabase } from './values.js';

/** What the values document says of PostgreSQL. */
export interface PostgresKnobs {
  /**
   * Whether the release brings its own PostgreSQL.
   *
   * @default - true, unless an external database is given
   */
  readonly enabled?: boolean;

  /**
   * The PostgreSQL to use instead.
   *
   * @default - none
   */
  readonly externalDatabase?: ExternalDatabase;
}

const LABEL = '[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?';
const LAST_LABEL = '([A-Za-z]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?|[0-9][-0-9]*[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?)';
const BYTE = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

/** Without look-ahead, which Helm's regular expressions lack. */
const HOST: TextLimits = {
  maxLength: 253,
  anyOf: [{ pattern: `^(${LABEL}\\.)*${LAST_LABEL}$` }, { pattern: `^(${BYTE}\\.){3}${BYTE}$` }, { format: 'ipv6' }],
  allowed: 'a DNS name or an IP address, without scheme, port or spaces',
};

const PORT = { minimum: 1, maximum: 65535, allowed: 'a port, 1 to 65535' };

/** The keys of the slice of PostgreSQL, each said once. */
function keysOf(enabled: boolean, external: Partial<ExternalDatabase>) {
  const about = 'The PostgreSQL to use instead; given if and only if enabled is false.';
  return {
    enabled: boolean(enabled, 'Whether the release brings its own PostgreSQL.'),
    externalDatabase: group(
      about,
      {
        host: text(external.host, 'DNS name or IP address of the server.', HOST),
        port: integer(external.port, 'TCP port of the server.', PORT),
      },
      {
        optional: true,
        required: ['host', 'port'],
        schema: { $comment: '{host, port}, a map with both keys' },
      },
    ),
  };
}

export type PostgresKeys = ReturnType<typeof keysOf>;

/** The slice of PostgreSQL, as the contract has it. */
export function postgresSlice({ enabled, externalDatabase }: PostgresKnobs): SliceProps<PostgresKeys> {
  const embedded = enabled ?? externalDatabase === undefined;
  return {
    key: 'postgresql',
    description: 'The database that keeps runs, events and schedules.',
    keys: keysOf(embedded, externalDatabase ?? {}),
    schema: oneDatabase(embedded),
    contract: { schema: { type: 'object', properties: { enabled: { type: 'boolean' } } } },
    published: { enabled: true },
  };
}

/** Either the embedded database, or an external one. @param embedded what it is when a document does not say */
function oneDatabase(embedded: boolean): JsonSchema {
  const says = (value: boolean): JsonSchema => ({ properties: { enabled: { const: value } }, required: ['enabled'] });
  return {
    if: embedded ? says(false) : { not: says(true) },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: {
      required: ['externalDatabase'],
      properties: {
        externalDatabase: { not: { type: 'null' }, $comment: '{host, port} while enabled is false' },
      },
      $comment: '{host, port} while enabled is false',
    },
    else: {
      properties: {
        externalDatabase: {
          type: 'null',
          $comment: 'nothing while enabled is true; set enabled: false to use an external database',
        },
      },
    },
  };
}
