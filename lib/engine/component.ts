import { Construct, type IConstruct } from 'constructs';
import { isMap, type Json, type JsonMap } from './data/json.js';
import { Release } from './release.js';
import { Knob, type KnobForm, type Token } from './tree/token.js';
import type { SliceDefinition } from './values/slice.js';

const COMPONENT = Symbol.for('cdk8s-dagster.Component');

/**
 * A part of a release that contributes a slice of its values document.
 *
 * A release finds its components wherever they stand in its tree. Any package may define one.
 *
 * @example
 *
 *   class Proxy extends Component {
 *     constructor(scope: Construct, id: string) {
 *       super(scope, id, { key: 'proxy', contract: { schema }, strict: { schema }, defaults: { port: 8080 } });
 *       new ApiObject(this, 'service', { ..., spec: { ports: [{ port: this.knob(['port'], 'integer', 8080, Number) }] } });
 *     }
 *   }
 */
export abstract class Component extends Construct {
  static isComponent(construct: IConstruct): construct is Component {
    return COMPONENT in construct;
  }

  readonly release: Release;

  constructor(
    scope: Construct,
    id: string,
    readonly definition: SliceDefinition,
  ) {
    super(scope, id);
    this.release = Release.of(this);
    Object.defineProperty(this, COMPONENT, { value: true });
  }

  /** Whether the objects of this component exist, if something decides that. */
  get presence(): Token<boolean> | undefined {
    return undefined;
  }

  /** The slice in force: the defaults under what the release's values document says. */
  protected get slice(): JsonMap {
    return this.release.sliceOf(this.definition);
  }

  /**
   * A value of the slice, to be used anywhere in an object's properties.
   *
   * @param path keys from the slice
   * @param fallback what it means when the slice does not say
   * @param convert from the slice's value; `undefined` for one that validation rejects
   */
  protected knob<T>(
    path: readonly string[],
    form: KnobForm,
    fallback: T,
    convert: (value: Json) => T | undefined,
  ): Knob<T> {
    return new Knob([this.definition.key, ...path], form, fallback, () => {
      let value: Json | undefined = this.slice;
      for (const key of path) value = isMap(value) ? value[key] : undefined;
      return value === undefined ? fallback : (convert(value) ?? fallback);
    });
  }
}
