import {
  type Check,
  checked,
  copyPlain,
  type Issue,
  is,
  isMap,
  issuesOf,
  type Json,
  type JsonMap,
  type OptionalCheck,
  type RequiredCheck,
} from '../../engine/index.js';

/** A value that Dagster reads from an environment variable, which every process that needs the value has to have. */
export interface EnvReference {
  /** The name of the variable. */
  readonly env: string;
}

/** A value, or where Dagster reads it from. */
export type EnvOr<T> = T | EnvReference;

/** How one option is checked, and how it is written into `dagster.yaml`. */
export interface Field<C extends Check = Check> {
  /** Dagster's name of the option. */
  readonly key: string;
  readonly check: C;
  /** @default - the value as it is */
  readonly render?: (value: unknown) => Json;
}

/** A field that may be left out. */
export type OptionalField = Field<OptionalCheck>;

/** The fields of a group of options, in the order they are written; none is forgotten, and needed ones are marked so. */
export type Fields<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? OptionalField : Field<RequiredCheck>;
};

type Table = Readonly<Record<string, Field>>;

/** Options under Dagster's names; those that are not given are left out, and what is no options has none. */
export function renderFields(fields: Table, options: unknown): JsonMap {
  const given = new Map<string, unknown>(Object.entries(isMap(options) ? options : {}));
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
  return issuesOf(bagOf(fields), options, path);
}

/** A group of options as far as they are sound. @param instead what stands for them where nothing of them is */
export function soundFields<T extends object>(fields: Fields<T>, options: T, instead: T): T {
  return checked(bagOf(fields), options, instead).options;
}

function bagOf(fields: Table): OptionalCheck {
  return is.table(Object.entries(fields).map(([name, { check }]) => [name, check]));
}

/** The same issues, found below an option. */
export function under(path: string, issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => ({ path: issue.path === '' ? path : `${path}.${issue.path}`, message: issue.message }));
}

/** A field that is needed. */
export function needed({ check, ...field }: Field): Field<RequiredCheck> {
  return { ...field, check: is.required(check) };
}

const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a text can be the name of an environment variable, whatever passes it on. */
export function isEnvName(name: unknown): name is string {
  return typeof name === 'string' && ENV_NAME.test(name);
}

function isEnvReference(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 1 && isEnvName(value.env);
}

const ENV_REFERENCE = is.kind('map', '{ env: NAME }', isEnvReference);

/** A value, or the variable that holds it; a text of its own cannot be open in \`dagster.yaml\`, the variable's value can. */
function orEnv(check: OptionalCheck): OptionalCheck {
  const either = is.either(check, ENV_REFERENCE);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: code that the message shows
  const remedy = 'say { env: NAME } here, and open the variable in instance.env: { name: NAME, value: `${open(...)}` }';
  return is.unlessOpen(either, remedy);
}

/** A whole number. @param remark what a special value means, for example '-1 for no limit' */
export function integer(key: string, least: number, remark?: string, most = Number.MAX_SAFE_INTEGER): OptionalField {
  return { key, check: is.kind('number', range(least, most, remark), isWithin(least, most)) };
}

/** A whole number, or the name of the variable that holds it. */
export function integerOrEnv(key: string, least: number, remark?: string): OptionalField {
  return { key, check: orEnv(integer(key, least, remark).check) };
}

const isWithin = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;

function range(least: number, most: number, remark: string | undefined): string {
  const upTo = most === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${most}`;
  return `integer, at least ${least}${upTo}${remark === undefined ? '' : ` (${remark})`}`;
}

/** Seconds above 0, not necessarily whole. */
export function seconds(key: string): OptionalField {
  const fits = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value > 0;
  return { key, check: is.kind('number', 'number above 0', fits) };
}

export function flag(key: string): OptionalField {
  return { key, check: is.flag };
}

export function text(key: string): OptionalField {
  return { key, check: is.text };
}

/** A text, or the name of the variable that holds it. */
export function textOrEnv(key: string): OptionalField {
  return { key, check: orEnv(is.text) };
}

/** The name of a bucket, or the name of the variable that holds it; Amazon knows one by its ARN, too. */
export function bucket(key: string): OptionalField {
  const fits = (value: unknown) => typeof value === 'string' && /^(arn:.+|[^:/\s]+)$/.test(value);
  return { key, check: orEnv(is.kind('text', 'the name of a bucket, without "s3://", "gs://", "/" or spaces', fits)) };
}

/** The URL of a server, or the name of the variable that holds it. */
export function urlOrEnv(key: string): OptionalField {
  const fits = (value: unknown) => typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value);
  return { key, check: orEnv(is.kind('text', 'a URL such as "http://minio.minio.svc:9000"', fits)) };
}

/** The name of an environment variable. */
export function envName(key: string): OptionalField {
  return { key, check: is.kind('text', 'the name of an environment variable', isEnvName) };
}

export function texts(key: string): OptionalField {
  return { key, check: is.list(is.text) };
}

export function choice(key: string, allowed: readonly string[]): OptionalField {
  const fits = (value: unknown) => typeof value === 'string' && allowed.includes(value);
  return { key, check: is.kind('text', `one of ${allowed.join(', ')}`, fits) };
}

/** A map of plain data that Dagster hands on to somebody else. */
export function data(key: string): OptionalField {
  return { key, check: is.data };
}

/** What keeps a value from being a map of plain data. */
export function checkData(value: unknown, path: string): Issue[] {
  return issuesOf(is.data, value, path);
}

/** A group of options. */
export function group(key: string, fields: Table): OptionalField {
  return {
    key,
    check: bagOf(fields),
    render: (value) => (isMap(value) ? renderFields(fields, value) : null),
  };
}

/** A list of groups of options. */
export function groups(key: string, fields: Table): OptionalField {
  const items = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  return {
    key,
    check: is.list(bagOf(fields)),
    render: (value) => items(value).map((item) => (isMap(item) ? renderFields(fields, item) : null)),
  };
}
