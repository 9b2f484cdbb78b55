import type { IContainer, IPodSpec } from 'kubernetes-models/v1';

const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/**
 * Why the pod-security level "restricted" refuses a pod.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedViolations(spec: IPodSpec): string[] {
  const pod = spec.securityContext ?? {};
  const kinds = (spec.volumes ?? []).flatMap(({ name: _, ...source }) => Object.keys(source));
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  return [
    ...kinds.filter((kind) => !VOLUMES.includes(kind)).map((kind) => `a volume of kind ${kind}`),
    ...(spec.hostNetwork || spec.hostPID || spec.hostIPC ? ['a namespace of the host'] : []),
    ...((pod.sysctls ?? []).length > 0 ? ['sysctls'] : []),
    ...(pod.runAsUser === 0 ? ['runAsUser 0'] : []),
    ...containers.flatMap((container) =>
      containerViolations(spec, container).map((text) => `${container.name}: ${text}`),
    ),
  ];
}

function containerViolations(spec: IPodSpec, { securityContext: own = {}, ports = [] }: IContainer): string[] {
  const pod = spec.securityContext ?? {};
  const seccomp = (own.seccompProfile ?? pod.seccompProfile)?.type ?? 'none';
  const added = (own.capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE');
  return [
    ...(own.privileged ? ['privileged'] : []),
    ...(own.allowPrivilegeEscalation === false ? [] : ['allowPrivilegeEscalation is not false']),
    ...(own.capabilities?.drop?.includes('ALL') ? [] : ['capabilities are not dropped']),
    ...(added.length > 0 ? [`capabilities ${added} are added`] : []),
    ...((own.runAsNonRoot ?? pod.runAsNonRoot) ? [] : ['runAsNonRoot is not true']),
    ...(own.runAsUser === 0 ? ['runAsUser 0'] : []),
    ...(['RuntimeDefault', 'Localhost'].includes(seccomp) ? [] : [`seccompProfile ${seccomp}`]),
    ...((own.procMount ?? 'Default') === 'Default' ? [] : ['procMount']),
    ...(ports.some(({ hostPort }) => hostPort !== undefined) ? ['a port of the host'] : []),
  ];
}
