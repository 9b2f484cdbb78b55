import { isMap } from '../engine/index.js';

/** The pod-security levels of namespaces, from the one that admits least. */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** Why a level refuses a pod. */
export interface Violation {
  /** The strictest level that admits it. */
  readonly admitted: Exclude<PodSecurityLevel, 'restricted'>;
  /** What is found, by its path in the spec of the pod. */
  readonly found: string;
}

type Members = Readonly<Record<string, unknown>>;

const RANKS: Readonly<Record<PodSecurityLevel, number>> = { restricted: 0, baseline: 1, privileged: 2 };

const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];

const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

const PROFILES = ['RuntimeDefault', 'Localhost'];

/** The stricter of both levels that a violation leaves, in all. */
export function admittedBy(violations: readonly Violation[]): PodSecurityLevel {
  const levels = violations.map(({ admitted }) => admitted);
  return levels.includes('privileged') ? 'privileged' : levels.length > 0 ? 'baseline' : 'restricted';
}

/**
 * Why a namespace of a level refuses a pod.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function violationsOf(spec: Members, level: PodSecurityLevel): Violation[] {
  const containers = ['initContainers', 'containers'].flatMap((list) =>
    members(spec[list]).map((container) => ({ container, at: `${list}.${container.name}` })),
  );
  const violations = [...ofPod(spec), ...containers.flatMap(({ container, at }) => ofContainer(spec, container, at))];
  return violations.filter(({ admitted }) => RANKS[admitted] > RANKS[level]);
}

function ofPod(spec: Members): Violation[] {
  const volumes = members(spec.volumes).flatMap(({ name, ...source }) =>
    Object.keys(source).map((kind) => ({ kind, found: `volumes.${name}.${kind}` })),
  );
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((name) => spec[name] === true);
  const sysctls = members(context(spec).sysctls).map(({ name }) => `${name}`);
  return [
    ...privileged(volumes.filter(({ kind }) => kind === 'hostPath').map(({ found }) => found)),
    ...baseline(volumes.filter(({ kind }) => ![...VOLUMES, 'hostPath'].includes(kind)).map(({ found }) => found)),
    ...privileged(shared.map((name) => `${name}: true`)),
    ...privileged(sysctls.filter((name) => !SYSCTLS.includes(name)).map((name) => `the sysctl ${name}`)),
    ...ofContext(context(spec), 'securityContext'),
  ];
}

function ofContainer(spec: Members, container: Members, at: string): Violation[] {
  const own = context(container);
  const path = `${at}.securityContext`;
  const { seccompProfile, runAsNonRoot } = { ...context(spec), ...own };
  const { add = [], drop = [] } = isMap(own.capabilities) ? own.capabilities : {};
  const added = (Array.isArray(add) ? add : []).map(String);
  const profile = isMap(seccompProfile) ? seccompProfile.type : undefined;
  const hostPorts = members(container.ports).flatMap(({ hostPort }) =>
    hostPort ? [`${at}: hostPort ${hostPort}`] : [],
  );
  return [
    ...ofContext(own, path),
    ...privileged(own.privileged === true ? [`${path}.privileged: true`] : []),
    ...privileged((own.procMount ?? 'Default') === 'Default' ? [] : [`${path}.procMount: ${own.procMount}`]),
    ...privileged(
      added.filter((name) => !CAPABILITIES.includes(name)).map((name) => `${path}: the capability ${name}`),
    ),
    ...privileged(hostPorts),
    ...baseline(
      added
        .filter((name) => CAPABILITIES.includes(name) && name !== 'NET_BIND_SERVICE')
        .map((name) => `${path}: the capability ${name}`),
    ),
    ...baseline(Array.isArray(drop) && drop.includes('ALL') ? [] : [`${path}.capabilities without drop: ["ALL"]`]),
    ...baseline(own.allowPrivilegeEscalation === false ? [] : [`${path} without allowPrivilegeEscalation: false`]),
    ...baseline(runAsNonRoot === true ? [] : [`${path} without runAsNonRoot: true`]),
    ...baseline(profile === undefined ? [`${path} without a seccompProfile`] : []),
  ];
}

/** What a pod and a container may say alike. */
function ofContext(
  { runAsUser, seccompProfile, seLinuxOptions, appArmorProfile, windowsOptions }: Members,
  path: string,
) {
  const { user = '', role = '', type = '' } = isMap(seLinuxOptions) ? seLinuxOptions : {};
  const seLinux = user !== '' || role !== '' || !SELINUX_TYPES.includes(`${type}`);
  const profileOf = (profile: unknown) => (isMap(profile) ? `${profile.type}` : 'RuntimeDefault');
  const host = isMap(windowsOptions) && windowsOptions.hostProcess === true;
  const unconfined = { seccompProfile: profileOf(seccompProfile), appArmorProfile: profileOf(appArmorProfile) };
  return [
    ...baseline(runAsUser === 0 ? [`${path}.runAsUser: 0`] : []),
    ...privileged(
      Object.entries(unconfined).flatMap(([name, type]) =>
        PROFILES.includes(type) ? [] : [`${path}.${name}: ${type}`],
      ),
    ),
    ...privileged(seLinux ? [`${path}.seLinuxOptions`] : []),
    ...privileged(host ? [`${path}.windowsOptions.hostProcess: true`] : []),
  ];
}

const baseline = (found: readonly string[]) => found.map((one): Violation => ({ admitted: 'baseline', found: one }));
const privileged = (found: readonly string[]) =>
  found.map((one): Violation => ({ admitted: 'privileged', found: one }));

function context({ securityContext }: Members): Members {
  return isMap(securityContext) ? securityContext : {};
}

function members(value: unknown): Members[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}
