import { distance } from 'fastest-levenshtein';

/**
 * The known word that is likely meant by another: the nearest, unless more than a third of the letters are wrong, or else
 * the only one that begins like it. Two letters that changed places are one mistake; upper and lower case are none.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const near = known.map((other) => ({ other, mistakes: mistakesIn(word, other) })).sort(byMistakes);
  const [closest] = near;
  if (closest !== undefined && closest.mistakes <= most(word, closest.other)) return closest.other;
  const beginning = word.slice(0, Math.max(4, Math.ceil((word.length * 2) / 3)));
  const [one, ...others] = known.filter((other) => other.startsWith(beginning));
  return others.length === 0 ? one : undefined;
}

/** A third of the letters; a word of one letter or two is too short for any. */
function most(word: string, other: string): number {
  return word.length < 3 ? 0 : Math.floor(Math.max(word.length, other.length) / 3);
}

function mistakesIn(word: string, other: string): number {
  const [found, meant] = [word.toLowerCase(), other.toLowerCase()];
  return isSwapped(found, meant) ? 1 : distance(found, meant);
}

function isSwapped(found: string, meant: string): boolean {
  const at = [...found].findIndex((letter, index) => letter !== meant[index]);
  if (at < 0 || found.length !== meant.length) return false;
  return `${found.slice(0, at)}${found[at + 1] ?? ''}${found[at]}${found.slice(at + 2)}` === meant;
}

function byMistakes(a: { readonly mistakes: number }, b: { readonly mistakes: number }): number {
  return a.mistakes - b.mistakes;
}
