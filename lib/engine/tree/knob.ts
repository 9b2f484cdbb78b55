import { knobPlaceholder, MARK } from '../data/placeholder.js';
import type { Key } from '../values/key-types.js';
import { numberOf, Token, tokenOf } from './token.js';

/** Members that people may look for in a value, which a knob does not have before an object is written. */
const STRUCTURE = ['length', 'map', 'limits', 'requests'];

interface KnobOptions {
  /** Whether somebody opened a property, rather than a component its own slice. @default false */
  readonly opened?: boolean;
  /** Whether the group that the key is in is not without it. @default false */
  readonly needed?: boolean;
}

/** What a knob comes to whose group is not there. */
const EMPTY: Readonly<Record<string, unknown>> = { text: '', integer: 0, number: 0, boolean: false, quantity: '0' };

/**
 * A value that the values document decides. It may stand for a value of an object, or be part of a text:
 *
 *     new ApiObject(this, 'service', { ..., spec: { ports: [{ port: this.knobs.port }] } });
 *     `https://${this.knobs.host}/`
 */
export class Knob<T> extends Token<T> {
  protected static override readonly kind = 'knob';

  /** One accessor for all knobs, so that V8 keeps one form of them. */
  private static readonly TAKEN_APART: PropertyDescriptor = {
    get(this: Knob<unknown>) {
      return this.refuse('one value that is not known yet, and is taken apart here');
    },
    enumerable: true,
  };

  /** Where in the document: keys from the root. */
  declare readonly path: readonly string[];
  /** What it may be, and what it is by default. */
  declare readonly key: Key<T>;
  /** Whether somebody opened a property, rather than a component its own slice. */
  declare readonly opened: boolean;

  /** What it comes to where no document says it; `undefined`: it is not set. */
  declare readonly initial: unknown;

  constructor(path: readonly string[], key: Key<T>, { opened = false, needed = false }: KnobOptions = {}) {
    super();
    const initial = key.default ?? (needed ? EMPTY[key.form] : undefined);
    Object.defineProperty(this, 'path', { value: path });
    Object.defineProperty(this, 'key', { value: key });
    Object.defineProperty(this, 'opened', { value: opened });
    Object.defineProperty(this, 'initial', { value: initial });
    // A knob that is spread, iterated or taken apart would be gone without a word.
    Object.defineProperty(this, 'knob', Knob.TAKEN_APART);
  }

  static {
    for (const member of STRUCTURE) Object.defineProperty(Knob.prototype, member, Knob.TAKEN_APART);
  }

  /** Its path, as documentation writes it. */
  get name(): string {
    return this.path.join('.');
  }

  /** What stands for it in plain data, for example in a JSON patch; its path is for people. */
  override toJSON(): unknown {
    return { [MARK]: `${numberOf(this)} ${this.name}` };
  }

  /** A placeholder, to be part of a text; a value that is not set is empty there. */
  override toString(): string {
    if (['list', 'map', 'resources'].includes(this.key.form))
      return this.refuse(`a ${this.key.form}, no part of a text`);
    return knobPlaceholder(numberOf(this), this.name);
  }

  [Symbol.toPrimitive](hint: string): string {
    return hint === 'number'
      ? this.refuse('a value that is not known yet, no number to compute with')
      : this.toString();
  }

  [Symbol.iterator](): Iterator<never> {
    return this.refuse('one value that is not known yet, no list to go through');
  }

  private refuse(what: string): never {
    throw new Error(`the knob ${this.name} is ${what}; allowed: the knob itself as the value of a property`);
  }
}

/** The knob that a placeholder stands for. */
export function knobOf(number: number): Knob<unknown> {
  const token = tokenOf(number);
  if (token instanceof Knob) return token;
  throw new Error('a placeholder of a knob was copied from another process');
}
