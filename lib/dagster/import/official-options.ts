import { isDeepStrictEqual } from 'node:util';
import { isMap, type JsonMap, nearest } from '../../engine/index.js';
import defaults from './official-defaults.json' with { type: 'json' };
import rows from './official-options.json' with { type: 'json' };
import { isList, type Ledger } from './official-values.js';
import type { Reading } from './readings.js';

/** An option of the official chart, and what became of it here. */
export interface OfficialOption {
  /** What says the same here; nothing where nothing does. */
  readonly here: readonly string[];
  /** How it differs in more than its name. */
  readonly remark?: string;
  /** Why nothing says the same. */
  readonly reason?: string;
}

/** The options of the official chart, by their paths; `[]` stands for an item of a list. */
export const OFFICIAL_OPTIONS: ReadonlyMap<string, OfficialOption> = new Map(
  rows.flatMap(({ options, ...row }) => options.map((option): [string, OfficialOption] => [option, row])),
);

const PATHS = [...OFFICIAL_OPTIONS.keys()];

/** What becomes of an option: said by the same word, in another form, or not at all. */
export function formOf({ here, remark }: OfficialOption): 'carried' | 'mapped' | 'refused' {
  if (here.length === 0) return 'refused';
  return remark === undefined && here.every((code) => !code.includes('(')) ? 'carried' : 'mapped';
}

/** What became of a value. */
export interface Fate {
  readonly path: string;
  readonly fate: 'carried' | 'mapped' | 'refused' | 'idle' | 'unknown';
  /** Where it is now, or why it is not. */
  readonly why: string;
  /** Whether it says more than the official default does. */
  readonly isOwn: boolean;
}

/** What became of each value. @param merged all of them, as the official chart merges them */
export function fatesOf(readings: readonly Reading[], merged: JsonMap, ledger: Ledger): Fate[] {
  return readings.flatMap(({ document, shown, old }) =>
    leavesOf(document)
      .filter((path) => !isKey(path, shown(path)))
      .flatMap((path) => {
        const isOwn = !isDeepStrictEqual(atPath(document, path), atPath(defaults, path));
        const fate = fateOf(path, ledger);
        const parts = refusedIn(path, ledger).map((part): Fate => ({ ...part, path: shown(part.path), isOwn: true }));
        if (old === undefined) return [{ ...fate, path: shown(path), isOwn }, ...parts];
        return [{ ...ofOldName(fate, path, document, merged), path: shown(path), isOwn: true }, ...parts];
      }),
  );
}

/** The parts of a value that were not carried over with it. */
function refusedIn(path: string, { refused }: Ledger): { readonly path: string; fate: 'refused'; why: string }[] {
  const below = [...refused].filter(([part]) => part.startsWith(`${path}.`) || part.startsWith(`${path}[`));
  return below.map(([part, why]) => ({ path: part, fate: 'refused', why }));
}

/** Whether a name is no value, since it is the key of the map that it stands in. */
function isKey(path: string, shown: string): boolean {
  return path.endsWith('].name') && !shown.includes('[');
}

function ofOldName(fate: Omit<Fate, 'isOwn'>, path: string, document: JsonMap, merged: JsonMap): Omit<Fate, 'isOwn'> {
  if (fate.fate === 'unknown') return fate;
  if (!isDeepStrictEqual(atPath(document, path), atPath(merged, path)))
    return { path, fate: 'idle', why: `\`${path}\` stands over its old name in the official chart` };
  const why = `${fate.why}; it is an old name of \`${path}\``;
  return { path, fate: fate.fate === 'carried' ? 'mapped' : fate.fate, why };
}

function atPath(document: unknown, path: string): unknown {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  return keys.reduce<unknown>((part, key) => (part as Record<string, unknown> | null | undefined)?.[key], document);
}

function fateOf(path: string, ledger: Ledger): Omit<Fate, 'isOwn'> {
  const found = optionOf(path);
  if (found === undefined) return { path, fate: 'unknown', why: hint(path) };
  const [, option] = found;
  const own = above(path).find((upper) => ledger.refused.has(upper));
  if (own !== undefined) return { path, fate: 'refused', why: ledger.refused.get(own) ?? '' };
  if (option.reason !== undefined) return { path, fate: 'refused', why: option.reason };
  if (!above(path).some((upper) => ledger.taken.has(upper)))
    return { path, fate: 'idle', why: 'without effect in the official chart, too, as other options stand' };
  return { path, fate: formOf(option), why: option.here.join(', ') };
}

/** A path, and all those above it. */
function above(path: string): string[] {
  const parts = path.split(/(?=[.[])/);
  return parts.map((_, index) => parts.slice(0, parts.length - index).join(''));
}

function optionOf(path: string): [string, OfficialOption] | undefined {
  for (const [index, upper] of above(path.replace(/\[\d+\]/g, '[]')).entries()) {
    const option = OFFICIAL_OPTIONS.get(upper) ?? OFFICIAL_OPTIONS.get(`${upper}.*`);
    if (option !== undefined && (index === 0 || isFree(upper))) return [upper, option];
  }
  return undefined;
}

/** Whether anything may stand below an option: all that Kubernetes or somebody else knows. */
function isFree(option: string): boolean {
  return /Probe$/.test(option) || !PATHS.some((other) => other.startsWith(`${option}.`) && !other.endsWith('.*'));
}

/** The option that is nearly written so: of those beside it, if there are any. */
function nearOption(plain: string): string | undefined {
  const parent = plain.slice(0, plain.lastIndexOf('.') + 1);
  const beside = PATHS.filter((path) => path.startsWith(parent)).map((path) => path.slice(parent.length));
  if (parent === '' || beside.length === 0) return nearest(plain, PATHS);
  const meant = nearest(
    plain.slice(parent.length),
    beside.filter((name) => !name.includes('.')),
  );
  return meant === undefined ? undefined : `${parent}${meant}`;
}

/** What is said of a key that is like no option. */
export const IGNORED = 'no option of the official chart, which ignores it';

function hint(path: string): string {
  const plain = path.replace(/\[\d+\]/g, '[]');
  const meant = nearOption(plain);
  const [, inner] = /^(postgresql|rabbitmq|redis)\./.exec(plain) ?? [];
  const what =
    inner === undefined
      ? IGNORED
      : `no option of the official chart itself, which hands it to its chart ${inner}; what needs it is said anew`;
  return meant === undefined ? what : `${what}; is \`${meant}\` meant?`;
}

/** The paths of all values; what Kubernetes or somebody else knows is one value. */
export function leavesOf(value: unknown, path = ''): string[] {
  const plain = path.replace(/\[\d+\]/g, '[]');
  const below = (children: [string, unknown][]): string[] =>
    children.length === 0 ? emptyAt(path, plain) : children.flatMap(([at, child]) => leavesOf(child, at));
  if (
    path !== '' &&
    OFFICIAL_OPTIONS.has(plain) &&
    isFree(plain) &&
    !PATHS.some((other) => other.startsWith(`${plain}[]`))
  )
    return [path];
  if (isMap(value))
    return below(Object.entries(value).map(([key, child]) => [path === '' ? key : `${path}.${key}`, child]));
  if (Array.isArray(value) && isList(value)) return below(value.map((child, index) => [`${path}[${index}]`, child]));
  return [path];
}

/** An empty map or list says something where it is an option, or where nothing is known of it. */
function emptyAt(path: string, plain: string): string[] {
  return path === '' || (!OFFICIAL_OPTIONS.has(plain) && PATHS.some((other) => other.startsWith(`${plain}.`)))
    ? []
    : [path];
}
