import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IRole, IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import { Release } from '../../engine/index.js';
import { selectorOf } from '../../kubernetes/labels.js';
import { createObject, objectName } from '../../kubernetes/object.js';

const RBAC = 'rbac.authorization.k8s.io/v1';

const ENDING = [
  { apiGroups: ['batch'], resources: ['jobs/status'], verbs: ['get'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['delete', 'get', 'list'] },
];

/** What the clients of dagster-k8s do, by the Roles that allow it. */
const RULES = {
  /** Launches runs or their steps as Jobs, ends them, and reads how they fare. */
  'run-launcher': [
    { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete', 'get', 'list'] },
    ...ENDING,
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    { apiGroups: [''], resources: ['events'], verbs: ['list'] },
  ],
  /** Ends runs that others launched. */
  'run-terminator': [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['delete', 'get', 'list'] }, ...ENDING],
  /** Starts pods from a run, as `PipesK8sClient` does, whose further rights are those of the launcher. */
  'run-pods': [{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }],
};

/** A Role of those who have to do with runs. */
export type RunRole = keyof typeof RULES;

/** Creates such a Role. @param namespace if it is not the release's */
export function createRunRole(scope: Construct, role: RunRole, namespace?: string): ApiObject {
  const selector = selectorOf(Release.of(scope), 'instance');
  return createObject<IRole>(
    scope,
    role,
    { apiVersion: RBAC, kind: 'Role', suffix: role, selector, namespace },
    { rules: RULES[role] },
  );
}

/** Who has to do with runs: the service account of a component, in a namespace. */
export interface RunAccount {
  readonly name: string;
  /** The namespace. @default - the release's */
  readonly namespace?: string | undefined;
  readonly component: string;
}

/** Gives such a Role to an account. @param namespace of the Role, if it is not the release's */
export function bindRunRole(
  scope: Construct,
  id: string,
  role: RunRole,
  account: RunAccount,
  namespace?: string,
): ApiObject {
  const { component } = account;
  const release = Release.of(scope);
  const selector = selectorOf(release, component);
  return createObject<IRoleBinding>(
    scope,
    id,
    { apiVersion: RBAC, kind: 'RoleBinding', suffix: `${component}-${role}`, selector, namespace },
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: objectName(scope, role) },
      subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace ?? release.namespace }],
    },
  );
}
