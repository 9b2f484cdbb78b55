import { cutAtKnobs, hasKnobs } from '../data/placeholder.js';
import { Checksum, ConfigFile } from './config-file.js';
import { isNamedByContent } from './digest.js';
import { fixedText } from './evaluate.js';
import { Knob, knobOf } from './knob.js';
import type { MarkedObject } from './mark.js';
import { All, Choice, Fact, JsonText, Token } from './token.js';

/** An object as plain data that says the same of two objects if, and only if, every values document makes them the same. */
export function signatureOf({ object, conditions, content }: MarkedObject): unknown {
  return describe({ ...content, '(exists if)': conditions, '(named by content)': isNamedByContent(object) });
}

function describe(value: unknown): unknown {
  if (typeof value === 'string') return hasKnobs(value) ? describeText(value) : value;
  if (Array.isArray(value)) return value.map(describe);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Knob) return `(the knob ${value.name}, ${value.key.form})`;
  if (value instanceof Fact) return describe(value.produce());
  if (value instanceof Choice) {
    return { '(if)': describe(value.condition), '(then)': describe(value.then), '(else)': describe(value.otherwise) };
  }
  if (value instanceof All) return value.conditions.map(describe);
  if (value instanceof ConfigFile) return { '(file)': value.name, '(text)': describeFile(value.name, value.text) };
  if (value instanceof Checksum) return { '(checksum of)': describe(value.file) };
  if (value instanceof JsonText) return { '(json)': describe(value.structure), '(escaped)': value.escapeVariables };
  if (value instanceof Token) throw new TypeError(`a ${value.constructor.name} is no token that this package knows`);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, describe(member)]));
}

function describeText(text: string): unknown {
  return cutAtKnobs(text).map((part) => (typeof part === 'string' ? part : describe(knobOf(part))));
}

function describeFile(name: string, text: unknown): unknown {
  if (!(text instanceof Choice)) return fixedText(name, text);
  const { condition, then, otherwise } = text;
  return { '(if)': describe(condition), '(then)': describeFile(name, then), '(else)': describeFile(name, otherwise) };
}
