import { isMap } from './json.js';

/**
 * Options without what is given as `undefined`, which is not given, at any depth; instances of classes stay as they are.
 */
export function given<T>(options: T): T;
export function given(options: unknown): unknown {
  if (Array.isArray(options)) return options.map((item: unknown) => given(item));
  if (!isMap(options)) return options;
  const members = Object.entries(options).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, given(member)]));
}
