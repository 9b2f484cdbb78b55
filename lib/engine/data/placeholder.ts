/**
 * Text that stands for something else until an object is written: private-use characters around a word, which no name,
 * path or YAML that people write contains. What may stand in any string:
 *
 *   RELEASE, NAMESPACE   what Helm alone knows, in a chart
 *   a knob               its path and its number among the knobs that were made part of a text
 */
const OPEN = '\uE000';
const CLOSE = '\uE001';
const KNOB = '\uE002';

export const RELEASE = `${OPEN}release${CLOSE}`;
export const NAMESPACE = `${OPEN}namespace${CLOSE}`;
/** In the name of an object that its content names, in a chart. */
export const DIGEST = `${OPEN}digest${CLOSE}`;

/** The placeholder of a knob. */
export function knobPlaceholder(number: number, path: string): string {
  return `${KNOB}${number} ${path}${CLOSE}`;
}

const KNOBS = /\uE002([0-9]+) ([^\uE001]*)\uE001/g;

export function hasKnobs(text: string): boolean {
  return text.includes(KNOB);
}

/** A text cut at the knobs in it: texts at even places, the numbers of knobs at odd ones. */
export function cutAtKnobs(text: string): readonly (string | number)[] {
  const parts: (string | number)[] = [];
  let end = 0;
  for (const match of text.matchAll(KNOBS)) {
    parts.push(text.slice(end, match.index), Number(match[1]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

/** The member of an object that says which token stands in its place. */
export const MARK = '\uE004';

const MARKED = /[\uE000-\uE005]/;

/** Whether a text holds what is left of a placeholder that somebody has cut, changed or put into other text. */
export function hasRemains(text: string): boolean {
  return MARKED.test(text) && MARKED.test(withNames(text.replaceAll(KNOBS, ''), '', ''));
}

/** A text for people, in which knobs are named by their paths. */
export function printKnobs(text: string): string {
  return text
    .replaceAll(/"?\uE002([0-9]+) ([^\uE001]*)\uE001"?/g, (_, __, path: string) => `the knob ${path}`)
    .replaceAll(/\{"\uE004":"[0-9]+ ([^"]*)"\}/g, (_, path: string) => `the knob ${path}`)
    .replaceAll(RELEASE, 'RELEASE')
    .replaceAll(NAMESPACE, 'NAMESPACE');
}

/** A text with the names of a release and its namespace in the place of what stands for them. */
export function withNames(text: string, release: string, namespace: string): string {
  return text.replaceAll(RELEASE, release).replaceAll(NAMESPACE, namespace);
}
