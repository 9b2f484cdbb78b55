import type { ApiObject } from 'cdk8s';
import { withNames } from '../../../data/placeholder.js';
import { isNamedByContent } from '../../../tree/digest.js';
import { Knob } from '../../../tree/knob.js';
import type { MarkedObject } from '../../../tree/mark.js';
import { All, Fact, type Token } from '../../../tree/token.js';

/** Objects that are there together. */
export interface Group {
  /** The switches that have to be on; empty: always. */
  readonly while: readonly string[];
  /** Each by its kind and name. */
  readonly objects: readonly string[];
}

/** What stands for names in texts for people. */
export function named(text: string): string {
  return withNames(text, 'RELEASE', 'NAMESPACE');
}

/** The objects of a chart, by what has to be on for them to be there. */
export function inventoryOf(objects: readonly MarkedObject[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { object, conditions } of objects) {
    const switches = switchesOf(conditions);
    if (switches === undefined) continue;
    const key = switches.join(' ');
    const others = groups.get(key)?.objects ?? [];
    groups.set(key, { while: switches, objects: [...others, `${object.kind} ${nameOf(object)}`] });
  }
  return [...groups.values()].sort((a, b) => a.while.length - b.while.length);
}

export function nameOf(object: ApiObject): string {
  return `${named(object.name)}${isNamedByContent(object) ? '-DIGEST' : ''}`;
}

/** @returns `undefined` for what never is */
function switchesOf(conditions: readonly Token<boolean>[]): string[] | undefined {
  const switches: string[] = [];
  for (const condition of conditions) {
    if (condition instanceof Knob) switches.push(condition.name);
    else if (condition instanceof Fact && condition.produce() !== true) return undefined;
    else if (condition instanceof All) {
      const parts = switchesOf(condition.conditions);
      if (parts === undefined) return undefined;
      switches.push(...parts);
    }
  }
  return [...new Set(switches)];
}
