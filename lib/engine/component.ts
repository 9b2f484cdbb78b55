import { Construct, type IConstruct } from 'constructs';
import { checked } from './options/checked.js';
import { placeOf } from './options/place.js';
import { sliceOf } from './options/release-shape.js';
import { Knob } from './tree/knob.js';
import { type ReleaseScope, releaseOf } from './tree/release-scope.js';
import type { Token } from './tree/token.js';
import { validate } from './tree/validation.js';
import type { Group, Key, Keys } from './values/key-types.js';
import type { SliceProps } from './values/slice.js';

/** The knobs of keys: one for each, of its type. */
export type Knobs<K extends Keys> = {
  readonly [N in keyof K]: K[N] extends Group<infer G> ? Knobs<G> : K[N] extends Key<infer T> ? Knob<T> : never;
};

const COMPONENT = Symbol.for('cdk8s-dagster.Component');

/**
 * A part of a release that contributes a slice of its values document.
 *
 * A release finds its components wherever they stand in its tree. Any package may define one.
 *
 * @example
 *
 *   const KEYS = { port: integer(8080, 'Port of the proxy.', { minimum: 1, maximum: 65535 }) };
 *
 *   class Proxy extends Component<typeof KEYS> {
 *     constructor(scope: Construct, id: string) {
 *       super(scope, id, { key: 'proxy', description: 'The proxy.', keys: KEYS });
 *       new ApiObject(this, 'service', { ..., spec: { ports: [{ port: this.knobs.port }] } });
 *     }
 *   }
 */
export abstract class Component<K extends Keys = Keys> extends Construct {
  static isComponent(construct: IConstruct): construct is Component {
    return COMPONENT in construct;
  }

  /** The release it is part of. */
  readonly release: ReleaseScope;
  /** The values of the slice, to be used anywhere in the properties of objects. */
  readonly knobs: Knobs<K>;
  /** What it contributes to the values document. */
  readonly slice: SliceProps<K>;

  /** @param slice what it contributes to the values document */
  constructor(scope: Construct, id: string, slice: SliceProps<K>) {
    super(placeOf(scope, id), id);
    const { options, issues } = checked(sliceOf(id), slice, slice);
    this.slice = options;
    this.release = releaseOf(this);
    this.knobs = knobsOf(this.slice.keys, [this.slice.key]);
    validate(this, () => issues);
    Object.defineProperty(this, COMPONENT, { value: true });
  }

  /** Whether the objects of this component exist, if something decides that. */
  get presence(): Token<boolean> | undefined {
    return undefined;
  }
}

function knobsOf<K extends Keys>(keys: K, path: readonly string[], needed: readonly string[] = []): Knobs<K> {
  const knobs = Object.entries(keys).map(([name, key]) => {
    const at = [...path, name];
    return [
      name,
      key.form === 'group' ? knobsOf(key.keys, at, key.required) : new Knob(at, key, { needed: needed.includes(name) }),
    ];
  });
  return Object.fromEntries(knobs);
}
