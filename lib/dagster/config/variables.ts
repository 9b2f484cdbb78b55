import type { IEnvVar } from 'kubernetes-models/v1';
import { holdsKnobs, type Issue, quote } from '../../engine/index.js';
import { DATABASE_ENV } from './database.js';
import { isEnvName } from './fields.js';

/** Variables that the release sets itself. */
export const RESERVED: readonly string[] = ['DAGSTER_HOME', ...Object.values(DATABASE_ENV)];

export const HOME = 'HOME';
export const SCRATCH_HOME = '/tmp';

/** Where tools keep what is theirs: nothing below it has to be in an image. */
export function homeAmong(env: readonly IEnvVar[] = []): IEnvVar {
  return env.find(({ name }) => name === HOME) ?? { name: HOME, value: SCRATCH_HOME };
}

/** Variables whose values knobs decide: runs get them from a ConfigMap, since `dagster.yaml` holds no knobs. */
export function openVariables(env: readonly IEnvVar[] = []): Record<string, string> {
  const open = env.filter(({ value }) => holdsKnobs(value));
  return Object.fromEntries(open.map(({ name, value }) => [name, `${value}`]));
}

/** What is wrong with the names of environment variables. */
export function checkVariables(
  env: readonly { readonly name: string }[],
  path: string,
  reserved: readonly string[],
): Issue[] {
  return env.flatMap(({ name }, index) => {
    const at = `${path}.${index}`;
    if (!isEnvName(name)) {
      return [
        { path: at, message: `found the name ${quote(name)}; allowed: letters, digits and "_", not a digit first` },
      ];
    }
    if (reserved.includes(name)) {
      return [
        { path: at, message: `found ${quote(name)}; allowed: any name but ${reserved.join(', ')}${remedyFor(name)}` },
      ];
    }
    const twice = env.findIndex((other) => other.name === name) < index;
    return twice ? [{ path: at, message: `found ${quote(name)} twice; allowed: each name once` }] : [];
  });
}

/** Where a variable of the database is said. */
function remedyFor(name: string): string {
  const { password, ...settings } = DATABASE_ENV;
  if (name === password) return '; say postgresql.password';
  const setting = Object.entries(settings).find(([, variable]) => variable === name)?.[0];
  return setting === undefined ? '' : `; say postgresql.valueFrom.${setting}`;
}
