/** A JSON Schema, draft-07. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** The schema of one top-level key of the values document, and the definitions it refers to. */
export interface SliceSchema {
  readonly schema: JsonSchema;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

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
