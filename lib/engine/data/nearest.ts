import { closest, distance } from 'fastest-levenshtein';

/**
 * The known word that is likely meant by another: the nearest, unless more than a third of the letters are wrong, or else
 * the only one that begins like it.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(word, known);
  if (distance(word, candidate) <= Math.ceil(word.length / 3)) return candidate;
  const beginning = word.slice(0, Math.max(4, Math.ceil((word.length * 2) / 3)));
  const [one, ...others] = known.filter((other) => other.startsWith(beginning));
  return others.length === 0 ? one : undefined;
}
