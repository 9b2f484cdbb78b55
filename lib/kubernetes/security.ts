import type { IPodSecurityContext, ISecurityContext } from 'kubernetes-models/v1';
import type { OpenMembers } from './open-types.js';
import type { PodOptions, PodUser } from './pod-options.js';

type OpenPodSecurity = OpenMembers<IPodSecurityContext>;

const SECCOMP = { type: 'RuntimeDefault' } as const;

const USERS: { readonly [U in PodUser]: (uid: number) => IPodSecurityContext } = {
  fixed: (uid) => ({
    runAsNonRoot: true,
    runAsUser: uid,
    runAsGroup: uid,
    fsGroup: uid,
    fsGroupChangePolicy: 'OnRootMismatch',
  }),
  root: () => ({
    runAsNonRoot: false,
    runAsUser: 0,
    runAsGroup: 0,
    fsGroup: 0,
    fsGroupChangePolicy: 'OnRootMismatch',
  }),
  assigned: () => ({ runAsNonRoot: true }),
};

/** What options say of the security of a pod, and nothing beside it. @param uid the user if it is to be the fixed one */
export function saidOfSecurity({ user, securityContext }: PodOptions, uid: number): OpenPodSecurity {
  return { ...(user === undefined ? {} : USERS[user](uid)), ...securityContext };
}

/**
 * The security context of a pod that the pod-security level "restricted" admits, unless the options relax it.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedPod({ user = 'fixed', securityContext = {} }: PodOptions, uid: number): OpenPodSecurity {
  return Object.assign({}, saidOfSecurity({ user }, uid), { seccompProfile: SECCOMP }, securityContext);
}

/** A container with a read-only root file system that "restricted" admits, as far as its pod says nothing else. */
export function restrictedContainer(pod: OpenPodSecurity = {}): OpenMembers<ISecurityContext> {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    seccompProfile: SECCOMP,
    ...sharedWithContainers(pod),
  };
}

/** What a pod says for its containers of that which each of them would say otherwise. */
export function sharedWithContainers({ runAsNonRoot, seccompProfile }: OpenPodSecurity): OpenMembers<ISecurityContext> {
  return {
    ...(runAsNonRoot === undefined ? {} : { runAsNonRoot }),
    ...(seccompProfile === undefined ? {} : { seccompProfile }),
  };
}
