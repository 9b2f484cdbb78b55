import { Lazy } from 'cdk8s';
import type { Issue } from '../data/issue.js';
import { copyData, type Data, isMap } from '../data/json.js';
import { Knob } from '../tree/knob.js';
import { Token } from '../tree/token.js';
import {
  at,
  type Check,
  type Checks,
  isOf,
  type Kind,
  type OptionalCheck,
  type RequiredCheck,
  refusal,
  unknownKey,
} from './option-check.js';
import { text } from './single-values.js';

/** An option that is needed. */
export function required(check: Check): RequiredCheck {
  return { ...check, required: true };
}

/** An option for which something stands where it is wrong, so that nothing is said of its absence. */
export function otherwise(check: OptionalCheck, standIn: unknown): OptionalCheck {
  return { ...check, sound: (value, path, issues) => check.sound(value, path, issues) ?? standIn };
}

/** An option that may also be a knob. */
export function open(check: OptionalCheck): OptionalCheck {
  const sound: Check['sound'] = (value, path, issues) =>
    value instanceof Knob ? value : check.sound(value, path, issues);
  return { ...check, sound };
}

/**
 * An option that is often said in another form.
 *
 * @param hint what whoever said it so does instead; `undefined` for any other value
 */
export function hinted(check: OptionalCheck, hint: (value: unknown) => string | undefined): OptionalCheck {
  const sound: Check['sound'] = (value, path, issues) => {
    const remedy = hint(value);
    if (remedy === undefined) return check.sound(value, path, issues);
    issues.push(refusal(value, path, check, remedy));
    return undefined;
  };
  return { ...check, sound };
}

/** An option that cannot be open. @param remedy what whoever opened it does instead */
export function unlessOpen(check: OptionalCheck, remedy: string): OptionalCheck {
  return hinted(check, (value) => (value instanceof Knob ? remedy : undefined));
}

/** An option that a key of the values document decides anyway, so that no knob of its own can. @param key its path there */
export function decided(check: OptionalCheck, key: string): OptionalCheck {
  return unlessOpen(check, `give a fixed value here, which the key ${key} of values documents replaces`);
}

/** One of several kinds of values. */
export function either(...checks: readonly OptionalCheck[]): OptionalCheck {
  const allowed = checks.map((check) => check.allowed).join(', or ');
  return {
    ...(checks[0] ?? text),
    allowed,
    sound: (value, path, issues) => {
      for (const check of checks) {
        const found: Issue[] = [];
        const sound = check.sound(value, path, found);
        if (found.length === 0) return sound;
        // An error within says more than that the whole does not fit.
        if (found.some((issue) => issue.path !== path)) {
          issues.push(...found);
          return undefined;
        }
      }
      const { kind } = checks.find((check) => isOf(check.kind, value)) ?? checks[0] ?? text;
      issues.push(refusal(value, path, { kind, allowed }));
      return undefined;
    },
  };
}

export function list(item: OptionalCheck): OptionalCheck {
  const check: OptionalCheck = {
    kind: 'list',
    allowed: `a list, of which each item is ${item.allowed}`,
    sound: (value, path, issues) => {
      if (!Array.isArray(value)) {
        issues.push(refusal(value, path, check));
        return undefined;
      }
      const items: unknown[] = value;
      return Array.from(items, (one, index) => item.sound(one, at(path, index), issues)).filter(
        (one) => one !== undefined,
      );
    },
  };
  return check;
}

/** A map with any keys. */
export function map(member: OptionalCheck): OptionalCheck {
  const check: OptionalCheck = {
    kind: 'map',
    allowed: `an object, of which each member is ${member.allowed}`,
    sound: (value, path, issues) => {
      if (!isMap(value)) {
        issues.push(refusal(value, path, check));
        return undefined;
      }
      const members = given(value).map(([key, one]) => [key, member.sound(one, at(path, key), issues)] as const);
      return Object.fromEntries(members.filter(([, one]) => one !== undefined));
    },
  };
  return check;
}

/**
 * Options, each with a check of its own.
 *
 * @param instead what stands for them where one that is needed is missing or wrong
 */
