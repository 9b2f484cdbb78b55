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
export function createLauncherRole(scope: Construct, id: string, namespace?: string): ApiObject {
  const selector = selectorOf(Release.of(scope), 'instance');
  return createObject<IRole>(
    scope,
    id,
    { apiVersion: RBAC, kind: 'Role', suffix: LAUNCHER, selector, namespace },
    { rules: RULES },
  );
}

/** Who launches runs: the service account of a component, in a namespace. */
export interface LaunchingAccount {
  readonly name: string;
  /** The namespace. @default - the release's */
  readonly namespace?: string | undefined;
  readonly component: string;
}

/** Gives that Role to an account. @param namespace of the Role, if it is not the release's */
export function bindLauncherRole(
  scope: Construct,
  id: string,
  account: LaunchingAccount,
  namespace?: string,
): ApiObject {
  const { component } = account;
  const release = Release.of(scope);
  const selector = selectorOf(release, component);
  return createObject<IRoleBinding>(
    scope,
    id,
    { apiVersion: RBAC, kind: 'RoleBinding', suffix: `${component}-${LAUNCHER}`, selector, namespace },
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: objectName(scope, LAUNCHER) },
      subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace ?? release.namespace }],
    },
  );
}
