import { type Issue, ValidationError } from '../data/issue.js';
import type { Json, JsonMap } from '../data/json.js';
import { removing } from './coalesce.js';
import { copyMap, type Overlay } from './overlay.js';
import { composeSchema, type JsonSchema, type SliceSchema } from './schema.js';
import type { SliceDefinition } from './slice.js';
import { validateAgainst } from './validate.js';

/** A values document put together from slices, under what somebody's own document says. */
export class Assembly {
  /** The schema that the slices' contract fragments compose. */
  readonly contractSchema: JsonSchema;
  /** The schema that documents have to meet: the contract, and no unknown keys. */
  readonly strictSchema: JsonSchema;

  constructor(
    private readonly slices: readonly SliceDefinition[],
    private readonly overlay: Overlay,
  ) {
    const schemas = (of: (slice: SliceDefinition) => SliceSchema): Map<string, SliceSchema> =>
      new Map(slices.map((slice) => [slice.key, of(slice)]));
    this.contractSchema = composeSchema(schemas(({ contract }) => contract));
    this.strictSchema = composeSchema(
      schemas(({ strict }) => strict),
      { additionalProperties: false },
    );
  }

  /** A fresh copy of the document, `null` where it removes a default of the published chart. @throws ValidationError */
  get document(): Record<string, Json> {
    const base = this.slices.map((slice) => [slice.key, slice.base ?? slice.defaults]);
    return removing(copyMap(Object.fromEntries(base)), this.inForce);
  }

  /** A fresh copy of what the document comes to, without the defaults that it removes. @throws ValidationError */
  get inForce(): Record<string, Json> {
    const issues = this.issues();
    if (issues.length > 0) throw new ValidationError(issues);
    return this.overlay.over(this.defaults);
  }

  /** Everything that is wrong with the document. */
  issues(): Issue[] {
    if (this.overlay.issues.length > 0) return this.overlay.issues;
    const unplain: Issue[] = [];
    copyMap(this.defaults, unplain);
    if (unplain.length > 0) return unplain;
    const document = this.overlay.over(this.defaults);
    const strict = validateAgainst(this.strictSchema, document);
    const told = new Set(strict.map((issue) => issue.path));
    const contract = validateAgainst(this.contractSchema, document).filter((issue) => !told.has(issue.path));
    return [...this.duplicateKeys(), ...strict, ...contract, ...this.slices.flatMap((slice) => this.check(slice))];
  }

  private get defaults(): JsonMap {
    return Object.fromEntries(this.slices.map(({ key, defaults }) => [key, defaults]));
  }

  private check(slice: SliceDefinition): Issue[] {
    const issues = slice.check?.(this.overlay.sliceOf(slice)) ?? [];
    return issues.map(({ path, message }) => ({ path: `${slice.key}.${path}`, message }));
  }

  private duplicateKeys(): Issue[] {
    const keys = this.slices.map(({ key }) => key);
    const twice = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
    return [...twice].map((path) => ({ path, message: 'two components contribute this key; allowed: one each' }));
  }
}
