import { Knob } from '../../tree/knob.js';
import { Choice, Token } from '../../tree/token.js';
import { all, any, condition, isSet } from './expression.js';

/** What a member of a map, or an item of a list, may be. */
export interface Alternative {
  readonly part: unknown;
  /** When it is there, as a pipeline. @default - always */
  readonly guard: string | undefined;
  /** Whether it is there when the one before it is not. */
  readonly otherwise: boolean;
}

/** What a part may be: one thing as a rule, several where a choice between structures decides, nothing at times. */
export function alternativesOf(part: unknown): readonly Alternative[] {
  if (!(part instanceof Choice)) return only(part, presenceOf(part));
  const chosen = condition(part.condition);
  if (typeof chosen === 'boolean') return alternativesOf(chosen ? part.then : part.otherwise);
  const [then, otherwise] = [presenceOf(part.then), presenceOf(part.otherwise)];
  if (then === true && otherwise === true) {
    if (isSingle(part.then) && isSingle(part.otherwise)) return only(part, true);
    return [
      { part: part.then, guard: chosen, otherwise: false },
      { part: part.otherwise, guard: chosen, otherwise: true },
    ];
  }
  return [...only(part.then, all([chosen, then])), ...only(part.otherwise, all([`not (${chosen})`, otherwise]))];
}

function only(part: unknown, presence: string | boolean): Alternative[] {
  if (presence === false) return [];
  return [{ part, guard: presence === true ? undefined : presence, otherwise: false }];
}

/** Whether a part is there at all: not a knob that is not set, nor what consists of nothing else. */
function presenceOf(part: unknown): string | boolean {
  if (part === undefined || part === null) return false;
  if (part instanceof Knob) return isSet(part);
  if (part instanceof Choice) {
    const chosen = condition(part.condition);
    if (typeof chosen === 'boolean') return presenceOf(chosen ? part.then : part.otherwise);
    const [then, otherwise] = [presenceOf(part.then), presenceOf(part.otherwise)];
    return then === otherwise ? then : any([all([chosen, then]), all([`not (${chosen})`, otherwise])]);
  }
  if (part instanceof Token || typeof part !== 'object') return true;
  const members: unknown[] = Object.values(part);
  return members.length === 0 ? true : any(members.map(presenceOf));
}

function isSingle(part: unknown): boolean {
  if (part instanceof Choice) return isSingle(part.then) && isSingle(part.otherwise);
  if (part instanceof Knob) return true;
  return part instanceof Token || typeof part !== 'object';
}
