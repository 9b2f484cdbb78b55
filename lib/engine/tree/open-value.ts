import type { Issue } from '../data/issue.js';
import { copyData, type Data, isMap } from '../data/json.js';
import { hasKnobs, withNames } from '../data/placeholder.js';
import { plain, type Reader } from './evaluate.js';
import { Knob } from './knob.js';
import { Token } from './token.js';

/** A value, any part of which may be a knob. */
export type Open<T> =
  | ([NonNullable<T>] extends [readonly (infer E)[]] ? Knob<readonly E[] | undefined> : Knob<T | undefined>)
  | (T extends string | number | boolean | null | undefined
      ? T
      : T extends readonly (infer E)[]
        ? readonly Open<E>[]
        : { readonly [K in keyof T]: Open<T[K]> });

/** What a value is by default, to be checked where it is given; what placeholders stand for, as short names. */
export function byDefault(value: unknown): unknown {
  const settled = plain(value, ({ initial }) => initial);
  return typeof settled === 'string' ? withNames(settled, 'r', 'n') : settled;
}

/** What a value comes to in a release, as its values document says. */
export function inRelease(value: unknown, { read }: { readonly read: Reader }): unknown {
  return plain(value, read);
}

/** Whether a knob decides a value or a part of it. */
export function holdsKnobs(value: unknown): boolean {
  if (value instanceof Knob) return true;
  if (typeof value === 'string') return hasKnobs(value);
  if (typeof value !== 'object' || value === null || value instanceof Token) return false;
  return Object.values(value).some(holdsKnobs);
}

/** Plain data, any part of which may be a knob. */
export type OpenData = Data<Knob<unknown>>;

/** A map of plain data, any part of which may be a knob. */
export interface OpenMap {
  readonly [key: string]: OpenData;
}

/** A deep copy of data, in which knobs stay as they are. @param issues takes what is no data */
export function copyOpen(value: unknown, issues: Issue[] = [], path: readonly string[] = []): OpenData {
  return copyData(value, (part) => part instanceof Knob, issues, path);
}

/** A map divided into what is fixed and what knobs decide: members of maps and items of lists one by one. */
export function divideOpen(map: OpenMap): { readonly fixed: OpenMap; readonly open: OpenMap } {
  const fixed: Record<string, OpenData> = {};
  const open: Record<string, OpenData> = {};
  for (const [key, member] of Object.entries(map)) {
    if (!holdsKnobs(member)) fixed[key] = member;
    else if (isList(member)) {
      open[key] = member.filter(holdsKnobs);
      const others = member.filter((item) => !holdsKnobs(item));
      if (others.length > 0) fixed[key] = others;
    } else if (isOpenMap(member)) {
      const parts = divideOpen(member);
      open[key] = parts.open;
      if (Object.keys(parts.fixed).length > 0) fixed[key] = parts.fixed;
    } else open[key] = member;
  }
  return { fixed, open };
}

function isList(data: OpenData): data is readonly OpenData[] {
  return Array.isArray(data);
}

export function isOpenMap(data: OpenData | undefined): data is OpenMap {
  return isMap(data);
}
