import { isMap, type JsonMap } from '../../data/json.js';
import type { JsonSchema } from '../../data/json-schema.js';
import { escapeUnprintable } from '../../data/yaml-document.js';
import { SKIP_RENDERING } from '../../data/yaml-writer.js';

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

/** What a value is, less that it may be `null`. */
function typeOf({ type, enum: words }: Record<string, unknown>): string {
  if (Array.isArray(words))
    return words
      .filter((word) => word !== null)
      .map((word) => JSON.stringify(word))
      .join(' or ');
  const types: unknown[] = Array.isArray(type) ? type : type === undefined ? [] : [type];
  return types.filter((one) => one !== 'null').join(' or ') || 'any';
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
      const { description, ...about } = follow(property);
      const fallback = isMap(value) ? value[key] : undefined;
      const option: Option = {
        path: [...path, key],
        type: typeOf(about),
        description: `${description ?? ''}`.replaceAll(/\s+/g, ' '),
        fallback,
        unset: isMap(value) && fallback === undefined,
      };
      return [option, ...walk(property, option.path, fallback)];
    });
  };
  return walk(schema, [], defaults);
}

/** The file in a chart that Helm reads the schema from. */
export const SCHEMA_FILE = 'values.schema.json';

/** Its text. */
export function publishedSchema(chart: string, schema: JsonSchema): string {
  const { $schema, ...others } = schema;
  const description = `What may be said of a release of the chart ${chart}. Where null is allowed, it means "not set".`;
  const whole = { $comment: SKIP_RENDERING, title: `Values of ${chart}`, description };
  const text = JSON.stringify({ $schema, ...whole, ...others }, null, 2);
  return `${escapeUnprintable(text)}\n`;
}
