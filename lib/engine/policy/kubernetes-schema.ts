import type { Issue } from '../data/issue.js';
import { isMap } from '../data/json.js';
import { modelOf } from './kinds.js';

/** A Kubernetes object as it is written. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [key: string]: unknown;
}

export function isManifest(value: unknown): value is Manifest {
  return isMap(value) && isMap(value.metadata);
}

/** What the schemas of Kubernetes' own kinds reject in an object; other kinds are not looked at. */
export function checkKubernetesSchema(manifest: Manifest): Issue[] {
  const model = modelOf(manifest.apiVersion, manifest.kind);
  if (model === undefined) return [];
  try {
    model.prototype.validate.call(manifest);
    return [];
  } catch (error) {
    const text = error instanceof Error ? error.message : `${error}`;
    return text
      .split(', data')
      .map((part) => ({ path: '', message: part.replace(/^data/, '').replace(/^\//, '').replaceAll('/', '.') }));
  }
}
