import type { Issue } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';
import { containersOf, podOf } from './pod-spec.js';

/** Security contexts that contradict themselves: the API server refuses the pod, or the kubelet never starts it. */
export function checkPrivileges(manifest: Manifest): Issue[] {
  const pod = podOf(manifest);
  if (pod === undefined) return [];
  const ofPod = contextOf(pod.spec);
  return containersOf(pod).flatMap(({ path, container }) => {
    const own = contextOf(container);
    return [...checkEscalation(own, path), ...checkUser({ ...ofPod, ...own }, path)];
  });
}

function contextOf({ securityContext }: Record<string, unknown>): Record<string, unknown> {
  return isMap(securityContext) ? securityContext : {};
}

function checkEscalation(
  { privileged, allowPrivilegeEscalation, capabilities }: Record<string, unknown>,
  path: string,
): Issue[] {
  if (allowPrivilegeEscalation !== false) return [];
  const added = isMap(capabilities) && Array.isArray(capabilities.add) ? capabilities.add : [];
  const why = privileged === true ? 'privileged: true' : added.includes('SYS_ADMIN') ? 'the capability SYS_ADMIN' : '';
  if (why === '') return [];
  const message = `found false with ${why}; allowed: true; set it, or leave ${why} out`;
  return [{ path: `${path}.securityContext.allowPrivilegeEscalation`, message }];
}

function checkUser({ runAsUser, runAsNonRoot }: Record<string, unknown>, path: string): Issue[] {
  if (runAsUser !== 0 || runAsNonRoot !== true) return [];
  const message =
    'found the user 0 with runAsNonRoot: true; allowed: another user, or runAsNonRoot: false, in this container';
  return [{ path: `${path}.securityContext`, message }];
}
