import type { IResolver, ResolutionContext } from 'cdk8s';
import { Checksum, ConfigFile } from '../../tree/config-file.js';
import { Choice, Fact, Token } from '../../tree/token.js';
import { condition } from './expression.js';

const MARKER = /^\uE002(\d+)\uE003$/;

/**
 * Leaves a marker in the place of each token when cdk8s resolves an object, so that a Helm expression can be written
 * there once the object is data.
 */
export class Markers implements IResolver {
  private enabled = true;
  private readonly tokens: Token<unknown>[] = [];

  resolve(context: ResolutionContext): void {
    const { value } = context;
    if (this.enabled && value instanceof Token) context.replaceValue(this.place(value));
  }

  /** Lets tokens resolve to plain values meanwhile. */
  plainly<T>(produce: () => T): T {
    this.enabled = false;
    try {
      return produce();
    } finally {
      this.enabled = true;
    }
  }

  /** The configuration files that have been met so far. */
  get configFiles(): ConfigFile[] {
    const files = this.tokens.map((token) => (token instanceof Checksum ? token.file : token));
    return [...new Set(files.filter((file) => file instanceof ConfigFile))];
  }

  /** The token that a marker stands for; `undefined` for any other value. */
  tokenOf(value: unknown): Token<unknown> | undefined {
    const match = typeof value === 'string' ? MARKER.exec(value) : null;
    return match === null ? undefined : this.tokens[Number(match[1])];
  }

  private place(token: Token<unknown>): unknown {
    if (token instanceof Fact) return token.resolve();
    if (token instanceof Choice) {
      const chosen = condition(token.condition);
      if (typeof chosen === 'boolean') return chosen ? token.then : token.otherwise;
    }
    return `\uE002${this.tokens.push(token) - 1}\uE003`;
  }
}
