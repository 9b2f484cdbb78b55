import { closest, distance } from 'fastest-levenshtein';

/** The known word that is likely meant by another: the nearest, unless more than a third of the letters are wrong. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(word, known);
  return distance(word, candidate) <= Math.ceil(word.length / 3) ? candidate : undefined;
}
