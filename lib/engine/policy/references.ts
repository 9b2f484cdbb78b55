import type { Issue } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';
import { checkForm, SUBDOMAIN_NAME } from './text-form.js';

/** Members that name another object, wherever they are. */
const NAMES = [
  'serviceAccountName',
  'priorityClassName',
  'storageClassName',
  'runtimeClassName',
  'ingressClassName',
  'claimName',
  'secretName',
];

/** Members that hold a reference, with a name in it. */
const REFERENCES = ['secretRef', 'configMapRef', 'secretKeyRef', 'configMapKeyRef', 'configMap', 'imagePullSecrets'];

/** Names of other objects that no object can have. */
export function checkReferences({ kind, spec }: Manifest): Issue[] {
  // The objects of other kinds may mean something else by these words.
  return POD_KINDS.has(kind) ? inPart(spec, 'spec') : [];
}

const POD_KINDS: ReadonlySet<string> = new Set([
  ...['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'PodTemplate'],
  ...['PersistentVolumeClaim', 'Ingress'],
]);

function inPart(part: unknown, path: string): Issue[] {
  if (Array.isArray(part)) return part.flatMap((item, index) => inPart(item, `${path}.${index}`));
  if (!isMap(part)) return [];
  return Object.entries(part).flatMap(([key, member]) => {
    const at = `${path}.${key}`;
    if (NAMES.includes(key)) {
      // No class at all is said by an empty name.
      return member === '' && key === 'storageClassName' ? [] : checkForm(at, member, SUBDOMAIN_NAME);
    }
    return [...(REFERENCES.includes(key) ? namesIn(member, at) : []), ...inPart(member, at)];
  });
}

function namesIn(reference: unknown, path: string): Issue[] {
  if (Array.isArray(reference)) return reference.flatMap((item, index) => namesIn(item, `${path}.${index}`));
  return isMap(reference) ? checkForm(`${path}.name`, reference.name, SUBDOMAIN_NAME) : [];
}
