import { isIPv6 } from 'node:net';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type Issue, quote } from '../data/issue.js';
import type { JsonSchema } from '../data/json-schema.js';
import { nearest } from '../data/nearest.js';

/** Errors that say nothing of their own: that a condition's branch failed, or which of several alternatives did. */
const UNTELLING = /\/(if|anyOf\/.*)$/;

const compiled = new Map<string, ValidateFunction>();
const validators = new WeakMap<JsonSchema, ValidateFunction>();

/** Everything in a values document that a JSON Schema rejects. */
export function validateAgainst(schema: JsonSchema, document: unknown): Issue[] {
  const validate = validators.get(schema) ?? compile(schema);
  validators.set(schema, validate);
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
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty);
      const known = Object.keys(isSchema(parent.properties) ? parent.properties : {});
      const allowed = known.length > 0 ? `allowed: ${known.join(', ')}` : 'allowed: no keys';
      const near = nearest(key, known);
      const meant = near === undefined ? '' : `; did you mean ${quote(near)}?`;
      return { path: at(key), message: `unknown key ${quote(key)}; ${allowed}${meant}` };
    }
    case 'required': {
      const key = String(error.params.missingProperty);
      return { path: at(key), message: `missing; allowed: ${allowance(parent)}; add it` };
    }
    default:
      return { path: at(), message: `found ${quote(error.data)}; allowed: ${allowance(parent)}${remedy(error)}` };
  }
}

/** What a schema allows, in words: its own if it has any. */
function allowance(schema: JsonSchema): string {
  if (typeof schema.$comment === 'string') return schema.$comment;
  const limits = [
    schema.minimum === undefined || schema.minimum === Number.MIN_SAFE_INTEGER ? '' : `at least ${schema.minimum}`,
    schema.maximum === undefined || schema.maximum === Number.MAX_SAFE_INTEGER ? '' : `at most ${schema.maximum}`,
    Array.isArray(schema.enum) ? `one of ${quote(schema.enum.filter((word) => word !== null))}` : '',
    schema.const === undefined ? '' : quote(schema.const),
  ].filter(Boolean);
  return [typesOf(schema.type).join(' or '), limits.join(' and ')].filter(Boolean).join(', ') || 'nothing here';
}

function remedy({ keyword, data, params }: ErrorObject): string {
  if (keyword !== 'type') return '';
  const types = typesOf(params.type);
  if (data === null) return '; leave the key out';
  if (types.includes('string') && typeof data === 'number') return `; quote it: ${quote(String(data))}`;
  if (types.includes('integer') && typeof data === 'string' && /^\d+$/.test(data))
    return `; write ${data} without quotes`;
  return '';
}

/** The types of a schema; that `null` means "not set" is said elsewhere. */
function typesOf(type: unknown): unknown[] {
  const types: unknown[] = Array.isArray(type) ? type : type === undefined ? [] : [type];
  return types.filter((one) => one !== 'null');
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
