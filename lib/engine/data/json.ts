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
): Data<T> {
  return new Copy(stands, issues, path).of(value);
}

class Copy<T> {
  /** The keys and indices that lead to what is being copied. */
  private readonly steps: string[];
  /** The lists and maps that it is in. */
  private readonly above = new Set<unknown>();

  constructor(
    private readonly stands: (part: unknown) => part is T,
    private readonly issues: Issue[],
    path: readonly string[],
  ) {
    this.steps = [...path];
  }

  of(value: unknown): Data<T> {
    if (this.stands(value)) return value;
    if (this.above.has(value)) return this.reject('found an object that holds itself');
    if (this.steps.length > DEEPEST) return this.reject(`nested deeper than ${DEEPEST} levels`);
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number')
      return Number.isFinite(value) ? value : this.reject(`found ${value}, not a finite number`);
    if (!Array.isArray(value) && !isMap(value)) return this.reject(`found ${quote(value)}`);
    this.above.add(value);
    const copy = Array.isArray(value) ? value.map((item, index) => this.member(`${index}`, item)) : this.map(value);
    this.above.delete(value);
    return copy;
  }

  private map(map: Readonly<Record<string, unknown>>): Record<string, Data<T>> {
    const copy: Record<string, Data<T>> = {};
    for (const [key, member] of Object.entries(map)) {
      if (key === '__proto__') this.reject('found the key "__proto__"');
      else if (member !== undefined) copy[key] = this.member(key, member);
    }
    return copy;
  }

  private member(step: string, value: unknown): Data<T> {
    this.steps.push(step);
    const copy = this.of(value);
    this.steps.pop();
    return copy;
  }

  private reject(problem: string): null {
    const message = `${problem}; allowed: plain data, as YAML writes it`;
    this.issues.push({ path: this.steps.join('.'), message });
    return null;
  }
}
