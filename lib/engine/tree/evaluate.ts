import { createHash } from 'node:crypto';
import { isMap } from '../data/json.js';
import { cutAtKnobs, hasKnobs } from '../data/placeholder.js';
import { canonicalQuantity } from '../data/quantity.js';
import { rawJson, rawScalar } from '../data/raw-json.js';
import { canonicalResources } from '../values/resources.js';
import { Checksum, ConfigFile } from './config-file.js';
import { Knob, knobOf } from './knob.js';
import { All, Choice, Fact, JsonText, Token } from './token.js';

/** The value of a knob in the values document in force; `undefined` for one that is not set. */
export type Reader = (knob: Knob<unknown>) => unknown;

/** What a condition comes to. */
export function holds(condition: Token<boolean>, read: Reader): boolean {
  if (condition instanceof All) return condition.conditions.every((part) => holds(part, read));
  return evaluate(condition, read) === true;
}

/** What a token comes to, all that is in it included. */
export function evaluate(token: Token<unknown>, read: Reader): unknown {
  if (token instanceof Knob) return inObjects(token, read);
  if (token instanceof Fact) return plain(token.produce(), read);
  if (token instanceof Choice) return plain(holds(token.condition, read) ? token.then : token.otherwise, read);
  if (token instanceof All) return holds(token, read);
  if (token instanceof ConfigFile) return `${fileText(token, read)}\n`;
  if (token instanceof Checksum) return createHash('sha256').update(fileText(token.file, read)).digest('hex');
  if (token instanceof JsonText) return jsonText(token, read);
  throw new TypeError(`a ${token.constructor.name} is no token that this package knows`);
}

/** A structure with what its tokens come to; members that come to nothing are left out. What holds no tokens is not copied. */
export function plain(value: unknown, read: Reader): unknown {
  if (typeof value === 'string') return plainText(value, read);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Token) return evaluate(value, read);
  return Array.isArray(value) ? plainList(value, read) : plainMap(value, read);
}

function plainList(items: readonly unknown[], read: Reader): unknown {
  let changed: unknown[] | undefined;
  for (const [index, item] of items.entries()) {
    const settled = item === null ? item : plain(item, read);
    const gone = settled === undefined || (settled === null && item !== null);
    if (!gone && settled === item) changed?.push(item);
    else {
      changed ??= items.slice(0, index);
      if (!gone) changed.push(settled);
    }
  }
  return unlessGone(changed ?? items, items);
}

function plainMap(map: object, read: Reader): unknown {
  const members = Object.entries(map);
  let changed: [string, unknown][] | undefined;
  for (const [index, member] of members.entries()) {
    const settled = plain(member[1], read);
    const gone = settled === undefined || settled === null;
    if (!gone && settled === member[1]) changed?.push(member);
    else {
      changed ??= members.slice(0, index);
      if (!gone) changed.push([member[0], settled]);
    }
  }
  return unlessGone(changed === undefined ? map : Object.fromEntries(changed), members);
}

/** What has not come to nothing. */
function there(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : [value];
}

/** A collection, unless all that was in it has come to nothing: it is left out, then, too. */
function unlessGone<T extends object>(collection: T, before: readonly unknown[]): T | undefined {
  return before.length > 0 && Object.keys(collection).length === 0 ? undefined : collection;
}

/** A text with the values of the knobs in it. */
export function plainText(text: string, read: Reader): string {
  if (!hasKnobs(text)) return text;
  return cutAtKnobs(text)
    .map((part) => (typeof part === 'string' ? part : textOf(knobOf(part), read)))
    .join('');
}

/** A knob's value as objects hold it. */
function inObjects(knob: Knob<unknown>, read: Reader): unknown {
  const value = read(knob);
  if (knob.key.form === 'quantity') return canonicalQuantity(value);
  if (knob.key.form === 'resources') return plainData(canonicalResources(isMap(value) ? value : {}));
  if (value === undefined && knob.key.form === 'list') return [];
  if (value === undefined && knob.key.form === 'map') return {};
  return plainData(value);
}

/** A knob's value as part of a text. */
function textOf(knob: Knob<unknown>, read: Reader): string {
  const value = inObjects(knob, read);
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** Data as a document has it, its maps sorted, as all maps of objects are. */
function plainData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainData);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, plainData(member)]));
}

const fileTexts = new WeakMap<Reader, Map<ConfigFile, string>>();

/** The text of a configuration file, less the line end at its end: the same for all that one reader is asked. */
function fileText(file: ConfigFile, read: Reader): string {
  const known = fileTexts.get(read) ?? new Map<ConfigFile, string>();
  fileTexts.set(read, known);
  const text = known.get(file) ?? writtenText(file, read);
  known.set(file, text);
  return text;
}

function writtenText({ name, text }: ConfigFile, read: Reader): string {
  let content: unknown = text;
  while (content instanceof Choice) content = holds(content.condition, read) ? content.then : content.otherwise;
  return fixedText(name, content).trimEnd();
}

/** A text of a configuration file that no condition decides any more. @throws Error if a knob is in it */
export function fixedText(name: string, content: unknown): string {
  const text = content instanceof Fact ? content.produce() : content;
  if (typeof text !== 'string') throw new TypeError(`the configuration file ${name} is no text`);
  if (!hasKnobs(text)) return text;
  const knobs = cutAtKnobs(text).filter((part) => typeof part === 'number');
  const names = knobs.map((number) => knobOf(number).name).join(', ');
  const remedy = 'set an environment variable to the knob, and let the file refer to the variable';
  throw new Error(`${name} holds the knob ${names}; allowed: none, its checksum is the same in every chart; ${remedy}`);
}

function jsonText({ structure, escapeVariables }: JsonText, read: Reader): string {
  const text = jsonOf(structure, read) ?? 'null';
  return escapeVariables ? text.replaceAll('$', () => '$$') : text;
}

/** JSON of a structure, its members in the order in which they are given; nothing where it comes to nothing. */
function jsonOf(part: unknown, read: Reader): string | undefined {
  if (part instanceof Fact) return jsonOf(part.produce(), read);
  if (part instanceof Choice) return jsonOf(holds(part.condition, read) ? part.then : part.otherwise, read);
  if (part instanceof Token || typeof part === 'string') {
    const [value] = there(plain(part, read));
    return value === undefined ? undefined : rawJson(value);
  }
  if (Array.isArray(part)) {
    const items = part.flatMap((item) => (item === null ? ['null'] : there(jsonOf(item, read))));
    return items.length === 0 && part.length > 0 ? undefined : `[${items.join(',')}]`;
  }
  if (typeof part !== 'object' || part === null)
    return part === undefined || part === null ? undefined : rawScalar(part);
  const members = Object.entries(part).map(([key, member]) => ({ key, json: jsonOf(member, read) }));
  const kept = members.flatMap(({ key, json }) => (json === undefined ? [] : [`${rawScalar(key)}:${json}`]));
  return kept.length === 0 && members.length > 0 ? undefined : `{${kept.join(',')}}`;
}
