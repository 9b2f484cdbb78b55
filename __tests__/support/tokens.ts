import { evaluate } from '../../lib/engine/tree/evaluate.js';
import type { Token } from '../../lib/engine/tree/token.js';

/** What a token comes to where no document says anything. */
export function byDefault(token: Token<unknown>): unknown {
  return evaluate(token, ({ initial }) => initial);
}

/** The text that a token comes to. */
export function textOf(token: Token<string>): string {
  return `${byDefault(token)}`;
}
