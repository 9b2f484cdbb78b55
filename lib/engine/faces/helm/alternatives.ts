import { Choice, Token } from '../../tree/token.js';
import { all, condition, not, presenceOf } from './condition.js';

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
  if (isSingle(part)) return only(part, true);
  const [then, otherwise] = [alternativesOf(part.then), alternativesOf(part.otherwise)];
  if (isOne(then) && isOne(otherwise)) {
    const [one, other] = [...then, ...otherwise];
    return [
      { part: one?.part, guard: chosen, otherwise: false },
      { part: other?.part, guard: chosen, otherwise: true },
    ];
  }
  return [...under(chosen, then), ...under(not(chosen), otherwise)];
}

function only(part: unknown, presence: string | boolean): Alternative[] {
  if (presence === false) return [];
  return [{ part, guard: presence === true ? undefined : presence, otherwise: false }];
}

/** Alternatives that are there only while something else holds. */
function under(chosen: string | boolean, alternatives: readonly Alternative[]): Alternative[] {
  return alternatives.flatMap(({ part, guard, otherwise }) => {
    const own = guard === undefined ? true : otherwise ? not(guard) : guard;
    return only(part, all([chosen, own]));
  });
}

/** Whether it is one thing, and always there. */
function isOne(alternatives: readonly Alternative[]): boolean {
  const [one, ...others] = alternatives;
  return one !== undefined && one.guard === undefined && others.length === 0;
}

/** Whether a part is a single value, and always there. */
function isSingle(part: unknown): boolean {
  if (part instanceof Choice) return isSingle(part.then) && isSingle(part.otherwise);
  if (presenceOf(part) !== true) return false;
  return part instanceof Token || typeof part !== 'object';
}
