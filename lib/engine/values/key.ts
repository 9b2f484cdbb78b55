import { foundIn, type Issue, notAllowed } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { JsonSchema } from '../data/json-schema.js';
import { QUANTITY_PATTERN } from '../data/quantity.js';
import { checked } from '../options/checked.js';
import * as is from '../options/is.js';
import { type Check, issuesOf } from '../options/option-check.js';
import type { Group, Key, KeyForm, Keys } from './key-types.js';
import type { ContainerResources } from './resources.js';

/** What all values have in common. */
export interface KeyLimits {
  /** What is allowed, in the words of an error message. @default - from the other limits */
  readonly allowed?: string;
}

/** What a number may be. */
export interface NumberLimits extends KeyLimits {
  /** The least value. @default - none */
  readonly minimum?: number;
  /** The largest value. @default - none */
  readonly maximum?: number;
}

/** What a text may be. */
export interface TextLimits extends KeyLimits {
  /** A regular expression without look-around, which Helm does not know. @default - printable characters */
  readonly pattern?: string;
  /** The fewest characters. @default 0 */
  readonly minLength?: number;
  /** The most characters. @default - any number */
  readonly maxLength?: number;
  /** A format of JSON Schema, beside the pattern. @default - none */
  readonly anyOf?: readonly JsonSchema[];
}

/** What a list may hold. */
export interface ListLimits extends KeyLimits {
  /** What an item may be, as JSON Schema. @default - plain data */
  readonly items?: JsonSchema;
}

/** What a map may hold. */
export interface MapLimits extends KeyLimits {
  /** What a member may be, as JSON Schema. @default - plain data */
  readonly members?: JsonSchema;
}

const NUMBER_LIMITS = is.bag<NumberLimits>({ allowed: is.text, minimum: is.number, maximum: is.number });

const TEXT_LIMITS = is.bag<TextLimits>({
  allowed: is.text,
  pattern: is.text,
  minLength: is.integer,
  maxLength: is.integer,
  anyOf: is.list(is.data),
});

const LIST_LIMITS = is.bag<ListLimits>({ allowed: is.text, items: is.data });

const MAP_LIMITS = is.bag<MapLimits>({ allowed: is.text, members: is.data });

const WORDS = is.list(is.anyText);

/** Text that YAML carries in quotes in every reader, and that no face takes for a placeholder. */
export const PRINTABLE = '^([\\t\\n]|[^\\p{Cc}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}\uFEFF\uFFFE\uFFFF])*$';

/** What the keys of a map may be. */
export const PRINTABLE_KEYS: JsonSchema = { type: 'string', pattern: PRINTABLE };

/** What JavaScript's regular expressions have and Helm's have not. */
const UNKNOWN_TO_HELM = /(?<!\\)(\\\\)*(\(\?<?[=!]|\\[1-9k])/;

function patternIssues(schema: unknown): Issue[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword !== 'pattern' || typeof value !== 'string') return patternIssues(value);
    const allowed = 'a regular expression without look-around and references back, which Helm does not know';
    return isPattern(value) && !UNKNOWN_TO_HELM.test(value) ? [] : [notAllowed('pattern', value, allowed)];
  });
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').unicode;
  } catch {
    return false;
  }
}

function key<T>(
  form: KeyForm,
  byDefault: T,
  description: string,
  { allowed, ...limits }: KeyLimits & JsonSchema,
  issues: readonly Issue[] = [],
  name: string = form,
): Key<T> {
  const patterns = patternIssues(limits);
  const misuse = [...issuesOf(is.anyText, description, 'description'), ...issues, ...patterns];
  return {
    form,
    default: byDefault,
    ...misused(name, misuse),
    schema: {
      description,
      ...(patterns.length > 0 ? {} : limits),
      ...(byDefault === undefined || form === 'resources' ? {} : { default: byDefault }),
      ...(allowed === undefined ? {} : { $comment: allowed }),
    },
  };
}

