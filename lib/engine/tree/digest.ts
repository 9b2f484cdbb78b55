import { createHash } from 'node:crypto';
import type { ApiObject } from 'cdk8s';
import { isMap } from '../data/json.js';
import { rawJson } from '../data/raw-json.js';

const DIGESTED = Symbol.for('cdk8s-dagster.Digested');

/** Characters that a digest takes in a name, the dash before it included. */
export const DIGEST_LENGTH = 9;

/**
 * Names an object after its content: a digest of its spec, as it is written in the end, follows its name. An object that
 * cannot be changed in a cluster is another object then whenever anything in it changes.
 */
export function nameByContent(object: ApiObject): void {
  Object.defineProperty(object, DIGESTED, { value: true });
}

export function isNamedByContent(object: ApiObject): boolean {
  return DIGESTED in object;
}

/** A finished object under the name that its content gives. */
export function namedByContent<T extends Record<string, unknown>>(object: ApiObject, manifest: T): T {
  const { metadata, spec } = manifest;
  if (!isNamedByContent(object) || !isMap(metadata)) return manifest;
  const digest = createHash('sha256')
    .update(rawJson(spec))
    .digest('hex')
    .slice(0, DIGEST_LENGTH - 1);
  return { ...manifest, metadata: { ...metadata, name: `${metadata.name}-${digest}` } };
}
