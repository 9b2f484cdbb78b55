import { type Issue, quote } from '../data/issue.js';
import { isMap } from '../data/json.js';
import { withNames } from '../data/placeholder.js';
import { rawJson } from '../data/raw-json.js';
import type { PublishedChart, PublishedRelease } from '../published-chart.js';
import type { Release } from '../release.js';
import type { Marked, MarkedObject } from '../tree/mark.js';
import { isFor } from '../tree/presence.js';
import { signatureOf } from '../tree/signature.js';
import { validateAgainst } from '../values/validate.js';

/** At most so many differences are told of one release: the first ones explain the others. */
const MOST = 5;

/** Where a release differs from what its chart installs in more than values, so that no values document says it. */
export function checkAgreement(release: Release, chart: PublishedChart): Issue[] {
  const theirs = withNamesOf(release, signatures(chart.release.marked));
  const ours = signatures(release.marked);
  const objects = [...new Set([...ours.keys(), ...theirs.keys()])].filter(
    (key) => !isSame(ours.get(key), theirs.get(key)),
  );
  const unknown = validateAgainst(chart.release.strictSchema, release.values);
  const differences = [
    ...objects.map((key) => differenceOf(key, ours.get(key), theirs.get(key))),
    ...unknown.map(({ path, message }) => ({ path: `values ${path}`, message })),
    ...unsayable(release, chart.release),
  ];
  const id = chart.node.id;
  const remedy = `give the chart ${id} the same properties, or set chart: false on this release`;
  const told = differences.slice(0, MOST).map(({ path, message }) => ({
    path,
    message: `${message}; allowed: what the chart ${id} has, but for values; ${remedy}`,
  }));
  const more = differences.length - told.length;
  return more > 0 ? [...told, { path: '', message: `${more} more differences from the chart ${id}` }] : told;
}

/** Values that a document cannot take away, since the chart falls back to a default where the release has none. */
function unsayable(release: Release, theirs: PublishedRelease): Issue[] {
  const defaults = new Map(theirs.marked.knobs.map(({ name, initial }) => [name, initial]));
  return release.marked.knobs.flatMap((knob) => {
    const instead = defaults.get(knob.name);
    if (release.read(knob) !== undefined || typeof instead === 'object' || instead === undefined) return [];
    return [
      { path: `values ${knob.name}`, message: `found nothing, where the chart has the default ${quote(instead)}` },
    ];
  });
}

const known = new WeakMap<Marked, ReadonlyMap<string, string>>();

/** What each object is, by kind and name. */
function signatures(marked: Marked): ReadonlyMap<string, string> {
  const signed = known.get(marked) ?? sign(marked);
  known.set(marked, signed);
  return signed;
}

/** Texts of a chart with the names of a release in the place of placeholders. */
function withNamesOf(
  { releaseName, namespace }: Release,
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const named = (text: string): string => withNames(text, releaseName, namespace);
  return new Map([...texts].map(([key, text]) => [named(key), named(text)]));
}

function sign({ objects }: Marked): ReadonlyMap<string, string> {
  const common = objects.filter(({ object }) => isFor('manifests', object) && isFor('chart', object));
  const signed = new Map<string, string>();
  for (const one of common) signed.set(keyOf(one, signed), JSON.stringify(signatureOf(one)));
  return signed;
}

/** Kind and name, as long as they tell an object apart. */
function keyOf({ object, content: { metadata } }: MarkedObject, taken: ReadonlyMap<string, string>): string {
  const key = `${object.kind} ${object.name}`;
  const namespace = isMap(metadata) ? metadata.namespace : undefined;
  return taken.has(key) ? `${key} of ${object.apiVersion} in ${namespace}` : key;
}

function differenceOf(key: string, ours: string | undefined, theirs: string | undefined): Issue {
  if (theirs === undefined) return { path: key, message: 'found an object that the chart has not' };
  if (ours === undefined) return { path: key, message: 'found no such object, which the chart has' };
  const { path, found, instead } = firstDifference(JSON.parse(ours), JSON.parse(theirs), []);
  return { path: [key, ...path].join('.'), message: `found ${quote(found)}, where the chart has ${quote(instead)}` };
}

/** Whether signatures are the same but for the order of keys, which names may be part of. */
function isSame(ours: string | undefined, theirs: string | undefined): boolean {
  if (ours === theirs) return true;
  return ours !== undefined && theirs !== undefined && rawJson(JSON.parse(ours)) === rawJson(JSON.parse(theirs));
}

interface Difference {
  readonly path: readonly string[];
  readonly found: unknown;
  readonly instead: unknown;
}

function firstDifference(found: unknown, instead: unknown, path: readonly string[]): Difference {
  const [ours, theirs] = [membersOf(found), membersOf(instead)];
  if (ours !== undefined && theirs !== undefined) {
    // What an object does tells more than its labels.
    const keys = [...Object.keys(ours), ...Object.keys(theirs)].sort((a, b) => rank(a) - rank(b));
    for (const key of new Set(keys)) {
      if (JSON.stringify(ours[key]) === JSON.stringify(theirs[key])) continue;
      return firstDifference(ours[key], theirs[key], [...path, key]);
    }
  }
  return { path, found, instead };
}

function rank(key: string): number {
  return key === 'metadata' ? 1 : 0;
}

function membersOf(value: unknown): Record<string, unknown> | undefined {
  if (Array.isArray(value)) return Object.fromEntries(value.entries());
  return isMap(value) ? value : undefined;
}