function misused(what: string, issues: readonly Issue[]): { misuse?: readonly Issue[] } {
  return issues.length === 0 ? {} : { misuse: foundIn(`${what}()`, issues) };
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
export function integer(byDefault: number | undefined, description: string, given: NumberLimits = {}) {
  const { options: limits, issues } = checked(NUMBER_LIMITS, given, {});
  const safe = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
  return key<number | undefined>('integer', byDefault, description, { type: 'integer', ...safe, ...limits }, issues);
}

/** A number. @param byDefault `undefined`: not set */
export function number(byDefault: number, description: string, limits?: NumberLimits): Key<number>;
export function number(
  byDefault: number | undefined,
  description: string,
  limits?: NumberLimits,
): Key<number | undefined>;
export function number(byDefault: number | undefined, description: string, given: NumberLimits = {}) {
  const { options: limits, issues } = checked(NUMBER_LIMITS, given, {});
  return key<number | undefined>('number', byDefault, description, { type: 'number', ...limits }, issues);
}

/** Text. @param byDefault `undefined`: not set */
export function text(byDefault: string, description: string, limits?: TextLimits): Key<string>;
export function text(byDefault: string | undefined, description: string, limits?: TextLimits): Key<string | undefined>;
export function text(byDefault: string | undefined, description: string, given: TextLimits = {}) {
  const { options: limits, issues } = checked(TEXT_LIMITS, given, {});
  const { pattern = limits.anyOf === undefined ? PRINTABLE : undefined, ...others } = limits;
  const form = { type: 'string', ...(pattern === undefined ? {} : { pattern }), ...others };
  const allowed = pattern === PRINTABLE ? { allowed: 'text of printable characters' } : {};
  return key<string | undefined>('text', byDefault, description, Object.assign({}, allowed, form), issues);
}

/** One of several words. @param words the words. @param byDefault `undefined`: not set */
export function choice<W extends string>(byDefault: W, description: string, words: readonly W[]): Key<W>;
export function choice<W extends string>(
  byDefault: undefined,
  description: string,
  words: readonly W[],
): Key<W | undefined>;
export function choice<W extends string>(byDefault: W | undefined, description: string, given: readonly W[]) {
  const { options: words, issues } = checked(WORDS, given, byDefault === undefined ? [] : [byDefault]);
  return key<W | undefined>('text', byDefault, description, { type: 'string', enum: [...words] }, issues, 'choice');
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
  return Object.assign(key('resources', byDefault, '', {}), { schema: { $ref: '#/definitions/resources' } });
}

/** A list, which a document replaces whole. */
export function list<T>(byDefault: readonly T[], description: string, limits: ListLimits = {}) {
  const { options, issues } = checked(LIST_LIMITS, limits, {});
  const { items = { $ref: '#/definitions/data' }, ...others } = options;
  return key<readonly T[]>('list', byDefault, description, { type: 'array', items, ...others }, issues);
}

/** A map with any keys; documents are laid over it key by key. */
export function map<T>(
  byDefault: Readonly<Record<string, T>>,
  description: string,
  limits: MapLimits = {},
): Key<Readonly<Record<string, T>>> {
  const { options, issues } = checked(MAP_LIMITS, limits, {});
  const { members = { $ref: '#/definitions/data' }, ...others } = options;
  const form = { type: 'object', propertyNames: PRINTABLE_KEYS, additionalProperties: members };
  return key('map', byDefault, description, { ...form, ...others }, issues);
}

/** What a group of keys may be. */
export interface GroupOptions {
  /** Whether it is there only where a document, or the defaults of all its keys, have it. @default false */
  readonly optional?: boolean;
  /** The keys that it is not without; where the group is not there, their knobs are empty or 0. @default - none */
  readonly required?: readonly string[];
  /** Further keywords of JSON Schema. @default - none */
  readonly schema?: JsonSchema;
}

const GROUP = is.bag<GroupOptions>({ optional: is.flag, required: is.list(is.text), schema: is.data });

const KEY = is.kind('choice', 'boolean(), integer(), number(), text(), choice(), quantity() and the like', isKey);

const KEYS_BY_NAME = is.map(KEY);

/** Keys by name; none where there is no map of them. */
export const KEYS: Check = { ...KEYS_BY_NAME, sound: (...found) => KEYS_BY_NAME.sound(...found) ?? {} };

/** Whether a value is what the functions here make. */
export function isKey(value: unknown): boolean {
  return isMap(value) && typeof value.form === 'string' && isMap(value.schema);
}

/** Keys below a key. */
export function group<K extends Keys>(description: string, keys: K, options: GroupOptions = {}): Group<K> {
  const below = checked(KEYS, keys, keys);
  const settings = checked(GROUP, options, {});
  const { optional = false, required = [], schema = {} } = settings.options;
  const misuse = [...issuesOf(is.anyText, description, 'description'), ...below.issues, ...settings.issues];
  return {
    form: 'group',
    keys: below.options,
    optional,
    required,
    schema: { description, type: 'object', ...schema },
    ...misused('group', misuse),
  };
}
