import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ValidationError } from '../data/issue.js';

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

/**
 * Objects in the order in which they are applied: what one depends on before it, and otherwise by kind, then as they are
 * given.
 *
 * @throws ValidationError if objects depend on one another
 */
export function inApplyOrder(objects: readonly ApiObject[], scope: IConstruct): ApiObject[] {
  const rank = ({ kind }: ApiObject): number => {
    const index = ORDER.indexOf(kind);
    return index < 0 ? ORDER.length : index;
  };
  const byKind = [...objects].sort((a, b) => rank(a) - rank(b));
  return dependenciesFirst(byKind, objectsBehind(objects, scope.node.findAll()), ({ node }) => node.path);
}

/**
 * Items in the order given, but what one depends on before it.
 *
 * @throws ValidationError if items depend on one another
 */
export function dependenciesFirst<T>(
  items: readonly T[],
  dependencies: ReadonlyMap<T, ReadonlySet<T>>,
  nameOf: (item: T) => string,
): T[] {
  if (dependencies.size === 0) return [...items];
  const done = new Set<T>();
  const route: T[] = [];
  const visit = (item: T): void => {
    if (done.has(item)) return;
    if (route.includes(item)) {
      const cycle = [...route.slice(route.indexOf(item)), item].map(nameOf).join(' => ');
      const message = `found the dependencies ${cycle}; allowed: no cycle; remove one of them`;
      throw new ValidationError([{ path: '', message }]);
    }
    route.push(item);
    const needed = dependencies.get(item);
    if (needed !== undefined) for (const other of items) if (needed.has(other)) visit(other);
    route.pop();
    done.add(item);
  };
  for (const item of items) visit(item);
  return [...done];
}

/** What each object depends on, since a construct that it belongs to depends on one that they belong to. */
function objectsBehind(
  objects: readonly ApiObject[],
  constructs: readonly IConstruct[],
): ReadonlyMap<ApiObject, ReadonlySet<ApiObject>> {
  const behind = new Map<ApiObject, Set<ApiObject>>();
  const below = (construct: IConstruct): ApiObject[] => objects.filter(({ node }) => node.scopes.includes(construct));
  for (const construct of constructs) {
    for (const dependency of construct.node.dependencies) {
      const targets = below(dependency);
      for (const source of below(construct)) {
        const known = behind.get(source) ?? new Set();
        for (const target of targets) if (target !== source) known.add(target);
        if (known.size > 0) behind.set(source, known);
      }
    }
  }
  return behind;
}
