import { MARK } from '../data/placeholder.js';

/**
 * What an object may hold where a value is only known when the object is written. Tokens are data: each face reads them
 * in its own way, as plain values or as expressions.
 */

const TOKEN = Symbol.for('cdk8s-dagster.Token');

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && TOKEN in value ? value[TOKEN] : undefined;
}

/** Told by a mark rather than by its class, so that another copy of this package makes tokens of the same kind. */
export abstract class Token<T> {
  protected static readonly kind: string | undefined;

  static [Symbol.hasInstance](value: unknown): boolean {
    const kind = kindOf(value);
    // biome-ignore lint/complexity/noThisInStatic: the class that is asked, which may be one of several below this one
    return kind !== undefined && (this.kind ?? kind) === kind;
  }

  /** What it comes to; there for the compiler alone. */
  declare protected readonly produces?: T;

  constructor() {
    Object.defineProperty(this, TOKEN, { value: new.target.kind });
  }

  /** What stands for it in plain data, for example in a JSON patch. */
  toJSON(): unknown {
    return { [MARK]: numberOf(this) };
  }
}

const TOKENS = Symbol.for('cdk8s-dagster.tokens');

/** The tokens that are part of texts and of plain data, whichever copy of this package made them. */
function numbered(): Token<unknown>[] {
  const known: unknown = Reflect.get(globalThis, TOKENS);
  if (Array.isArray(known)) return known;
  const tokens: Token<unknown>[] = [];
  Object.defineProperty(globalThis, TOKENS, { value: tokens });
  return tokens;
}

const numbers = new WeakMap<Token<unknown>, number>();

/** The number under which a token can be found again. */
export function numberOf(token: Token<unknown>): number {
  const known = numbers.get(token);
  if (known !== undefined) return known;
  const number = numbered().push(token) - 1;
  numbers.set(token, number);
  return number;
}

/** The token that a placeholder stands for. */
export function tokenOf(number: number): Token<unknown> {
  const token = numbered()[number];
  if (token === undefined) throw new Error('a placeholder of a knob was copied from another process');
  return token;
}

/** A structure in which any part may be a {@link Token}. */
export type Tokenized<T> =
  | ([NonNullable<T>] extends [readonly (infer E)[]] ? Token<readonly E[]> : Token<T>)
  | (T extends string | number | boolean | null | undefined
      ? T
      : T extends readonly (infer E)[]
        ? readonly Tokenized<E>[]
        : { readonly [K in keyof T]: Tokenized<T[K]> });

/**
 * A value that TypeScript decides, but only once the tree is whole. Nothing keeps it, so that of a large structure, such as a
 * pod, a release of a fleet keeps no more than what makes it.
 */
export class Fact<T> extends Token<T> {
  protected static override readonly kind = 'fact';

  constructor(readonly produce: () => T | Tokenized<T>) {
    super();
  }
}

/** One of two structures, as a condition decides; see {@link either}. */
export class Choice<T> extends Token<T> {
  protected static override readonly kind = 'choice';

  constructor(
    readonly condition: Token<boolean>,
    readonly then: unknown,
    readonly otherwise: unknown,
  ) {
    super();
  }
}

/** One of two structures, as a condition decides; `undefined` for nothing. */
export function either<T>(
  condition: Token<boolean>,
  then: Tokenized<T> | undefined,
  otherwise: Tokenized<T> | undefined,
): Choice<T> {
  return new Choice<T>(condition, then, otherwise);
}

/** A condition that holds when all of its parts hold. */
export class All extends Token<boolean> {
  protected static override readonly kind = 'all';

  constructor(readonly conditions: readonly Token<boolean>[]) {
    super();
  }
}

/** JSON as a text, for a variable or an annotation that holds some. */
export class JsonText extends Token<string> {
  protected static override readonly kind = 'json-text';

  /**
   * @param structure plain data, in which any part may be a token
   * @param escapeVariables whether the kubelet must not take `$(NAME)` in it for a variable
   */
  constructor(
    readonly structure: unknown,
    readonly escapeVariables = false,
  ) {
    super();
  }
}
