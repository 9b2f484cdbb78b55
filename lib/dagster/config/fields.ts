import { copyPlain, type Issue, isMap, type Json, type JsonMap, nearest, quote } from '../../engine/index.js';

/** A value that Dagster reads from an environment variable, which every process that needs the value has to have. */
export interface EnvReference {
  /** The name of the variable. */
  readonly env: string;
}

/** A value, or where Dagster reads it from. */
export type EnvOr<T> = T | EnvReference;

/** How one option is checked, and how it is written into `dagster.yaml`. */
export interface Field {
  /** Dagster's name of the option. */
  readonly key: string;
  /** What is wrong with a value. */
  readonly check: (value: unknown, path: string) => Issue[];
  /** @default - the value as it is */
  readonly render?: (value: unknown) => Json;
}

/** The fields of a group of options, in the order they are written; none is forgotten. */
export type Fields<T> = { readonly [K in keyof T]-?: Field };

type Table = Readonly<Record<string, Field>>;

/** Options under Dagster's names; those that are not given are left out. */
export function renderFields(fields: Table, options: object): JsonMap {
  const given = new Map<string, unknown>(Object.entries(options));
  const members = Object.entries(fields).flatMap(([name, { key, render = copyPlain }]): [string, Json][] => {
    const value = given.get(name);
    return value === undefined ? [] : [[key, render(value)]];
  });
  return Object.fromEntries(members);
}

/** A copy of a map of plain data; empty for anything else. */
export function plainMap(value: unknown): JsonMap {
  const copy = value === undefined ? {} : copyPlain(value);
  return isMap(copy) ? copy : {};
}

/** Everything that is wrong with a group of options. */
export function checkFields(fields: Table, options: unknown, path: string): Issue[] {
  if (!isMap(options)) return [{ path, message: `found ${quote(options)}; allowed: an object` }];
  return Object.entries(options).flatMap(([name, value]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) return [unknownKey(at, name, Object.keys(fields))];
    return value === undefined ? [] : field.check(value, at);
  });
}

/** The same issues, found below an option. */
export function under(path: string, issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => ({ path: issue.path === '' ? path : `${path}.${issue.path}`, message: issue.message }));
}

/** That a key is unknown, and which one may be meant. @param known keys that exist, though not all are allowed here */
export function unknownKey(path: string, key: string, allowed: readonly string[], known = allowed): Issue {
  const meant = nearest(key, known);
  const hint = meant === undefined ? '' : `; did you mean ${quote(meant)}?`;
  return { path, message: `unknown key ${quote(key)}; allowed: ${allowed.join(', ')}${hint}` };
}

const expects =
  (allowed: string, fits: (value: unknown) => boolean) =>
  (value: unknown, path: string): Issue[] =>
    fits(value) ? [] : [{ path, message: `found ${quote(value)}; allowed: ${allowed}` }];

const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a text can be the name of an environment variable, whatever passes it on. */
export function isEnvName(name: unknown): name is string {
  return typeof name === 'string' && ENV_NAME.test(name);
}

function isEnvReference(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 1 && isEnvName(value.env);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** A whole number. @param remark what a special value means, for example '-1 for no limit' */
export function integer(key: string, least: number, remark?: string, most = Number.MAX_SAFE_INTEGER): Field {
  return { key, check: expects(range(least, most, remark), isWithin(least, most)) };
}

/** A whole number, or the name of the variable that holds it. */
export function integerOrEnv(key: string, least: number, remark?: string): Field {
  const most = Number.MAX_SAFE_INTEGER;
  const allowed = `${range(least, most, remark)}, or { env: NAME }`;
  return { key, check: expects(allowed, (value) => isWithin(least, most)(value) || isEnvReference(value)) };
}

const isWithin = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;

function range(least: number, most: number, remark: string | undefined): string {
  const upTo = most === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${most}`;
  return `integer, at least ${least}${upTo}${remark === undefined ? '' : ` (${remark})`}`;
}

/** Seconds above 0, not necessarily whole. */
export function seconds(key: string): Field {
  const fits = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value > 0;
  return { key, check: expects('number above 0', fits) };
}

export function flag(key: string): Field {
  return { key, check: expects('true or false', (value) => typeof value === 'boolean') };
}

export function text(key: string): Field {
  return { key, check: expects('a text that is not empty', isText) };
}

/** A text, or the name of the variable that holds it. */
export function textOrEnv(key: string): Field {
  const allowed = 'a text that is not empty, or { env: NAME }';
  return { key, check: expects(allowed, (value) => isText(value) || isEnvReference(value)) };
}

/** The name of an environment variable. */
export function envName(key: string): Field {
  return { key, check: expects('the name of an environment variable', isEnvName) };
}

export function texts(key: string): Field {
  const fits = (value: unknown) => Array.isArray(value) && value.every(isText);
  return { key, check: expects('a list of texts', fits) };
}

export function choice(key: string, allowed: readonly string[]): Field {
  const fits = (value: unknown) => typeof value === 'string' && allowed.includes(value);
  return { key, check: expects(`one of ${allowed.join(', ')}`, fits) };
}

/** A map of plain data that Dagster hands on to somebody else. */
export function data(key: string): Field {
  return { key, check: (value, path) => checkData(value, path) };
}

/** What keeps a value from being a map of plain data. */
export function checkData(value: unknown, path: string): Issue[] {
  if (!isMap(value)) return [{ path, message: `found ${quote(value)}; allowed: an object of plain data` }];
  const issues: Issue[] = [];
  copyPlain(value, issues, [path]);
  return issues;
}

/** A group of options. */
export function group(key: string, fields: Table): Field {
  return {
    key,
    check: (value, path) => checkFields(fields, value, path),
    render: (value) => (isMap(value) ? renderFields(fields, value) : null),
  };
}

/** A list of groups of options. */
export function groups(key: string, fields: Table): Field {
  const items = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  return {
    key,
    check: (value, path) =>
      Array.isArray(value)
        ? items(value).flatMap((item, index) => checkFields(fields, item, `${path}.${index}`))
        : [{ path, message: `found ${quote(value)}; allowed: a list` }],
    render: (value) => items(value).map((item) => (isMap(item) ? renderFields(fields, item) : null)),
  };
}
