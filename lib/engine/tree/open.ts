import type { Key } from '../values/key.js';
import { Knob } from './knob.js';

/**
 * Opens a property: what it is, a values document decides from now on. The knob stands for the value anywhere in the
 * properties of releases, also as part of a text; each release in which it is used has the key in its values document, and
 * each chart in its values, its schema and its documentation.
 *
 * @param path where in the values document, its keys joined by dots
 * @param key what it may be, and what it is by default
 *
 * @example
 *
 *   image: { repository: 'registry.example.com/etl', tag: open('images.etl.tag', text('1.4.0', 'Tag of the etl image.')) }
 *
 * @throws Error if the path is no path of names
 */
export function open<T>(path: string, key: Key<T>): Knob<T> {
  const names = path.split('.');
  const fits = names.every((name) => /^[A-Za-z][-\w]*$/.test(name));
  if (fits) return new Knob(names, key, { opened: true });
  const allowed = 'names joined by dots, each of letters, digits, "-" and "_" from a letter on';
  throw new Error(`found the path ${JSON.stringify(path)}; allowed: ${allowed}, such as "images.etl.tag"`);
}
