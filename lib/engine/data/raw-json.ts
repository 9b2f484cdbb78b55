import { isMap } from './json.js';

/** JSON with sorted keys, as the function `toRawJson` of Helm's templates writes it. */
export function rawJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(rawJson).join(',')}]`;
  if (!isMap(value)) return rawScalar(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${byCodePoint(members)
    .map(([key, member]) => `${rawScalar(key)}:${rawJson(member)}`)
    .join(',')}}`;
}

/** JSON that holds no other, in the characters in which Helm's templates write it; what is no data is `null`. */
export function rawScalar(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.replaceAll(/[\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

/** Entries by their keys, in the order of Go, which compares bytes. */
function byCodePoint<T>(entries: readonly [string, T][]): [string, T][] {
  return entries
    .map(([key, value]) => ({ key: Buffer.from(key), entry: [key, value] satisfies [string, T] }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ entry }) => entry);
}
