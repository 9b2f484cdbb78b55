import type { JsonSchema } from '../data/json-schema.js';
import { PRINTABLE, PRINTABLE_KEYS } from './key.js';
import type { Group, Key, Keys } from './key-types.js';
import { resourcesSchema } from './resources.js';
import type { SliceSchema } from './slice.js';

/** What a key without a schema of its own may hold. */
const data: JsonSchema = {
  description: 'Plain data of any form.',
  anyOf: [
    ...['null', 'boolean', 'number'].map((type) => ({ type })),
    { type: 'string', pattern: PRINTABLE },
    { type: 'array', items: { $ref: '#/definitions/data' } },
    { type: 'object', propertyNames: PRINTABLE_KEYS, additionalProperties: { $ref: '#/definitions/data' } },
  ],
  $comment: 'plain data with texts of printable characters',
};

const DEFINITIONS: Readonly<Record<string, JsonSchema>> = { data, resources: resourcesSchema };

/** The schema of a whole values document, composed from the schemas of its slices. */
export function composeSchema(slices: ReadonlyMap<string, SliceSchema>, root: JsonSchema = {}): JsonSchema {
  const definitions = Object.assign({}, ...[...slices.values()].map((slice) => slice.definitions));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    ...root,
    properties: Object.fromEntries([...slices].map(([key, slice]) => [key, slice.schema])),
    ...(Object.keys(definitions).length > 0 ? { definitions } : {}),
  };
}

/** What Helm itself writes into the values of a chart that is part of another. */
const SUBCHART: Readonly<Record<string, JsonSchema>> = {
  enabled: { description: 'Whether a chart that has this one as a part installs it; not used here.', type: 'boolean' },
  global: { description: 'Values that Helm shares among the parts of a chart; not used here.', type: 'object' },
};

export const RESERVED_KEYS: readonly string[] = Object.keys(SUBCHART);

/** The schema that values documents really have to meet: no unknown keys, and `null` for what is not set. */
export function strictSchema(root: Keys): JsonSchema {
  const own = Object.entries(root).map(([name, key]) => [name, schemaOf(key)]);
  const subchart = Object.entries(SUBCHART).map(([name, schema]) => [name, nullable(schema)]);
  const properties = Object.fromEntries([...own, ...subchart]);
  const text = JSON.stringify(properties);
  const used = Object.entries(DEFINITIONS).filter(([name]) => text.includes(`"#/definitions/${name}"`));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
    properties,
    ...(used.length > 0 ? { definitions: Object.fromEntries(used) } : {}),
  };
}

function schemaOf(key: Key<unknown> | Group): JsonSchema {
  if (key.form !== 'group') return nullable(key.schema);
  const { keys, required, schema } = key;
  const members = Object.entries(keys).map(([name, member]): [string, JsonSchema] => {
    return [name, required.includes(name) ? member.schema : schemaOf(member)];
  });
  return nullable({
    additionalProperties: false,
    properties: Object.fromEntries(members),
    ...(required.length > 0 ? { required: [...required] } : {}),
    ...schema,
  });
}

/** A schema that lets `null` stand for "not set". */
function nullable(schema: JsonSchema): JsonSchema {
  const { type, enum: words } = schema;
  return Object.assign(
    {},
    schema,
    typeof type === 'string' ? { type: [type, 'null'] } : {},
    Array.isArray(words) ? { enum: [...words, null] } : {},
  );
}
