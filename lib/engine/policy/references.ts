import type { Issue } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';
import { checkForm, SUBDOMAIN_NAME } from './text-form.js';
import { visitMembers } from './visit-members.js';

/** Members that name another object, wherever they are. */
const NAMES: ReadonlySet<string> = new Set([
  'serviceAccountName',
  'priorityClassName',
  'storageClassName',
  'runtimeClassName',
  'ingressClassName',
  'claimName',
  'secretName',
]);

/** Members that hold a reference, with a name in it. */
const REFERENCES: ReadonlySet<string> = new Set([
  ...['secretRef', 'configMapRef', 'secretKeyRef', 'configMapKeyRef', 'configMap', 'imagePullSecrets'],
]);

/** Names of other objects that no object can have. */
export function checkReferences({ kind, spec }: Manifest): Issue[] {
  // The objects of other kinds may mean something else by these words.
  if (!POD_KINDS.has(kind)) return [];
  const issues: Issue[] = [];
  visitMembers({ spec }, (key, member, steps) => {
    if (NAMES.has(key)) {
      // No class at all is said by an empty name.
      const none = member === '' && key === 'storageClassName';
      if (!none) issues.push(...checkForm(steps.join('.'), member, SUBDOMAIN_NAME));
      return false;
    }
    if (REFERENCES.has(key)) issues.push(...namesIn(member, steps.join('.')));
    return true;
  });
  return issues;
}

const POD_KINDS: ReadonlySet<string> = new Set([
  ...['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'PodTemplate'],
  ...['PersistentVolumeClaim', 'Ingress'],
]);

function namesIn(reference: unknown, path: string): Issue[] {
  if (Array.isArray(reference)) return reference.flatMap((item, index) => namesIn(item, `${path}.${index}`));
  return isMap(reference) ? checkForm(`${path}.name`, reference.name, SUBDOMAIN_NAME) : [];
}
