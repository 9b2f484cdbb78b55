import { isMap } from '../data/json.js';
import { MARK } from '../data/placeholder.js';
import { TOKEN } from './resolver.js';

/**
 * An object as it is rendered, with the annotations of its release below its own.
 *
 * @param reject is told where they cannot be, since something decides all annotations of the object at once
 */
export function withAnnotations(
  content: unknown,
  common: Readonly<Record<string, unknown>>,
  reject: (path: readonly string[], message: string) => void,
): unknown {
  if (Object.keys(common).length === 0 || !isMap(content)) return content;
  const { metadata = {} } = content;
  const own = isMap(metadata) ? (metadata.annotations ?? {}) : metadata;
  if (!isMap(own) || TOKEN in own || MARK in own || !isMap(metadata)) {
    reject(
      ['metadata', 'annotations'],
      'found one value for all; allowed: a map, which those of the release are laid in',
    );
    return content;
  }
  const annotations = Object.entries({ ...common, ...own }).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...content, metadata: { annotations: Object.fromEntries(annotations), ...without(metadata) } };
}

function without({ annotations, ...others }: Record<string, unknown>): Record<string, unknown> {
  return others;
}
