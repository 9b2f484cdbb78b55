import { type Facts, said } from './facts.js';
import facts from './official-facts.json' with { type: 'json' };

type Part = Readonly<Record<string, unknown>>;
type Parts = Readonly<Record<string, Part | null>>;

const USUAL: Readonly<Record<string, Part>> = facts.usual;
const FILES: Readonly<Record<string, Parts>> = facts.files;

/**
 * What the templates of the official chart 1.13, written down from its public source, render from a file of the corpus with
 * Helm 4: for each role what differs from what they render from its defaults, `null` for what is not there.
 */
export function officialFacts(name: string): Facts {
  const said = FILES[name] ?? {};
  const roles = new Set([...Object.keys(said), ...Object.keys(USUAL).filter((role) => role !== 'location')]);
  return Object.fromEntries(
    [...roles].flatMap((role): [string, Part][] => {
      const own = said[role];
      if (own === null) return [];
      return [[role, { ...USUAL[role.startsWith('location ') ? 'location' : role], ...own }]];
    }),
  );
}

/** Each value that one side has and the other has not, as `role path: official → here`. */
export function differencesOf(official: Facts, here: Facts): string[] {
  const roles = [...new Set([...Object.keys(official), ...Object.keys(here)])];
  return roles.flatMap((role) => {
    if (here[role] === undefined) return [`${role}: missing`];
    if (official[role] === undefined) return [`${role}: new`];
    const [wanted, got] = [official, here].map((side) => leaves(said(side[role])));
    const paths = [...new Set([...(wanted?.keys() ?? []), ...(got?.keys() ?? [])])];
    return paths
      .filter((path) => wanted?.get(path) !== got?.get(path))
      .map((path) => `${role} ${path}: ${wanted?.get(path) ?? 'nothing'} → ${got?.get(path) ?? 'nothing'}`);
  });
}

function leaves(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path, JSON.stringify(value)]]);
  const below = Object.entries(value).flatMap(([key, child]) => [
    ...leaves(child, path === '' ? key : `${path}.${key}`),
  ]);
  return new Map(below);
}
