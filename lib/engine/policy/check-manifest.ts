import { foundIn, type Issue } from '../data/issue.js';
import { checkKubernetesSchema } from './kubernetes-schema.js';
import type { Manifest } from './manifest.js';
import { checkObjectName } from './object-names.js';
import { checkPods } from './pods.js';
import { checkPorts } from './ports.js';

const RULES = [checkKubernetesSchema, checkObjectName, checkPorts, checkPods];

/** Everything that is wrong with a finished object. */
export function checkManifest(manifest: Manifest): Issue[] {
  const issues = RULES.flatMap((rule) => rule(manifest));
  return foundIn(`${manifest.kind} ${manifest.metadata.name}`, issues);
}

/** What tells an object in a cluster from all others. */
export function identityOf({ apiVersion, kind, metadata }: Manifest): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return [group, kind, metadata.namespace ?? '', metadata.name].join('/');
}
