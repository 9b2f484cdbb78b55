import { coalesce, type Json, type JsonMap } from '../../engine/index.js';
import { isEmpty, isJsonMap, mapOf } from './official-values.js';

/** A part of the values under the names of today, and how each path of it is written in the values. */
export interface Reading {
  readonly document: JsonMap;
  /** The path in the values. */
  shown(path: string): string;
  /** The older name that the values say it under. */
  readonly old?: OldName;
}

interface OldName {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Whether it stands over the present name, under it and its defaults, or is not read by a chart of today. */
  readonly stands: 'over' | 'under' | 'alone';
}

const LOCATIONS = 'dagster-user-deployments';

/** Names of earlier charts, and how the official chart merges them with the present ones. */
const OLD_NAMES: readonly OldName[] = [
  { from: ['dagit'], to: ['dagsterWebserver'], stands: 'over' },
  { from: ['ingress', 'dagit'], to: ['ingress', 'dagsterWebserver'], stands: 'over' },
  { from: ['ingress', 'readOnlyDagit'], to: ['ingress', 'readOnlyDagsterWebserver'], stands: 'under' },
  { from: ['userDeployments'], to: [LOCATIONS], stands: 'alone' },
];

/** The values part by part: what is said under the names of today, then what under each older one. */
export function readingsOf(document: JsonMap): Reading[] {
  const old = OLD_NAMES.flatMap((name): Reading[] => {
    const said = at(document, name.from);
    if (!isJsonMap(said)) return [];
    const { document: part, shown } = withList(put({}, name.to, said));
    const length = name.to.join('.').length;
    return [{ document: part, shown: (path) => `${name.from.join('.')}${shown(path).slice(length)}`, old: name }];
  });
  return [withList(OLD_NAMES.reduce((rest, { from }) => without(rest, from), document)), ...old];
}

/** The values as the official chart merges them with its defaults, old names included. */
export function mergedOf([present, ...old]: readonly Reading[], defaults: JsonMap): JsonMap {
  const alone = old.filter((reading) => reading.old?.stands === 'alone').map(({ document }) => document);
  const under = alone.reduce((all, document) => coalesce(all, document), {});
  const base = coalesce(defaults, coalesce(under, present?.document ?? {}));
  return old.reduce((all, { document, old: name }) => {
    if (name === undefined || name.stands === 'alone') return all;
    const [now, before] = [mapOf(at(all, name.to)), mapOf(at(document, name.to))];
    return put(all, name.to, name.stands === 'over' ? filled(before, now) : filled(now, before));
  }, base);
}

/** A map whose missing and empty members come from another one, as the official chart merges. */
function filled(map: JsonMap, from: JsonMap): JsonMap {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(map)])];
  return Object.fromEntries(
    keys.map((key): [string, Json] => {
      const [own = null, other = null] = [map[key], from[key]];
      if (isJsonMap(own) && isJsonMap(other)) return [key, filled(own, other)];
      return [key, isEmpty(own) || own === false || own === 0 ? (other ?? own) : own];
    }),
  );
}

/** Locations as a list: the official chart takes a map of them by name, too. */
function withList(document: JsonMap): Reading {
  const locations = mapOf(document[LOCATIONS]);
  const { deployments } = locations;
  if (!isJsonMap(deployments)) return { document, shown: (path) => path };
  const names = Object.keys(deployments);
  const list = Object.entries(deployments).map(([name, location]) => ({ ...mapOf(location), name }));
  return {
    document: { ...document, [LOCATIONS]: { ...locations, deployments: list } },
    shown: (path) => path.replace(/^([\w-]+\.deployments)\[(\d+)\]/, (_, above, index) => `${above}.${names[index]}`),
  };
}

/** What a document says at some keys, one in the other. */
export function at(document: JsonMap, keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>((value, key) => mapOf(value)[key], document);
}

function put(document: JsonMap, [key = '', ...more]: readonly string[], value: Json): JsonMap {
  return { ...document, [key]: more.length === 0 ? value : put(mapOf(document[key]), more, value) };
}

function without(document: JsonMap, [key = '', ...more]: readonly string[]): JsonMap {
  const { [key]: value, ...rest } = document;
  if (more.length === 0) return rest;
  return isJsonMap(value) ? { ...rest, [key]: without(value, more) } : document;
}
