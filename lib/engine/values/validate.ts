import { isIPv6 } from 'node:net';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { closest } from 'fastest-levenshtein';
import { type Issue, quote } from '../data/issue.js';
import type { JsonSchema } from './schema.js';

/** Errors that say nothing of their own: that a condition's branch failed, or which of several alternatives did. */
const UNTELLING = /\/(if|anyOf\/.*)$/;

const compiled = new Map<string, ValidateFunction>();

/** Everything in a values document that a JSON Schema rejects. */
export function validateAgainst(schema: JsonSchema, document: unknown): Issue[] {
  const validate = compile(schema);
  if (validate(document)) return [];
  const errors = validate.errors ?? [];
  return errors.filter((error) => !UNTELLING.test(error.schemaPath)).map(describe);
}

function compile(schema: JsonSchema): ValidateFunction {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const validate = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    // Checking the schema itself would take longer than everything else here; tests do it.
    validateSchema: false,
    meta: false,
    formats: { ipv6: (text: string) => isIPv6(text) && !text.includes('%') },
  }).compile(schema);
  compiled.set(text, validate);
  return validate;
}

function describe(error: ErrorObject): Issue {
  const path = error.instancePath.slice(1).split('/').filter(Boolean).map(unescapePointer);
  const at = (...more: string[]): string => [...path, ...more].join('.');
  const parent = isSchema(error.parentSchema) ? error.parentSchema : {};
  const found = `found ${quote(error.data)}`;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty);
      const known = Object.keys(isSchema(parent.properties) ? parent.properties : {});
      const allowed = known.length > 0 ? `allowed: ${known.join(', ')}` : 'allowed: no keys';
      const nearest = known.length > 0 ? `; did you mean "${closest(key, known)}"?` : '';
      return { path: at(key), message: `unknown key "${key}"; ${allowed}${nearest}` };
    }
    case 'required': {
      const key = String(error.params.missingProperty);
      return { path: at(key), message: `missing; allowed: ${allowance(parent)}; add it` };
    }
    default:
      return { path: at(), message: `${found}; allowed: ${allowance(parent)}${remedy(error)}` };
  }
}

/** What a schema allows, in words: its own if it has any. */
function allowance(schema: JsonSchema): string {
  if (typeof schema.$comment === 'string') return schema.$comment;
  const limits = [
    schema.minimum === undefined ? '' : `at least ${schema.minimum}`,
    schema.maximum === undefined ? '' : `at most ${schema.maximum}`,
    schema.enum === undefined ? '' : `one of ${quote(schema.enum)}`,
    schema.const === undefined ? '' : quote(schema.const),
  ].filter(Boolean);
  const type = typeof schema.type === 'string' ? schema.type : '';
  return [type, limits.join(' and ')].filter(Boolean).join(', ') || 'nothing here';
}

function remedy({ keyword, data, params }: ErrorObject): string {
  if (keyword !== 'type') return '';
  if (data === null) return '; leave the key out, there is no default that null could remove';
  if (params.type === 'string' && typeof data === 'number') return `; quote it: ${quote(String(data))}`;
  if (params.type === 'integer' && typeof data === 'string' && /^\d+$/.test(data))
    return `; write ${data} without quotes`;
  return '';
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
