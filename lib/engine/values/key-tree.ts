import { type Issue, within } from '../data/issue.js';
import { isMap, type Json, type JsonMap } from '../data/json.js';
import { checkQuantity } from '../data/quantity.js';
import { type Group, group, type Key, type Keys } from './key.js';
import { checkResources } from './resources.js';

/** What a document holds by default: the defaults of all keys, less the groups that are not always there. */
export function defaultsOf(keys: Keys): Record<string, unknown> {
  const members = Object.entries(keys).flatMap(([name, key]): [string, unknown][] => {
    if (key.form !== 'group') return key.default === undefined ? [] : [[name, key.default]];
    return key.optional && !isWhole(key.keys) ? [] : [[name, defaultsOf(key.keys)]];
  });
  return Object.fromEntries(members);
}

function isWhole(keys: Keys): boolean {
  return Object.values(keys).every((key) => (key.form === 'group' ? isWhole(key.keys) : key.default !== undefined));
}

/** A document in which every single value that has a default is said, in the order of the keys. */
export function settled(keys: Keys, document: JsonMap): Record<string, Json> {
  const members: Record<string, Json> = {};
  for (const [name, key] of Object.entries(keys)) {
    const value = Object.hasOwn(document, name) ? document[name] : undefined;
    if (key.form === 'group' && (isMap(value) || (value === undefined && !key.optional))) {
      members[name] = settled(key.keys, isMap(value) ? value : {});
    } else if (value !== undefined) members[name] = value;
    else if (key.form !== 'group' && isSingle(key.default)) members[name] = key.default;
  }
  for (const [name, value] of Object.entries(document)) {
    if (!Object.hasOwn(keys, name)) members[name] = value;
  }
  return members;
}

function isSingle(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** What schemas cannot say of the values of a document. */
export function checkKeys(keys: Keys, document: JsonMap): Issue[] {
  return Object.entries(keys).flatMap(([name, key]) => {
    const value = Object.hasOwn(document, name) ? document[name] : undefined;
    if (value === undefined) return [];
    if (key.form === 'group') return within(name, isMap(value) ? checkKeys(key.keys, value) : []);
    if (key.form === 'resources') return within(name, checkResources(value));
    return key.form === 'quantity' ? within(name, checkQuantity(value)) : [];
  });
}

/** All keys below a group, each with its path. */
export function leavesOf(keys: Keys, path: readonly string[] = []): { path: readonly string[]; key: Key<unknown> }[] {
  return Object.entries(keys).flatMap(([name, key]) =>
    key.form === 'group' ? leavesOf(key.keys, [...path, name]) : [{ path: [...path, name], key }],
  );
}

/**
 * Keys with one more among them.
 *
 * @returns or why it cannot be there
 */
export function withKey(keys: Keys, [name = '', ...rest]: readonly string[], key: Key<unknown>): Keys | string {
  const present = Object.hasOwn(keys, name) ? keys[name] : undefined;
  if (rest.length === 0) {
    if (present === undefined) return { ...keys, [name]: key };
    return isSame(present, key) ? keys : `the key is taken for something else: "${present.schema.description ?? ''}"`;
  }
  if (present === undefined) return { ...keys, [name]: groupOf(name, withKey({}, rest, key)) };
  if (present.form !== 'group') return `${name} is a value of the form ${present.form}, with nothing below it`;
  const below = withKey(present.keys, rest, key);
  return typeof below === 'string' ? below : { ...keys, [name]: { ...present, keys: below } };
}

function groupOf(name: string, keys: Keys | string): Group {
  return group(`What there is to say of ${name}.`, typeof keys === 'string' ? {} : keys);
}

function isSame(one: Key<unknown> | Group, other: Key<unknown>): boolean {
  return one.form === other.form && JSON.stringify(one.schema) === JSON.stringify(other.schema);
}
