import type { Manifest } from '../policy/kubernetes-schema.js';

/** What others refer to comes first, so that one `kubectl apply -f` succeeds; kinds that are not listed come last. */
const ORDER = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'StorageClass',
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'PersistentVolumeClaim',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Service',
  'Job',
  'StatefulSet',
  'Deployment',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'CronJob',
  'Ingress',
];

/** Manifests in the order in which they are applied: by kind, then as they stand in the tree. */
export function inApplyOrder<T>(items: readonly T[], manifestOf: (item: T) => Manifest): T[] {
  const rank = (item: T): number => {
    const index = ORDER.indexOf(manifestOf(item).kind);
    return index < 0 ? ORDER.length : index;
  };
  return [...items].sort((a, b) => rank(a) - rank(b));
}
