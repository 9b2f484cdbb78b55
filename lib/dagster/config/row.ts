import { type Issue, is, issuesOf, type Json, type JsonMap, unknownKey } from '../../engine/index.js';
import { checkFields, type Fields, renderFields } from './fields.js';

/** One key of `dagster.yaml`: what its value may be, how it is written, and what `additionalConfig` may not say. */
export interface Row<T> {
  /** Dagster's name. */
  readonly key: string;
  /** What is wrong with a value. */
  readonly check: (value: T, path: string) => Issue[];
  /** A value as Dagster reads it; undefined where it says nothing. */
  readonly render: (value: T) => Json | undefined;
  /** The value where none is given. @default - the key is left out */
  readonly initial?: T;
  /** Who writes the key. @default - the option of the row */
  readonly writer?: string;
  /** Whether a code server reads it: when it starts, it opens the instance, but neither launches nor queues runs. @default false */
  readonly readByCodeServers?: boolean;
  /** Keys that Dagster refuses beside this one. @default - none */
  readonly refuses?: readonly string[];
}

/** A row for each value, in the order they are written; none is forgotten. */
export type Rows<T> = { readonly [K in keyof T]-?: Row<NonNullable<T[K]>> };

/** How each value is checked. */
export type Checks<T> = { readonly [K in keyof T]-?: Pick<Row<NonNullable<T[K]>>, 'check'> };

/** What a kind of value has in common, whatever its key. */
type Kind<T> = Pick<Row<T>, 'check' | 'render'>;

/** A choice that knows what is wrong with it and how it is written. */
export interface Part {
  /** What is wrong with the options. @param path the option that holds it */
  issues(path: string): Issue[];
  render(): JsonMap;
}

export const PART: Kind<Part> = {
  check: (part, path) => part.issues(path),
  render: (part) => part.render(),
};

/** Whether something goes on. */
export const SWITCH: Kind<boolean> = {
  check: (value, path) => issuesOf(is.flag, value, path),
  render: (enabled) => ({ enabled }),
};

/** A group of options. @param complete adds what is written although it is not said */
export function options<T extends object>(fields: Fields<T>, complete = (given: T): T => given): Kind<T> {
  return {
    check: (given, path) => checkFields(fields, given, path),
    render: (given) => {
      const members = renderFields(fields, complete(given));
      return Object.keys(members).length > 0 ? members : undefined;
    },
  };
}

/** Everything that is wrong with values that are to have rows. */
export function checkRows<T extends object>(rows: Checks<T>, values: Partial<T>): Issue[] {
  const known = namesOf(rows);
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(rows, name));
  const issues = known.flatMap((name) => {
    const value = values[name];
    if (value === undefined) return [];
    if (value === null) return [{ path: name, message: 'found null; allowed: a value; leave it out for its default' }];
    return rows[name].check(value, name);
  });
  return [...unknown.map((name) => unknownKey(name, name, known)), ...issues];
}

/** Values under Dagster's names, in the order of the rows. @param wanted which rows @default - all */
export function renderRows<T extends object>(
  rows: Rows<T>,
  values: Partial<T>,
  wanted: (row: Pick<Row<never>, 'readByCodeServers'>) => boolean = () => true,
): JsonMap {
  const members = namesOf(rows).flatMap((name): [string, Json][] => {
    const { key, initial, render } = rows[name];
    if (!wanted(rows[name])) return [];
    const value = values[name] ?? initial;
    const rendered = value === undefined ? undefined : render(value);
    return rendered === undefined ? [] : [[key, rendered]];
  });
  return Object.fromEntries(members);
}

function namesOf<T extends object>(rows: T): Extract<keyof T, string>[] {
  const isName = (name: string): name is Extract<keyof T, string> => Object.hasOwn(rows, name);
  return Object.keys(rows).filter(isName);
}
