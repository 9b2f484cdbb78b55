import { quote, ValidationError } from '../data/issue.js';
import { isKey } from '../values/key.js';
import type { Key } from '../values/key-types.js';
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
 * @throws ValidationError if the path is no path of names, or the key none
 */
export function open<T>(path: string, key: Key<T>): Knob<T> {
  const names = typeof path === 'string' ? path.split('.') : [''];
  if (!names.every((name) => /^[A-Za-z][-\w]*$/.test(name))) {
    const allowed = 'names joined by dots, each of letters, digits, "-" and "_" from a letter on';
    throw refused(path, `found the path ${quote(path)}; allowed: ${allowed}, such as "images.etl.tag"`);
  }
  if (isKey(key)) return new Knob(names, key, { opened: true });
  const remedy = `write open(${quote(path)}, text('1.4.0', 'What it is.'))`;
  throw refused(path, `found ${quote(key)}; allowed: what boolean(), integer(), text() and the like make; ${remedy}`);
}

function refused(path: unknown, message: string): ValidationError {
  return new ValidationError([{ path: `open(${quote(path)})`, message }]);
}
