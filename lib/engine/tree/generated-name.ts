import type { ApiObject } from 'cdk8s';
import type { ReleaseScope } from './release-scope.js';

/** Ids that say nothing, as cdk8s leaves them out of names. */
const SILENT = ['default', 'resource'];

/** The name of an object that has none of its own: the ids that lead to it, below the release, after its prefix. */
export function generatedName(object: ApiObject, release: ReleaseScope): string {
  const scopes = object.node.scopes.slice(release.node.scopes.length);
  const ids = scopes.map(({ node }) => node.id.toLowerCase().replaceAll(/[^a-z0-9-]/g, ''));
  const telling = ids.filter((id, index) => id !== '' && !SILENT.includes(id) && id !== ids[index - 1]);
  return [release.namePrefix, ...telling].join('-');
}
