import type { ApiObject } from 'cdk8s';
import { foundIn, type Issue } from '../data/issue.js';
import { oncePerCause } from './causes.js';
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
  return [...checkManifests(manifests), ...checkIdentities(manifests)];
}

/** Everything that is wrong with finished objects, each cause once. */
export function checkManifests(manifests: readonly Manifest[]): Issue[] {
  return oncePerCause(manifests.flatMap(checkManifest));
}

/** Objects of which a cluster would keep one. */
export function checkIdentities(manifests: readonly Manifest[]): Issue[] {
  return new Identities().add(manifests);
}

/** What tells objects from all others in a cluster. */
export class Identities {
  private readonly owners = new Map<string, string>();

  /** More objects. @param owner what they are part of @returns what is wrong with those that are there already */
  add(manifests: readonly Manifest[], owner = ''): Issue[] {
    return manifests.flatMap((manifest) => {
      const identity = identityOf(manifest);
      const other = this.owners.get(identity);
      if (other !== undefined) return foundIn(`${manifest.kind} ${manifest.metadata.name}`, [twin(other, owner)]);
      this.owners.set(identity, owner);
      return [];
    });
  }
}

function twin(one: string, other: string): Issue {
  const [found, remedy] =
    one === other
      ? ['two objects have this kind, name and namespace', 'rename one']
      : [`${one} and ${other} have it, in one namespace`, 'leave it to one of them, or rename one'];
  return { path: '', message: `${found}; allowed: one each; ${remedy}` };
}
