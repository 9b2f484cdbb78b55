import type { Issue } from '../data/issue.js';
import type { JsonSchema } from '../data/json-schema.js';

/** What a value is, and with it how each face writes it. */
export type KeyForm = 'boolean' | 'integer' | 'number' | 'text' | 'quantity' | 'resources' | 'list' | 'map';

/** One value of a values document, said once: what it may be, what it is by default, and what it is about. */
export interface Key<T> {
  /** What it is. */
  readonly form: KeyForm;
  /** A JSON Schema, with a description and the default. */
  readonly schema: JsonSchema;
  /** What it is when no document says; `undefined`: not set. */
  readonly default: T;
  /** What is wrong with how it is said. @default - nothing */
  readonly misuse?: readonly Issue[];
}

/** Keys below a key. */
export interface Group<K extends Keys = Keys> {
  /** That it is no value. */
  readonly form: 'group';
  /** A JSON Schema, with a description, less its keys. */
  readonly schema: JsonSchema;
  /** The keys below it. */
  readonly keys: K;
  /** Whether it is there only where a document, or the defaults of all its keys, have it. */
  readonly optional: boolean;
  /** The keys that it is not without. */
  readonly required: readonly string[];
  /** What is wrong with how it is said. @default - nothing */
  readonly misuse?: readonly Issue[];
}

/** Keys by name. */
export interface Keys {
  readonly [name: string]: Key<unknown> | Group;
}
