import { Knob } from '../../tree/knob.js';
import { All, Choice, Fact, Token } from '../../tree/token.js';

/** The value of a knob; its default if the values do not say. @param unset stands for a single value that is not set */
export function lookUp({ path, key, initial }: Knob<unknown>, unset: string | boolean | undefined = undefined): string {
  const empty = key.form === 'list' ? '(list)' : ['map', 'resources'].includes(key.form) ? '(dict)' : undefined;
  const fallback = empty ?? goValue(initial ?? unset);
  return `dig ${path.map((name) => JSON.stringify(name)).join(' ')} ${fallback} $values`;
}

/** A word, a number or a text as Go's templates write it. */
function goValue(single: unknown): string {
  if (single === undefined) return 'nil';
  if (typeof single === 'string') return JSON.stringify(single);
  // Without an exponent, Go takes it for an integer of 64 bits.
  if (typeof single === 'number' && !Number.isSafeInteger(single)) return single.toExponential();
  return `${single}`;
}

/** A condition as a Go template pipeline, or what TypeScript has decided already. */
export function condition(token: Token<boolean>): string | boolean {
  if (token instanceof Fact) return token.produce();
  if (token instanceof Knob) return lookUp(token, false);
  if (token instanceof All) return all(token.conditions.map(condition));
  if (token instanceof Choice) {
    const chosen = condition(token.condition);
    const [then, otherwise] = [branch(token.then), branch(token.otherwise)];
    return any([all([chosen, then]), all([not(chosen), otherwise])]);
  }
  throw new TypeError(`a ${token.constructor.name} is no condition that a Helm template can express`);
}

function branch(part: unknown): string | boolean {
  return part instanceof Token ? condition(part) : part === true;
}

/** Conditions that all have to hold. */
export function all(conditions: readonly (string | boolean)[]): string | boolean {
  return joined('and', false, conditions);
}

/** Conditions of which one has to hold. */
export function any(conditions: readonly (string | boolean)[]): string | boolean {
  return joined('or', true, conditions);
}

/** A condition that must not hold. */
export function not(chosen: string | boolean): string | boolean {
  return typeof chosen === 'boolean' ? !chosen : `not (${chosen})`;
}

function joined(operator: string, decides: boolean, conditions: readonly (string | boolean)[]): string | boolean {
  if (conditions.includes(decides)) return decides;
  const open = [...new Set(conditions.filter((part) => typeof part === 'string'))];
  if (open.length === 0) return !decides;
  return open.length === 1 && open[0] !== undefined
    ? open[0]
    : `${operator} ${open.map((part) => `(${part})`).join(' ')}`;
}

/** Whether a knob is set, as a condition: one with a default always is, and a list or a map is empty else. */
export function isSet(knob: Knob<unknown>): string | boolean {
  if (knob.initial !== undefined || ['list', 'map', 'resources'].includes(knob.key.form)) return true;
  return `not (kindIs "invalid" (${lookUp(knob)}))`;
}

/** Whether a part is there at all: not a knob that is not set, nor what consists of nothing else. */
export function presenceOf(part: unknown): string | boolean {
  if (part === undefined || part === null) return false;
  if (part instanceof Knob) return isSet(part);
  if (part instanceof Fact) return presenceOf(part.produce());
  if (part instanceof Choice) {
    const chosen = condition(part.condition);
    if (typeof chosen === 'boolean') return presenceOf(chosen ? part.then : part.otherwise);
    const [then, otherwise] = [presenceOf(part.then), presenceOf(part.otherwise)];
    return then === otherwise ? then : any([all([chosen, then]), all([not(chosen), otherwise])]);
  }
  if (part instanceof Token || typeof part !== 'object') return true;
  const members = Array.isArray(part) ? part.map(presenceOfItem) : Object.values(part).map(presenceOf);
  return members.length === 0 ? true : any(members);
}

/** Of a list, `null` is an item like any other. */
export function presenceOfItem(item: unknown): string | boolean {
  return item === null || presenceOf(item);
}
