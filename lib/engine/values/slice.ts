import type { JsonMap } from '../data/json.js';
import type { JsonSchema } from '../data/json-schema.js';
import type { Keys } from './key-types.js';

/** The schema that a published contract gives for a key of the values document, and the definitions it refers to. */
export interface SliceSchema {
  /** The schema. */
  readonly schema: JsonSchema;
  /** What it refers to as `#/definitions/NAME`. @default - nothing */
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** One top-level key of the values document. */
export interface SliceProps<K extends Keys = Keys> {
  /** The key, unique in a release. */
  readonly key: string;
  /** What it is about, in a sentence. */
  readonly description: string;
  /** The keys below it, each said once. */
  readonly keys: K;
  /** What else a document has to meet, as keywords of JSON Schema. @default - nothing */
  readonly schema?: JsonSchema;
  /** The schema that a published contract gives for the key. @default - there is no contract */
  readonly contract?: SliceSchema;
  /**
   * The slice of a chart that somebody else publishes, which the document has to remove defaults of.
   *
   * @default - that of the chart in the app; without one nothing is removed
   */
  readonly published?: JsonMap;
}
