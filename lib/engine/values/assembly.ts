import { type Issue, quote, ValidationError, within } from '../data/issue.js';
import type { Json, JsonMap } from '../data/json.js';
import type { JsonSchema } from '../data/json-schema.js';
import { repeated } from '../data/repeated.js';
import { removing, withoutNulls } from './coalesce.js';
import { group } from './key.js';
import { checkKeys, defaultsOf, settled, withKey } from './key-tree.js';
import type { Key, Keys } from './key-types.js';
import { copyMap, type Overlay } from './overlay.js';
import { composeSchema, RESERVED_KEYS, strictSchema } from './schema.js';
import type { SliceProps, SliceSchema } from './slice.js';
import { validateAgainst } from './validate.js';

/** A property that somebody opened: a key of the document beside those of the slices. */
export interface OpenedKey {
  readonly path: readonly string[];
  readonly key: Key<unknown>;
}

/** A values document put together from slices and opened properties, under what somebody's own document says. */
export class Assembly {
  /** All keys of the document. */
  readonly keys: Keys;
  /** The schema that the slices' contracts compose. */
  readonly contractSchema: JsonSchema;
  /** The schema that documents have to meet: the contract, and no unknown keys. */
  readonly strictSchema: JsonSchema;
  /** What is wrong with the document, once somebody has asked. */
  private found: readonly Issue[] | undefined;
  /** What is wrong with the keys themselves. */
  private readonly misfits: readonly Issue[];

  constructor(
    private readonly slices: readonly SliceProps[],
    opened: readonly OpenedKey[],
    private readonly overlay: Overlay,
  ) {
    const { keys, issues } = openedAmong(keysOf(slices), opened);
    this.keys = keys;
    this.misfits = [...duplicateKeys(slices), ...reservedKeys(keys), ...issues, ...misuseOf(keys)];
    this.contractSchema = composeSchema(new Map(slices.flatMap(contractOf)));
    this.strictSchema = strictSchema(keys);
  }

  /**
   * A fresh copy of the document, `null` where it removes a default of a published chart.
   *
   * @param published the defaults of the chart @default - those that the slices know
   * @throws ValidationError
   */
  document(published?: JsonMap): Record<string, Json> {
    const known = this.slices.flatMap(({ key, published: slice }) => (slice === undefined ? [] : [[key, slice]]));
    return removing(copyMap(published ?? Object.fromEntries(known)), this.inForce);
  }

  /** A fresh copy of what the document comes to, without what is not set. @throws ValidationError */
  get inForce(): Record<string, Json> {
    const issues = this.issues();
    if (issues.length > 0) throw new ValidationError(issues);
    return this.settled(this.laidOver());
  }

  /** Everything that is wrong with the document. */
  issues(): readonly Issue[] {
    this.found ??= this.check();
    return this.found;
  }

  private check(): Issue[] {
    if (this.overlay.issues.length > 0) return [...this.misfits, ...this.overlay.issues];
    const unplain: Issue[] = [];
    copyMap(defaultsOf(this.keys), unplain);
    if (unplain.length > 0) return [...this.misfits, ...unplain];
    const document = this.laidOver();
    const strict = validateAgainst(this.strictSchema, document);
    const told = new Set(strict.map((issue) => issue.path));
    const inForce = this.settled(document);
    const contract = validateAgainst(this.contractSchema, inForce).filter((issue) => !told.has(issue.path));
    const beyond = checkKeys(this.keys, inForce).filter((issue) => !told.has(issue.path));
    return [...this.misfits, ...strict, ...contract, ...beyond];
  }

  private laidOver(): Record<string, Json> {
    return this.overlay.over(copyMap(defaultsOf(this.keys)));
  }

  private settled(document: JsonMap): Record<string, Json> {
    return settled(this.keys, withoutNulls(document));
  }
}

function keysOf(slices: readonly SliceProps[]): Keys {
  return Object.fromEntries(
    slices.map(({ key, description, keys, schema = {} }) => [key, group(description, keys, { schema })]),
  );
}

function contractOf({ key, contract }: SliceProps): [string, SliceSchema][] {
  return contract === undefined ? [] : [[key, contract]];
}

/** What is wrong with how keys are said. */
function misuseOf(keys: Keys): Issue[] {
  return Object.entries(keys).flatMap(([name, key]) =>
    within(name, [...(key.misuse ?? []), ...(key.form === 'group' ? misuseOf(key.keys) : [])]),
  );
}

function openedAmong(slices: Keys, opened: readonly OpenedKey[]): { keys: Keys; issues: Issue[] } {
  const issues: Issue[] = [];
  let keys = slices;
  for (const { path, key } of opened) {
    const result = withKey(keys, path, key);
    if (typeof result !== 'string') keys = result;
    else issues.push({ path: path.join('.'), message: `${result}; allowed: a path of its own; open it under another` });
  }
  return { keys, issues };
}

function duplicateKeys(slices: readonly SliceProps[]): Issue[] {
  const keys = slices.map(({ key }) => key);
  return repeated(keys).map((path) => ({ path, message: 'two components contribute this key; allowed: one each' }));
}

function reservedKeys(keys: Keys): Issue[] {
  const reserved = Object.keys(keys).filter((key) => RESERVED_KEYS.includes(key));
  return reserved.map((path) => ({ path, message: `found ${quote(path)}, which Helm uses; allowed: another key` }));
}
