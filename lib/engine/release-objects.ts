import { ApiObject } from 'cdk8s';
import { Component } from './component.js';
import { quote } from './data/issue.js';
import { type ReleaseScope, releaseOf } from './tree/release-scope.js';

/** The components of a release, those first whose keys an order names, the others as they stand in the tree. */
export function componentsOf(release: ReleaseScope, order: readonly string[]): Component[] {
  const rank = ({ slice }: Component): number => {
    const index = order.indexOf(slice.key);
    return index < 0 ? order.length : index;
  };
  const components = release.node.findAll().filter(Component.isComponent);
  return components.filter((component) => component.release === release).sort((a, b) => rank(a) - rank(b));
}

/** The objects of a release, wherever they stand in its tree. */
export function objectsOf(release: ReleaseScope): ApiObject[] {
  const objects = release.node.findAll().filter(ApiObject.isApiObject);
  return objects.filter((object) => releaseOf(object) === release);
}

/** An object of a release, by its kind and what follows the release name in its name. */
export function tryFind(release: ReleaseScope, kind: string, suffix: string): ApiObject | undefined {
  return objectsOf(release).find((object) => object.kind === kind && suffixOf(object, release) === suffix);
}

/** The same. @throws Error that tells which objects of the kind there are, if it is none of them */
export function find(release: ReleaseScope, kind: string, suffix: string): ApiObject {
  const found = tryFind(release, kind, suffix);
  if (found !== undefined) return found;
  const ofKind = objectsOf(release).filter((object) => object.kind === kind);
  const known = ofKind.map((object) => suffixOf(object, release)).join(', ');
  throw new Error(`no ${kind} ${quote(suffix)} in ${release.node.path}; allowed: ${known || `there is no ${kind}`}`);
}

function suffixOf({ name }: ApiObject, { namePrefix }: ReleaseScope): string {
  return name.startsWith(`${namePrefix}-`) ? name.slice(namePrefix.length + 1) : name;
}
