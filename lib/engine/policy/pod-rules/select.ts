import { isMap } from '../../data/json.js';

/** A part of an object, and the steps that lead to it, joined by dots. */
export interface Part {
  readonly path: string;
  readonly value: unknown;
}

/**
 * The parts of an object that a pattern leads to: steps joined by dots, of which `*` is each item of a list, and `**` any
 * number of steps.
 */
export function select(root: unknown, pattern: string, path: string): Part[] {
  return follow({ path, value: root }, pattern.split('.'), 0);
}

function follow(part: Part, steps: readonly string[], at: number): Part[] {
  const step = steps[at];
  if (step === undefined) return part.value === undefined ? [] : [part];
  if (step === '**') {
    return [...follow(part, steps, at + 1), ...members(part).flatMap((member) => follow(member, steps, at))];
  }
  if (step === '*')
    return Array.isArray(part.value) ? members(part).flatMap((item) => follow(item, steps, at + 1)) : [];
  if (!isMap(part.value) || !Object.hasOwn(part.value, step)) return [];
  return follow({ path: `${part.path}.${step}`, value: part.value[step] }, steps, at + 1);
}

function members({ path, value }: Part): Part[] {
  if (!Array.isArray(value) && !isMap(value)) return [];
  return Object.entries(value).map(([key, member]) => ({ path: `${path}.${key}`, value: member }));
}
