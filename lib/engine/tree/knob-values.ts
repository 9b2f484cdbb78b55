import { copyPlain, isMap, type JsonMap } from '../data/json.js';
import { cleared, coalesce, withoutNulls } from '../values/coalesce.js';
import { copyMap, type Overlay } from '../values/overlay.js';
import type { Reader } from './evaluate.js';
import type { Knob } from './knob.js';

/** The values of knobs: their defaults under what a values document says. */
export class KnobValues {
  private readonly known = new WeakMap<Knob<unknown>, { readonly value: unknown }>();

  constructor(private readonly overlay: Overlay) {}

  /** The value of a knob; `undefined` for one that is not set. */
  readonly read: Reader = (knob) => {
    const known = this.known.get(knob) ?? { value: this.find(knob) };
    this.known.set(knob, known);
    return known.value;
  };

  private find({ path, initial }: Knob<unknown>): unknown {
    const said = this.overlay.at(path);
    const single = !isMap(initial) && !Array.isArray(initial);
    if (said === undefined)
      return isMap(initial)
        ? this.laidOver(initial, {})
        : Array.isArray(initial)
          ? cleared(copyPlain(initial))
          : initial;
    if (said === null) return single ? initial : undefined;
    if (isMap(said)) return this.laidOver(isMap(initial) ? initial : {}, said);
    return cleared(said);
  }

  private laidOver(defaults: object, said: JsonMap): JsonMap {
    return withoutNulls(coalesce(copyMap(defaults), said));
  }
}
