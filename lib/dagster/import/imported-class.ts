import type { Values } from './official-values.js';
import { Call } from './source.js';

/** A class of somebody's own. */
export function custom(callee: string, values: Values): Call {
  return new Call(callee, [
    { module: values.text('module'), class: values.text('class'), config: values.get('config') },
  ]);
}
