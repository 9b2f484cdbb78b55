import { type Issue, quote } from '../data/issue.js';
import { isMap } from '../data/json.js';
import { nearest } from '../data/nearest.js';
import { Knob } from '../tree/knob.js';

/** What a value roughly is; an error tells how to come from one kind to another. */
export type Kind = 'text' | 'number' | 'flag' | 'list' | 'map' | 'function' | 'choice';

/**
 * What an option may be. TypeScript says the same at compile time; whoever writes JavaScript, or reads options from a
 * file, is told when the app runs.
 */
export interface Check {
  /** What it roughly is. */
  readonly kind: Kind;
  /** What is allowed, in the words of an error message. */
  readonly allowed: string;
  /** Whether options are not complete without it. @default false */
  readonly required?: boolean;
  /**
   * A copy of a value, as far as it is sound; `undefined` where nothing of it is.
   *
   * @param issues takes what is wrong with it
   */
  readonly sound: (value: unknown, path: string, issues: Issue[]) => unknown;
}

/** A check of an option that may be left out. */
export interface OptionalCheck extends Check {
  /** That it may be left out. @default false */
  readonly required?: false;
}

/** A check of an option that is needed. */
export interface RequiredCheck extends Check {
  /** That it is needed. */
  readonly required: true;
}

/** A check for each option; none is forgotten, and required ones are marked so. */
export type Checks<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? OptionalCheck : RequiredCheck;
};

/** Everything that is wrong with a value. */
export function issuesOf(check: Check, value: unknown, path: string): Issue[] {
  const issues: Issue[] = [];
  check.sound(value, path, issues);
  return issues;
}

/** A value that is not allowed, and what to do about it. */
export function refusal(
  value: unknown,
  path: string,
  { kind, allowed }: Pick<Check, 'kind' | 'allowed'>,
  remedy = remedyFor(value, kind),
): Issue {
  return { path, message: `found ${shown(value)}; allowed: ${allowed}${remedy === '' ? '' : `; ${remedy}`}` };
}

/** That a key is unknown, and which one may be meant. @param known keys that exist, though not all are allowed here */
export function unknownKey(path: string, key: string, allowed: readonly string[], known = allowed): Issue {
  const meant = nearest(key, known);
  const remedy = meant === undefined ? '; leave it out' : `; did you mean ${quote(meant)}?`;
  return { path, message: `unknown key ${quote(key)}; allowed: ${allowed.join(', ') || 'no keys'}${remedy}` };
}

/** A path with one step more. */
export function at(path: string, step: string | number): string {
  return path === '' ? `${step}` : `${path}.${step}`;
}

function shown(value: unknown): string {
  return value instanceof Knob ? `the knob ${value.name}` : quote(value);
}

const WANTED: Readonly<Record<Kind, string>> = {
  text: 'write a text',
  number: 'write a number',
  flag: 'write true or false',
  list: 'write a list, in [ ]',
  map: 'write an object, in { }',
  function: 'write a function',
  choice: 'make one by one of these',
};

function remedyFor(value: unknown, kind: Kind): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'look at what it is computed from';
  if (value === null) return 'leave it out';
  if (value instanceof Knob) return 'give a fixed value, since this cannot be open';
  if (typeof value === 'function' && kind !== 'function') return 'call it, and give what it returns';
  if (value instanceof Promise) return 'await it';
  // JavaScript reads 1.10 as 1.1.
  if (kind === 'text' && typeof value === 'number' && !Number.isInteger(value))
    return `quote it, zeros at its end included: "${value}"`;
  if (kind === 'text' && (typeof value === 'number' || typeof value === 'boolean')) return `quote it: "${value}"`;
  if (kind === 'text' && value === '') return 'write it, or leave it out';
  if (kind === 'number' && isNumeral(value)) return `write ${value} without quotes`;
  if (kind === 'flag' && (value === 'true' || value === 'false')) return `write ${value} without quotes`;
  if (kind === 'list' && isSingle(value)) return 'put it into a list, in [ ]';
  return isOf(kind, value) ? '' : WANTED[kind];
}

/** Whether a value is of a kind, though it may not be what is allowed. */
export function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && !Number.isNaN(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'map':
      return isMap(value);
    case 'function':
      return typeof value === 'function';
    case 'choice':
      return false;
  }
}

function isNumeral(value: unknown): boolean {
  return typeof value === 'string' && /^-?[0-9]+(\.[0-9]+)?$/.test(value);
}

function isSingle(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || (typeof value === 'object' && value !== null);
}
