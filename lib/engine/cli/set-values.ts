import { type Issue, quote } from '../data/issue.js';
import { isMap, type Json, type JsonMap } from '../data/json.js';

type Path = readonly (string | number)[];

/** A list longer than that is a slip. */
const LONGEST = 10_000;

const FORM =
  'allowed: path.to.key=value, more of them behind commas, `\\` before a dot or comma that belongs to a name or value';

/**
 * Lays what `--set` says over values, as Helm reads it: `a.b=1,list[0].name=x,names={a,b}`.
 *
 * @param asTexts whether every value is a text, as with `--set-string`
 * @param issues takes what cannot be read
 */
export function setValues(values: JsonMap, text: string, asTexts: boolean, issues: Issue[]): JsonMap {
  const flag = asTexts ? '--set-string' : '--set';
  return splitAt(text, ',').reduce((all, pair) => {
    const [key = '', ...rest] = splitAt(pair, '=');
    const path = pathOf(key);
    if (rest.length === 0 || path === undefined) {
      issues.push({ path: flag, message: `found ${quote(pair)}; ${FORM}` });
      return all;
    }
    return put(all, path, readValue(rest.join('='), asTexts)) as JsonMap;
  }, values);
}

/** Parts of a text between separators, but for those behind a backslash or within braces. */
function splitAt(text: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const [part] of text.matchAll(/\\.|[^\\]|\\$/gs)) {
    if (part === '{' && parts.at(-1)?.endsWith('=')) depth += 1;
    if (part === '}') depth = 0;
    if (part === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += part;
  }
  return parts;
}

/** Names and places in lists; nothing where a part of them is empty or none. */
function pathOf(key: string): Path | undefined {
  const steps = splitAt(key, '.').flatMap((part): (string | number)[] => {
    const [, name = '', places = ''] = /^(.*?)((?:\[\d+\])*)$/s.exec(part) ?? [];
    return [plain(name), ...[...places.matchAll(/\d+/g)].map(([place]) => Number(place))];
  });
  const isSound = (step: string | number): boolean =>
    typeof step === 'number' ? step < LONGEST : step !== '' && step !== '__proto__' && !/[[\]]/.test(step);
  return steps.every(isSound) ? steps : undefined;
}

function readValue(text: string, asTexts: boolean): Json {
  const [, inner] = /^\{(.*)\}$/s.exec(text) ?? [];
  if (inner === undefined) return typed(plain(text), asTexts);
  return splitAt(inner, ',').map((item) => typed(plain(item), asTexts));
}

function typed(text: string, asTexts: boolean): Json {
  if (asTexts) return text;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (/^null$/i.test(text)) return null;
  return /^(0|[-+]?[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

function plain(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

function put(under: Json | undefined, [step, ...more]: Path, value: Json): Json {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list: Json[] = Array.isArray(under) ? [...under] : [];
    while (list.length <= step) list.push(null);
    list[step] = put(list[step], more, value);
    return list;
  }
  const map = isMap(under) ? (under as JsonMap) : {};
  return { ...map, [step]: put(Object.hasOwn(map, step) ? map[step] : undefined, more, value) };
}
