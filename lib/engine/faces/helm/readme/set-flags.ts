import { isMap } from '../../../data/json.js';

/** Texts that Helm takes for something else when it reads `--set`. */
const NO_TEXT = /^(true|false|null|-?[0-9]+)?$/;

/** A values document as arguments of Helm, for a shell. */
export function setFlags(values: unknown, path: readonly string[] = []): string[] {
  if (isMap(values)) return Object.entries(values).flatMap(([key, value]) => setFlags(value, [...path, key]));
  const name = path.map((key) => key.replaceAll(/[\\.,=[\]{}]/g, '\\$&')).join('.');
  if (typeof values === 'object' && values !== null)
    return [`--set-json ${quoted(`${name}=${JSON.stringify(values)}`)}`];
  const flag = typeof values === 'string' && NO_TEXT.test(values) ? '--set-string' : '--set';
  return [`${flag} ${quoted(`${name}=${`${values}`.replaceAll(/[\\,{}]/g, '\\$&')}`)}`];
}

function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
