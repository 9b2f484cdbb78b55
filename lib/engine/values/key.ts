import type { JsonSchema } from '../data/json-schema.js';
import { QUANTITY_PATTERN } from '../data/quantity.js';
import type { ContainerResources } from './resources.js';

/** What a value is, and with it how each face writes it. */
export type KeyForm = 'boolean' | 'integer' | 'number' | 'text' | 'quantity' | 'resources' | 'list' | 'map';

/** One value of a values document, said once: what it may be, what it is by default, and what it is about. */
export interface Key<T> {
  readonly form: KeyForm;
  /** A JSON Schema, with a description and the default. */
  readonly schema: JsonSchema;
  /** What it is when no document says; `undefined`: not set. */
  readonly default: T;
}

/** Keys below a key. */
export interface Group<K extends Keys = Keys> {
  readonly form: 'group';
  readonly schema: JsonSchema;
  readonly keys: K;
  /** Whether it is there only where a document, or the defaults of all its keys, have it. */
  readonly optional: boolean;
  /** The keys that it is not without. */
  readonly required: readonly string[];
}

export interface Keys {
  readonly [name: string]: Key<unknown> | Group;
}

interface Limits {
  /** What is allowed, in the words of an error message. @default - from the other limits */
  readonly allowed?: string;
}

export interface NumberLimits extends Limits {
  /** The least value. @default - none */
  readonly minimum?: number;
  /** The largest value. @default - none */
  readonly maximum?: number;
}

export interface TextLimits extends Limits {
  /** A regular expression without look-around, which Helm does not know. @default - printable characters */
  readonly pattern?: string;
  /** The fewest characters. @default 0 */
  readonly minLength?: number;
  /** The most characters. @default - any number */
  readonly maxLength?: number;
  /** A format of JSON Schema, beside the pattern. @default - none */
  readonly anyOf?: readonly JsonSchema[];
}

export interface ListLimits extends Limits {
  /** What an item may be, as JSON Schema. @default - plain data */
  readonly items?: JsonSchema;
}

export interface MapLimits extends Limits {
  /** What a member may be, as JSON Schema. @default - plain data */
  readonly members?: JsonSchema;
}

/** Text that YAML carries in quotes in every reader, and that no face takes for a placeholder. */
export const PRINTABLE = '^([\\t\\n]|[^\\p{Cc}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}\uFEFF\uFFFE\uFFFF])*$';

/** What the keys of a map may be. */
export const PRINTABLE_KEYS: JsonSchema = { type: 'string', pattern: PRINTABLE };

function key<T>(form: KeyForm, byDefault: T, description: string, { allowed, ...limits }: Limits & JsonSchema): Key<T> {
  return {
    form,
    default: byDefault,
    schema: {
      description,
      ...limits,
      ...(byDefault === undefined || form === 'resources' ? {} : { default: byDefault }),
      ...(allowed === undefined ? {} : { $comment: allowed }),
    },
  };
}

/** Yes or no. @param byDefault `undefined`: not set */
export function boolean(byDefault: boolean, description: string): Key<boolean>;
export function boolean(byDefault: boolean | undefined, description: string): Key<boolean | undefined>;
export function boolean(byDefault: boolean | undefined, description: string): Key<boolean | undefined> {
  return key('boolean', byDefault, description, { type: 'boolean' });
}

/** A whole number that JavaScript and JSON can hold. @param byDefault `undefined`: not set */
export function integer(byDefault: number, description: string, limits?: NumberLimits): Key<number>;
export function integer(
  byDefault: number | undefined,
  description: string,
  limits?: NumberLimits,
): Key<number | undefined>;
export function integer(byDefault: number | undefined, description: string, limits: NumberLimits = {}) {
  const safe = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
  return key<number | undefined>('integer', byDefault, description, { type: 'integer', ...safe, ...limits });
}

/** A number. @param byDefault `undefined`: not set */
export function number(byDefault: number, description: string, limits?: NumberLimits): Key<number>;
export function number(
  byDefault: number | undefined,
  description: string,
  limits?: NumberLimits,
): Key<number | undefined>;
export function number(byDefault: number | undefined, description: string, limits: NumberLimits = {}) {
  return key<number | undefined>('number', byDefault, description, { type: 'number', ...limits });
}

/** Text. @param byDefault `undefined`: not set */
export function text(byDefault: string, description: string, limits?: TextLimits): Key<string>;
export function text(byDefault: string | undefined, description: string, limits?: TextLimits): Key<string | undefined>;
export function text(byDefault: string | undefined, description: string, limits: TextLimits = {}) {
  const { pattern = limits.anyOf === undefined ? PRINTABLE : undefined, ...others } = limits;
  const form = { type: 'string', ...(pattern === undefined ? {} : { pattern }), ...others };
  const allowed = pattern === PRINTABLE ? { allowed: 'text of printable characters' } : {};
  return key<string | undefined>('text', byDefault, description, { ...allowed, ...form });
}

/** One of several words. @param words the words. @param byDefault `undefined`: not set */
export function choice<W extends string>(byDefault: W, description: string, words: readonly W[]): Key<W>;
export function choice<W extends string>(
  byDefault: undefined,
  description: string,
  words: readonly W[],
): Key<W | undefined>;
export function choice<W extends string>(byDefault: W | undefined, description: string, words: readonly W[]) {
  return key<W | undefined>('text', byDefault, description, { type: 'string', enum: [...words] });
}

/** An amount as Kubernetes writes it: `500m`, `1Gi`. @param byDefault `undefined`: not set */
export function quantity(byDefault: string, description: string): Key<string>;
export function quantity(byDefault: string | undefined, description: string): Key<string | undefined>;
export function quantity(byDefault: string | undefined, description: string) {
  const allowed = 'a Kubernetes quantity of at least 0 as a string, such as "500m" or "1Gi"';
  const limits = { type: 'string', pattern: QUANTITY_PATTERN, allowed };
  return key<string | undefined>('quantity', byDefault, description, limits);
}

/** Requests and limits of a container; documents are laid over them resource by resource. */
export function resources(byDefault: ContainerResources): Key<ContainerResources> {
  return { ...key('resources', byDefault, '', {}), schema: { $ref: '#/definitions/resources' } };
}

/** A list, which a document replaces whole. */
export function list<T>(byDefault: readonly T[], description: string, limits: ListLimits = {}) {
  const { items = { $ref: '#/definitions/data' }, ...others } = limits;
  return key<readonly T[]>('list', byDefault, description, { type: 'array', items, ...others });
}

/** A map with any keys; documents are laid over it key by key. */
export function map<T>(
  byDefault: Readonly<Record<string, T>>,
  description: string,
  limits: MapLimits = {},
): Key<Readonly<Record<string, T>>> {
  const { members = { $ref: '#/definitions/data' }, ...others } = limits;
  const form = { type: 'object', propertyNames: PRINTABLE_KEYS, additionalProperties: members };
  return key('map', byDefault, description, { ...form, ...others });
}

export interface GroupOptions {
  /** Whether it is there only where a document, or the defaults of all its keys, have it. @default false */
  readonly optional?: boolean;
  /** The keys that it is not without; where the group is not there, their knobs are empty or 0. @default - none */
  readonly required?: readonly string[];
  /** Further keywords of JSON Schema. @default - none */
  readonly schema?: JsonSchema;
}

/** Keys below a key. */
export function group<K extends Keys>(
  description: string,
  keys: K,
  { optional = false, required = [], schema = {} }: GroupOptions = {},
): Group<K> {
  return { form: 'group', keys, optional, required, schema: { description, type: 'object', ...schema } };
}
