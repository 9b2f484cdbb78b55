import { ConfigFile } from './config-file.js';
import { Knob } from './knob.js';
import { All, Choice, Fact, JsonText, Token } from './token.js';

/** What a condition can be, which every face can say. */
const CONDITIONS = 'a knob of the form boolean, a fact, or all of several conditions';

/** Why a condition is none that every face can say. */
export function conditionMisuse(condition: unknown): string | undefined {
  if (condition instanceof All) return condition.conditions.map(conditionMisuse).find((misuse) => misuse !== undefined);
  if (condition instanceof Fact) return undefined;
  if (!(condition instanceof Knob)) return `found ${nameOf(condition)} as a condition; allowed: ${CONDITIONS}`;
  if (condition.key.form === 'boolean') return undefined;
  return `found the knob ${condition.name}, a ${condition.key.form}, as a condition; allowed: ${CONDITIONS}`;
}

/** Why a token stands for nothing that every face can write. */
export function tokenMisuse(token: Token<unknown>): string | undefined {
  if (token instanceof Choice) return conditionMisuse(token.condition);
  if (token instanceof JsonText) return jsonMisuse(token.structure);
  if (!(token instanceof All)) return undefined;
  return `found a condition as a value; allowed: a choice between values, as it decides; use either()`;
}

/** A text says the same in every face only if nothing in it can be missing or is a choice. */
function jsonMisuse(part: unknown): string | undefined {
  if (part instanceof Fact) return jsonMisuse(part.produce());
  if (part instanceof Knob) {
    const unset = part.initial === undefined && !['list', 'map', 'resources'].includes(part.key.form);
    return unset ? `found the knob ${part.name} in JSON text; allowed: knobs with a default` : undefined;
  }
  if (part instanceof Token) return `found ${nameOf(part)} in JSON text; allowed: plain data and knobs`;
  if (typeof part !== 'object' || part === null) return undefined;
  return Object.values(part)
    .map(jsonMisuse)
    .find((misuse) => misuse !== undefined);
}

function nameOf(part: unknown): string {
  if (part instanceof Choice) return 'a choice';
  return part instanceof ConfigFile ? `the configuration file ${part.name}` : 'something else';
}
