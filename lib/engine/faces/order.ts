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

/** Objects in the order in which they are applied: by kind, then as they are given. */
export function inApplyOrder<T>(objects: readonly T[], kindOf: (object: T) => string): T[] {
  const rank = (object: T): number => {
    const index = ORDER.indexOf(kindOf(object));
    return index < 0 ? ORDER.length : index;
  };
  return [...objects].sort((a, b) => rank(a) - rank(b));
}
