import type { Issue } from '../data/issue.js';
import { modelOf } from './kinds.js';
import type { Manifest } from './manifest.js';

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
