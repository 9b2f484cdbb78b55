import type { Manifest } from '../../policy/manifest.js';

/** A kind, whatever its version. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** Kinds that stand in no namespace, though a chart may have written one to them. */
const CLUSTER_WIDE = [
  'APIService',
  'ClusterRole',
  'ClusterRoleBinding',
  'CSIDriver',
  'CustomResourceDefinition',
  'GatewayClass',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeSnapshotClass',
];

const POD: GroupKind = { group: '', kind: 'Pod' };
const REVISION: GroupKind = { group: 'apps', kind: 'ControllerRevision' };

/** What controllers make of objects, by group and kind. */
const MADE: Readonly<Record<string, readonly GroupKind[]>> = {
  '/ReplicationController': [POD],
  '/Service': [
    { group: '', kind: 'Endpoints' },
    { group: 'discovery.k8s.io', kind: 'EndpointSlice' },
  ],
  'apps/DaemonSet': [POD, REVISION],
  'apps/Deployment': [{ group: 'apps', kind: 'ReplicaSet' }, POD],
  'apps/ReplicaSet': [POD],
  'apps/StatefulSet': [POD, REVISION, { group: '', kind: 'PersistentVolumeClaim' }],
  'batch/CronJob': [{ group: 'batch', kind: 'Job' }, POD],
  'batch/Job': [POD],
  'external-secrets.io/ExternalSecret': [{ group: '', kind: 'Secret' }],
};

/** The group of the kind of an object; empty for the core of Kubernetes. */
export function groupOf({ apiVersion }: Manifest): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** Whether an object stands in no namespace. */
export function isClusterWide({ kind, metadata }: Manifest): boolean {
  return metadata.namespace === undefined || CLUSTER_WIDE.includes(kind);
}

/** The kinds that controllers make of a kind. */
export function madeOf({ group, kind }: GroupKind): readonly GroupKind[] {
  return MADE[`${group}/${kind}`] ?? [];
}
