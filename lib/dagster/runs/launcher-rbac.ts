import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IRole, IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import { Release } from '../../engine/index.js';
import { selectorOf } from '../../kubernetes/labels.js';
import { createObject, objectName } from '../../kubernetes/object.js';

const LAUNCHER = 'run-launcher';
const RBAC = 'rbac.authorization.k8s.io/v1';

/** What dagster-k8s does to Jobs, and what it reads to tell how they fare. */
const RULES = [
  {
    apiGroups: ['batch'],
    resources: ['jobs'],
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  { apiGroups: ['batch'], resources: ['jobs/status'], verbs: ['get', 'list', 'watch'] },
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  { apiGroups: [''], resources: ['events', 'pods/log', 'pods/status'], verbs: ['get', 'list', 'watch'] },
];

/** The Role of whoever launches runs, watches them and ends them. */
export function createLauncherRole(scope: Construct, id: string): ApiObject {
  const selector = selectorOf(Release.of(scope), 'instance');
  return createObject<IRole>(
    scope,
    id,
    { apiVersion: RBAC, kind: 'Role', suffix: LAUNCHER, selector },
    { rules: RULES },
  );
}

/** Gives that Role to the service account of a component. */
export function bindLauncherRole(scope: Construct, id: string, serviceAccount: string, component: string): ApiObject {
  const release = Release.of(scope);
  const selector = selectorOf(release, component);
  return createObject<IRoleBinding>(
    scope,
    id,
    { apiVersion: RBAC, kind: 'RoleBinding', suffix: `${component}-${LAUNCHER}`, selector },
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: objectName(scope, LAUNCHER) },
      subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace: release.namespace }],
    },
  );
}