export function bag<T extends object>(checks: Checks<T>, instead?: T): OptionalCheck {
  return table(Object.entries<Check>(checks), instead);
}

/** The same, of checks by name. */
export function table(checks: Iterable<readonly [string, Check]>, instead?: object): OptionalCheck {
  const table = new Map(checks);
  const names = [...table.keys()];
  const allowed = `an object with ${firstOf(names)}`;
  return {
    kind: 'map',
    allowed,
    sound: (value, path, issues) => {
      if (!isMap(value)) {
        issues.push(refusal(value, path, { kind: 'map', allowed }));
        return instead;
      }
      const sound: Record<string, unknown> = {};
      for (const [name, one] of given(value)) {
        const check = table.get(name);
        if (check === undefined) {
          issues.push(unknownKey(at(path, name), name, names));
          continue;
        }
        const member = check.sound(one, at(path, name), issues);
        if (member !== undefined) sound[name] = member;
      }
      return isComplete(table, value, sound, path, issues) ? sound : instead;
    },
  };
}

/** The first of many names, which tell what the object is; an unknown key is told all of them. */
function firstOf(names: readonly string[]): string {
  const MOST = 8;
  return names.length > MOST ? `${names.slice(0, MOST - 1).join(', ')} and more` : names.join(', ');
}

function isComplete(
  table: ReadonlyMap<string, Check>,
  value: object,
  sound: object,
  path: string,
  issues: Issue[],
): boolean {
  let complete = true;
  for (const [name, { required = false, allowed }] of table) {
    if (!required || Object.hasOwn(sound, name)) continue;
    complete = false;
    if (Object.hasOwn(value, name) && Reflect.get(value, name) !== undefined) continue;
    issues.push({ path: at(path, name), message: `missing; allowed: ${allowed}; add it` });
  }
  return complete;
}

/** Members but those that are `undefined`, which are not given; symbols are keys as others are. */
function given(value: object): (readonly [string, unknown])[] {
  return Reflect.ownKeys(value)
    .map((key) => [String(key), Reflect.get(value, key)] as const)
    .filter(([, member]) => member !== undefined);
}

const isMarked = (part: unknown): part is Token<unknown> | Lazy => part instanceof Token || part instanceof Lazy;

/** Plain data that somebody else defines, any part of which may be a knob. */
function plainData(kind: Kind, allowed: string, fits: (value: unknown) => boolean): OptionalCheck {
  const check: OptionalCheck = {
    kind,
    allowed,
    sound: (value, path, issues) => {
      const found: Issue[] = [];
      const copy: Data<Token<unknown> | Lazy> | undefined = fits(value)
        ? copyData(value, isMarked, found, path === '' ? [] : [path])
        : undefined;
      issues.push(...(copy === undefined ? [refusal(value, path, check)] : found));
      return found.length > 0 ? undefined : copy;
    },
  };
  return check;
}

export const data = plainData('map', 'an object of plain data', isMap);

/** Plain data, some members of which are checked here. */
export function partly<T extends object>(checks: Checks<T>): OptionalCheck {
  const own = bag(checks);
  return {
    ...data,
    sound: (value, path, issues) => {
      const copy = data.sound(value, path, issues);
      if (!isMap(copy)) return undefined;
      const members = Object.entries(copy);
      const isOwn = ([name]: [string, unknown]): boolean => Object.hasOwn(checks, name);
      const sound = own.sound(Object.fromEntries(members.filter(isOwn)), path, issues);
      const others = Object.fromEntries(members.filter((member) => !isOwn(member)));
      return isMap(sound) ? { ...sound, ...others } : undefined;
    },
  };
}

/** Options of which some are checked here; those that others define beside them are left out. */
export function among<T extends object>(checks: Checks<T>): OptionalCheck {
  const own = bag(checks);
  const pick = (value: object): object =>
    Object.fromEntries(Object.entries(value).filter(([name]) => Object.hasOwn(checks, name)));
  return {
    ...own,
    sound: (value, path, issues) => own.sound(isMap(value) ? pick(value) : value, path, issues),
  };
}
