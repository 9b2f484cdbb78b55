import { isDeepStrictEqual } from 'node:util';
import { isMap, type Json, type JsonMap } from '../../engine/index.js';

/** What became of the values, apart from the code. */
export class Ledger {
  /** The paths that were read, each for all that is below it. */
  readonly taken = new Set<string>();
  /** Why something was not carried over, by its path. */
  readonly refused = new Map<string, string>();
  /** What somebody has to decide. */
  readonly decisions: string[] = [];

  refuse(path: string, reason: string): void {
    this.refused.set(path, reason);
  }
}

/** A map of the values document beside its defaults; what is read of it is noted. */
export class Values {
  constructor(
    private readonly document: JsonMap,
    private readonly defaults: JsonMap,
    readonly ledger: Ledger,
    readonly path = '',
  ) {}

  pathOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  /** The map below a key; an empty one where there is none. */
  at(key: string): Values {
    return new Values(mapOf(this.document[key]), mapOf(this.defaults[key]), this.ledger, this.pathOf(key));
  }

  /** The maps in a list; each stands for itself, without defaults. */
  items(key: string): Values[] {
    this.ledger.taken.add(this.pathOf(key));
    const list = this.document[key];
    if (!isList(list)) return [];
    return list.map((item, index) => new Values(mapOf(item), {}, this.ledger, `${this.pathOf(key)}[${index}]`));
  }

  /** What holds for a key, its default included; nothing where it is empty. */
  get(key: string): Json | undefined {
    this.ledger.taken.add(this.pathOf(key));
    const value = this.document[key];
    return isEmpty(value) ? undefined : value;
  }

  /** What is said of a key: nothing where it is the official default. */
  said(key: string): Json | undefined {
    const value = this.get(key);
    return isDeepStrictEqual(value, this.defaults[key]) ? undefined : value;
  }

  text(key: string): string | undefined {
    const value = this.get(key);
    return typeof value === 'string' || typeof value === 'number' ? `${value}` : undefined;
  }

  map(key: string): JsonMap {
    return mapOf(this.get(key));
  }

  list(key: string): readonly Json[] {
    const value = this.get(key);
    return isList(value) ? value : [];
  }

  is(key: string): boolean {
    return this.get(key) === true;
  }

  /** What is said of several keys, under the same names. */
  all(...keys: string[]): Record<string, Json | undefined> {
    return Object.fromEntries(keys.map((key) => [key, this.said(key)]));
  }
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function mapOf(value: Json | undefined): JsonMap {
  return isJsonMap(value) ? value : {};
}

export function isJsonMap(value: Json | undefined): value is JsonMap {
  return isMap(value);
}

/** Whether a value says nothing. */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (isList(value)) return value.length === 0;
  return isJsonMap(value) && Object.keys(value).length === 0;
}
