import type { IContainer, IPodSpec } from 'kubernetes-models/v1';

/** The user of a process and what it may do. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly noNewPrivileges: boolean;
  readonly dropsCapabilities: boolean;
}

/** As the kubelet decides it; images here have no user but root. */
export function identityOf(pod: IPodSpec, { name, securityContext = {} }: IContainer): Identity {
  const uid = securityContext.runAsUser ?? pod.securityContext?.runAsUser ?? 0;
  const nonRoot = securityContext.runAsNonRoot ?? pod.securityContext?.runAsNonRoot ?? false;
  if (nonRoot && uid === 0) throw new Error(`container ${name}: runAsNonRoot, and the image runs as root`);
  const { fsGroup, supplementalGroups = [] } = pod.securityContext ?? {};
  return {
    uid,
    gid: securityContext.runAsGroup ?? pod.securityContext?.runAsGroup ?? 0,
    groups: [...supplementalGroups, ...(fsGroup === undefined ? [] : [fsGroup])],
    noNewPrivileges: securityContext.allowPrivilegeEscalation === false,
    dropsCapabilities: securityContext.capabilities?.drop?.includes('ALL') ?? false,
  };
}

/** The command that another command is put after, to run as this user. */
export function asIdentity({ uid, gid, groups, ...rest }: Identity): string[] {
  return [
    '/usr/bin/setpriv',
    ...['--reuid', `${uid}`, '--regid', `${gid}`],
    ...(groups.length > 0 ? ['--groups', groups.join(',')] : ['--clear-groups']),
    ...(rest.noNewPrivileges ? ['--no-new-privs'] : []),
    ...['--inh-caps', '-all'],
    ...(rest.dropsCapabilities ? ['--bounding-set', '-all'] : []),
    '--',
  ];
}
