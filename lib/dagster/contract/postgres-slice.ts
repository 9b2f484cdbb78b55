import type { JsonSchema } from '../../engine/values/schema.js';
import type { SliceDefinition } from '../../engine/values/slice.js';
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
const hostSchema: JsonSchema = {
  description: 'DNS name or IP address of the server.',
  type: 'string',
  maxLength: 253,
  anyOf: [{ pattern: `^(${LABEL}\\.)*${LAST_LABEL}$` }, { pattern: `^(${BYTE}\\.){3}${BYTE}$` }, { format: 'ipv6' }],
  $comment: 'a DNS name or an IP address, without scheme, port or spaces',
};

const strict: JsonSchema = {
  description: 'The database that keeps runs, events and schedules.',
  type: 'object',
  additionalProperties: false,
  properties: {
    enabled: { description: 'Whether the release brings its own PostgreSQL.', type: 'boolean', default: true },
    externalDatabase: {
      description: 'The PostgreSQL to use instead; given if and only if enabled is false.',
      type: 'object',
      additionalProperties: false,
      required: ['host', 'port'],
      properties: {
        host: hostSchema,
        port: {
          description: 'TCP port of the server.',
          type: 'integer',
          minimum: 1,
          maximum: 65535,
          $comment: 'a port, 1 to 65535',
        },
      },
      $comment: '{host, port}, a map with both keys',
    },
  },
  if: { properties: { enabled: { const: false } }, required: ['enabled'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ['externalDatabase'], $comment: '{host, port} while enabled is false' },
  else: {
    properties: {
      externalDatabase: {
        not: {},
        $comment: 'nothing while enabled is true; set enabled: false to use an external database',
      },
    },
  },
};

/** The slice of PostgreSQL, as the contract has it. */
export function postgresSlice({ enabled, externalDatabase }: PostgresKnobs): SliceDefinition {
  return {
    key: 'postgresql',
    contract: { schema: { type: 'object', properties: { enabled: { type: 'boolean' } } } },
    strict: { schema: strict },
    defaults: {
      enabled: enabled ?? externalDatabase === undefined,
      ...(externalDatabase === undefined ? {} : { externalDatabase: { ...externalDatabase } }),
    },
    base: { enabled: true },
  };
}
