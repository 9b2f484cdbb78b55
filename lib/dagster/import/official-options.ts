import { isMap, type JsonMap, nearest } from '../../engine/index.js';
import rows from './official-options.json' with { type: 'json' };
import { isList, type Ledger } from './official-values.js';

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
}

/** What became of each value of a document. */
export function fatesOf(document: JsonMap, ledger: Ledger): Fate[] {
  return leavesOf(document).map((path) => fateOf(path, ledger));
}

function fateOf(path: string, ledger: Ledger): Fate {
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

function hint(path: string): string {
  const plain = path.replace(/\[\d+\]/g, '[]');
  const meant = nearest(plain, PATHS);
  const ignored = 'no option of the official chart, which ignores it';
  return meant === undefined ? ignored : `${ignored}; is \`${meant}\` meant?`;
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
