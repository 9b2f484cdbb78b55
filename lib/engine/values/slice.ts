import type { Issue } from '../data/issue.js';
import type { JsonMap } from '../data/json.js';
import type { SliceSchema } from './schema.js';

/** One top-level key of the values document: what it may hold, and what it holds by default. */
export interface SliceDefinition {
  /** The key, unique in a release. */
  readonly key: string;
  /** The schema that a published contract gives for the key. */
  readonly contract: SliceSchema;
  /** The schema that documents really have to meet. */
  readonly strict: SliceSchema;
  /** The slice when no values document says otherwise. */
  readonly defaults: JsonMap;
  /**
   * The slice of a chart that nobody gave any property, which is what published values are laid over.
   *
   * @default - the defaults
   */
  readonly base?: JsonMap;
  /** What is wrong with a slice that its strict schema cannot say; paths start at the slice. */
  readonly check?: (slice: JsonMap) => Issue[];
}
