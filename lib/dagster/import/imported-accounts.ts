import { texts } from './imported-process.js';
import type { Values } from './official-values.js';
import { type Source, unlessEmpty } from './source.js';

/** What the names of a release are made of. */
export interface Names {
  readonly release: string;
  readonly namespace: string;
}

/** The name that the official chart puts before those of most objects. */
export function fullName(values: Values, { release }: Names, chart = 'dagster'): string {
  const global = values.at('global');
  const full = global.text('fullnameOverride');
  if (full !== undefined) return full;
  const name = global.text('nameOverride') ?? chart;
  return release.includes(name) ? release : `${release}-${name}`;
}

/** An account: whose pods run as it, and what the release has to make of it. */
export interface Account {
  /** The account of the first who has it, which creates it. */
  readonly made: Source;
  /** The same account for all others. */
  readonly named: Source;
  readonly name?: string;
}

/** Who runs as whom in the official chart. */
export interface Accounts {
  /** Of the webserver, the daemon and Jobs of the release. */
  readonly system: Account;
  /** Of code locations, and of the runs that take over what is said of them. */
  readonly code: Account;
}

export function accountsOf(values: Values, names: Names): Accounts {
  const sub = values.at('dagster-user-deployments');
  const global = values.at('global').text('serviceAccountName');
  const ofSub = sub.at('serviceAccount');
  const shared = global ?? sub.at('global').text('serviceAccountName');
  const own = values.at('serviceAccount');
  const system = account(own, global ?? own.text('name'), own.get('create') !== false, fullName(values, names));
  const usual = `${fullName(values, names, 'dagster-user-deployments')}-user-deployments`;
  const isMade = ofSub.get('create') !== false && shared === undefined;
  return { system, code: account(ofSub, shared ?? ofSub.text('name'), isMade, usual) };
}

/**
 * The account that the official chart gives to pods. One that clouds may know by its name keeps it; where nothing is said
 * of it, each role of the release has its own.
 */
function account(values: Values, said: string | undefined, isMade: boolean, usual: string): Account {
  const annotations = texts(values.map('annotations'));
  if (isMade && said === undefined && annotations === undefined) return { made: undefined, named: undefined };
  const name = said ?? usual;
  if (isMade)
    values.ledger.decisions.push(
      `The account \`${name}\` belongs to the release of the official chart, which deletes it when it is uninstalled: apply the new release once more after that.`,
    );
  return {
    made: unlessEmpty({ name, ...(isMade ? { create: true, annotations } : {}) }),
    named: { name },
    name,
  };
}
