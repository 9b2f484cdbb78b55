import { type Issue, quote } from './issue.js';

/** Plain data, as JSON can hold it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMap;

/** A map of plain data. */
export interface JsonMap {
  readonly [key: string]: Json;
}

const DEEPEST = 100;

export function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Data in which something else may stand for a part. */
export type Data<T> = null | boolean | number | string | readonly Data<T>[] | { readonly [key: string]: Data<T> } | T;

/**
 * A deep copy of plain data that shares nothing with it or within itself. Undefined members of maps are left out.
 *
 * @param issues takes what is no plain data: instances, functions, cycles, numbers that are not finite, `__proto__` keys
 */
export function copyPlain(value: unknown, issues: Issue[] = [], path: readonly string[] = []): Json {
  return copyData(value, (_): _ is never => false, issues, path);
}

/** The same, of data in which something else may stand for a part; that is kept as it is. */
export function copyData<T>(
  value: unknown,
  stands: (part: unknown) => part is T,
  issues: Issue[] = [],
  path: readonly string[] = [],
  above: readonly unknown[] = [],
): Data<T> {
  const reject = (problem: string): null => {
    issues.push({ path: path.join('.'), message: `${problem}; allowed: plain data, as YAML writes it` });
    return null;
  };
  if (stands(value)) return value;
  if (above.includes(value)) return reject('found an object that holds itself');
  if (path.length > DEEPEST) return reject(`nested deeper than ${DEEPEST} levels`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : reject(`found ${value}, not a finite number`);
  if (Array.isArray(value)) {
    return value.map((item, index) => copyData(item, stands, issues, [...path, `${index}`], [...above, value]));
  }
  if (!isMap(value)) return reject(`found ${quote(value)}`);
  const copy: Record<string, Data<T>> = {};
  for (const [key, member] of Object.entries(value)) {
    if (key === '__proto__') reject('found the key "__proto__"');
    else if (member !== undefined) copy[key] = copyData(member, stands, issues, [...path, key], [...above, value]);
  }
  return copy;
}
