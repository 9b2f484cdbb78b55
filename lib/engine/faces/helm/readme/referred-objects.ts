import { isMap } from '../../../data/json.js';
import { maps, podSpecOf } from '../../../policy/pod-spec.js';
import { Knob } from '../../../tree/knob.js';
import type { MarkedObject } from '../../../tree/mark.js';
import { Choice } from '../../../tree/token.js';

/** A Secret or a ConfigMap that pods refer to. */
export interface Reference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  /** What is read in it; empty: all, or nobody knows. */
  readonly keys: readonly string[];
}

/** What pods cannot do without, and no object of the chart is. */
export function strangersOf(objects: readonly MarkedObject[]): Reference[] {
  const own = new Set(objects.map(({ object }) => `${object.kind} ${object.name}`));
  const found = new Map<string, Reference>();
  const references = objects.flatMap(({ content: { spec } }) => (isMap(spec) ? referencesIn(podSpecOf(spec)) : []));
  for (const { kind, name, keys } of references) {
    const id = `${kind} ${name}`;
    const known = found.get(id)?.keys ?? [];
    if (!own.has(id)) found.set(id, { kind, name, keys: [...new Set([...known, ...keys])] });
  }
  return [...found.values()];
}

/** Members that refer to something, as containers and volumes have them. */
const REFERRING: Readonly<Record<string, Reference['kind']>> = {
  secretKeyRef: 'Secret',
  secretRef: 'Secret',
  secret: 'Secret',
  configMapKeyRef: 'ConfigMap',
  configMapRef: 'ConfigMap',
  configMap: 'ConfigMap',
};

function referencesIn(part: unknown): Reference[] {
  if (part instanceof Choice) return [part.then, part.otherwise].flatMap(referencesIn);
  if (Array.isArray(part)) return part.flatMap(referencesIn);
  if (!isMap(part)) return [];
  return Object.entries(part).flatMap(([member, value]) => {
    if (member === 'imagePullSecrets') return maps(value).flatMap((one) => referenceTo('Secret', one));
    const kind = REFERRING[member];
    return kind !== undefined && isMap(value) ? referenceTo(kind, value) : referencesIn(value);
  });
}

function referenceTo(kind: Reference['kind'], source: Record<string, unknown>): Reference[] {
  const { name = source.secretName, key, items, optional } = source;
  if ((typeof name !== 'string' && !(name instanceof Knob)) || optional === true) return [];
  const keys = [key, ...maps(items).map((item) => item.key)].filter((one) => typeof one === 'string');
  return [{ kind, name: `${name}`, keys }];
}
