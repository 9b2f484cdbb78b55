import type { ApiObject } from 'cdk8s';
import { foundIn, type Issue } from '../data/issue.js';
import { checkManifest, identityOf } from './check-manifest.js';
import type { Manifest } from './manifest.js';

/** An object as a values document has it. */
export interface PlainObject {
  readonly object: ApiObject;
  readonly manifest: Manifest;
  /** Whether its conditions hold. */
  readonly exists: boolean;
}

/** Everything that is wrong with the finished objects of a release or a chart. */
export function checkObjects(objects: readonly PlainObject[]): Issue[] {
  const manifests = objects.map(({ manifest }) => manifest);
  return [...manifests.flatMap(checkManifest), ...checkIdentities(manifests)];
}

/** Objects of which a cluster would keep one. */
export function checkIdentities(manifests: readonly Manifest[]): Issue[] {
  const seen = new Set<string>();
  const twins = manifests.filter((manifest) => seen.size === seen.add(identityOf(manifest)).size);
  return twins.flatMap(({ kind, metadata }) =>
    foundIn(`${kind} ${metadata.name}`, [
      { path: '', message: 'two objects have this kind, name and namespace; allowed: one each' },
    ]),
  );
}
