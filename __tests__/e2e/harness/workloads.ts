import { createHash, randomUUID } from 'node:crypto';
import type { IPodSpec } from 'kubernetes-models/v1';
import type { KubernetesObject } from '../../support/releases.js';
import type { PodProps } from './pod.js';
import type { Store } from './store.js';

/** Kinds that have pods. */
export const WORKLOADS: readonly string[] = ['Deployment', 'StatefulSet', 'Job'];

/** Where the token of a service account is mounted. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The pods of an object, as its controller and the API server make them. */
export function podsOf(object: KubernetesObject, store: Store): PodProps[] {
  const { kind, metadata, spec } = object;
  const replicas: number = kind === 'Job' ? 1 : (spec.replicas ?? 1);
  return Array.from({ length: replicas }, (_, index) => {
    const hash = templateHash(spec.template);
    const suffixes: Record<string, string> = { Deployment: `${hash}-${random()}`, StatefulSet: `${index}` };
    const name = `${metadata.name}-${suffixes[kind] ?? random()}`;
    const template = spec.template.metadata ?? {};
    const namespace = metadata.namespace ?? 'default';
    const serviceAccount: string = spec.template.spec.serviceAccountName ?? 'default';
    return {
      name,
      namespace,
      uid: randomUUID(),
      owner: `${kind} ${metadata.name}`,
      labels: { ...template.labels, ...ownLabels(object, name, hash) },
      annotations: { ...template.annotations },
      serviceAccount,
      spec: withAccount(withClaims(object, name), store.find('ServiceAccount', namespace, serviceAccount)),
    };
  });
}

/** Another hash for another template, and the same for the same. */
function templateHash(template: object): string {
  return createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 10);
}

function random(): string {
  return randomUUID().slice(0, 5);
}

function ownLabels({ kind, metadata }: KubernetesObject, pod: string, hash: string): Record<string, string> {
  if (kind === 'Deployment') return { 'pod-template-hash': hash };
  if (kind === 'Job') return { 'batch.kubernetes.io/job-name': metadata.name, 'job-name': metadata.name };
  return { 'statefulset.kubernetes.io/pod-name': pod };
}

function withClaims({ spec }: KubernetesObject, pod: string): IPodSpec {
  const claims = (spec.volumeClaimTemplates ?? []).map(({ metadata }: KubernetesObject) => ({
    name: metadata.name,
    persistentVolumeClaim: { claimName: `${metadata.name}-${pod}` },
  }));
  const own: IPodSpec = spec.template.spec;
  return { ...own, volumes: [...(own.volumes ?? []), ...claims] };
}

function withAccount(spec: IPodSpec, account: KubernetesObject): IPodSpec {
  if (!(spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true)) return spec;
  const name = 'kube-api-access';
  const sources = [
    { serviceAccountToken: { path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
  ];
  const mount = { name, mountPath: ACCOUNT, readOnly: true };
  const mounted = <T extends { readonly volumeMounts?: object[] }>(container: T): T => ({
    ...container,
    volumeMounts: [...(container.volumeMounts ?? []), mount],
  });
  return {
    ...spec,
    volumes: [...(spec.volumes ?? []), { name, projected: { sources } }],
    containers: spec.containers.map(mounted),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(mounted) }),
  };
}
