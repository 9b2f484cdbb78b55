/**
 * What a manifest may hold where a value is only known when the manifest is written.
 *
 * cdk8s resolves a token to a plain value, since it calls `resolve()` on any object that has one; another face may
 * look at the token itself and write an expression instead.
 */

export abstract class Token<T> {
  /** The value in a plain manifest. */
  abstract resolve(): T;
}

/** A structure in which any part may be a {@link Token}. */
export type Tokenized<T> =
  | ([NonNullable<T>] extends [readonly (infer E)[]] ? Token<readonly E[]> : Token<T>)
  | (T extends string | number | boolean | null | undefined
      ? T
      : T extends readonly (infer E)[]
        ? readonly Tokenized<E>[]
        : { readonly [K in keyof T]: Tokenized<T[K]> });

/** How a knob's value is written into a manifest. */
export type KnobForm = 'boolean' | 'integer' | 'string' | 'integer-as-string' | 'resources';

/** A value that the values document decides. */
export class Knob<T> extends Token<T> {
  constructor(
    /** Where in the document: keys from the root. */
    readonly path: readonly string[],
    readonly form: KnobForm,
    /** What it means when the document does not say; `undefined` leaves the key out of the manifest. */
    readonly fallback: T,
    private readonly read: () => T,
  ) {
    super();
  }

  resolve(): T {
    return this.read();
  }
}

/** A value that TypeScript decides, but only once the tree is whole. */
export class Fact<T> extends Token<T> {
  constructor(private readonly produce: () => T) {
    super();
  }

  resolve(): T {
    return this.produce();
  }
}

/** One of two structures, as a condition decides. */
export class Choice<T> extends Token<T> {
  constructor(
    readonly condition: Token<boolean>,
    readonly then: T | Token<T>,
    readonly otherwise: T | Token<T>,
  ) {
    super();
  }

  resolve(): T {
    const chosen = this.condition.resolve() ? this.then : this.otherwise;
    return chosen instanceof Token ? chosen.resolve() : chosen;
  }
}

/** A condition that holds when all of its parts hold. */
export class All extends Token<boolean> {
  constructor(readonly conditions: readonly Token<boolean>[]) {
    super();
  }

  resolve(): boolean {
    return this.conditions.every((condition) => condition.resolve());
  }
}
