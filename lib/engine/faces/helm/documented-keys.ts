import { isMap, type JsonMap } from '../../data/json.js';
import type { JsonSchema } from '../../values/schema.js';

/** One key of the values, as documentation tells of it. */
export interface Option {
  readonly path: readonly string[];
  readonly type: string;
  readonly description: string;
  /** The value in the chart's defaults. */
  readonly fallback: unknown;
  /** Whether the defaults leave the key out. */
  readonly unset: boolean;
}

/** All keys that a strict schema names, from the root down. */
export function optionsOf(schema: JsonSchema, defaults: JsonMap): Option[] {
  const definitions = isMap(schema.definitions) ? schema.definitions : {};
  const follow = (part: unknown): Record<string, unknown> => {
    if (!isMap(part)) return {};
    const name = typeof part.$ref === 'string' ? part.$ref.replace('#/definitions/', '') : undefined;
    return name === undefined ? part : follow(definitions[name]);
  };
  const walk = (part: unknown, path: readonly string[], value: unknown): Option[] => {
    const { properties } = follow(part);
    return Object.entries(isMap(properties) ? properties : {}).flatMap(([key, property]) => {
      const { type, description } = follow(property);
      const fallback = isMap(value) ? value[key] : undefined;
      const option: Option = {
        path: [...path, key],
        type: `${type ?? ''}`,
        description: `${description ?? ''}`,
        fallback,
        unset: isMap(value) && fallback === undefined,
      };
      return [option, ...walk(property, option.path, fallback)];
    });
  };
  return walk(schema, [], defaults);
}

/** The `values.schema.json` of a chart, which may be part of another chart: Helm then adds a map of global values. */
export function publishedSchema(chart: string, schema: JsonSchema): JsonSchema {
  const properties = isMap(schema.properties) ? schema.properties : {};
  const global = { description: 'Values that Helm shares among charts; not used here.', type: 'object' };
  return { title: `Values of ${chart}`, ...schema, properties: { ...properties, global } };
}
