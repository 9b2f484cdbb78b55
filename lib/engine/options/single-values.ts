import { quote } from '../data/issue.js';
import { isMap } from '../data/json.js';
import { nearest } from '../data/nearest.js';
import { type Kind, type OptionalCheck, refusal } from './option-check.js';

/** A value of which all is sound or nothing. */
export function kind(kind: Kind, allowed: string, fits: (value: unknown) => boolean): OptionalCheck {
  const check: OptionalCheck = {
    kind,
    allowed,
    sound: (value, path, issues) => {
      if (fits(value)) return value;
      issues.push(refusal(value, path, check));
      return undefined;
    },
  };
  return check;
}

export const text = kind('text', 'a text that is not empty', (value) => typeof value === 'string' && value !== '');

export const anyText = kind('text', 'a text', (value) => typeof value === 'string');

export const flag = kind('flag', 'true or false', (value) => typeof value === 'boolean');

/** That something is switched off. */
export const no = kind('flag', 'false', (value) => value === false);

/** A number; how large it may be, and whether it is whole, may be checked by who knows what it is for. */
export const number = kind('number', 'a number', (value) => typeof value === 'number' && Number.isFinite(value));

export const integer = kind('number', 'an integer', (value) => Number.isSafeInteger(value));

export const func = kind('function', 'a function', (value) => typeof value === 'function');

/** One of several words. */
export function word(...words: readonly string[]): OptionalCheck {
  const allowed = words.map((one) => quote(one)).join(', ');
  return {
    kind: 'text',
    allowed,
    sound: (value, path, issues) => {
      if (typeof value === 'string' && words.includes(value)) return value;
      const { message } = refusal(value, path, { kind: 'text', allowed });
      const meant = typeof value === 'string' ? nearest(value, words) : undefined;
      const remedy = meant === undefined ? 'write one of these' : `did you mean ${quote(meant)}?`;
      issues.push({ path, message: typeof value === 'string' ? `${message}; ${remedy}` : message });
      return undefined;
    },
  };
}

/** What static methods of a class make; told by the name, too, so that another copy of this package may have made it. */
export function made(type: { readonly name: string; readonly prototype: object }, how: string): OptionalCheck {
  const isOne = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    (Object.prototype.isPrototypeOf.call(type.prototype, value) || value.constructor?.name === type.name);
  return kind('choice', how, isOne);
}

/** A values document, or its text. */
export const document = kind('map', 'a values document, an object or its YAML text', (value) => {
  return typeof value === 'string' || isMap(value);
});

/** Whatever it is, somebody else checks it. */
export const anything: OptionalCheck = { kind: 'text', allowed: 'a value', sound: (value) => value };
