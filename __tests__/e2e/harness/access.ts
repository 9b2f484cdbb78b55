import type { KubernetesObject } from '../../support/releases.js';
import type { Store } from './store.js';

/** Who asks the API server: a service account. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** What is asked. */
export interface Action {
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  /** With a subresource after a slash, where there is one. */
  readonly resource: string;
  readonly namespace: string;
}

/** Whether the Roles that are bound to a service account allow something. */
export function isAllowed(store: Store, account: Account, action: Action): boolean {
  return store
    .list('RoleBinding', action.namespace)
    .filter((binding) => bindsTo(binding, account))
    .map(({ roleRef }) => store.tryFind(roleRef.kind, action.namespace, roleRef.name))
    .some((role) => (role?.rules ?? []).some((rule: Rule) => covers(rule, action)));
}

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

function bindsTo({ subjects = [] }: KubernetesObject, account: Account): boolean {
  return subjects.some(({ kind, name, namespace }: Subject) => {
    return kind === 'ServiceAccount' && name === account.name && namespace === account.namespace;
  });
}

function covers({ apiGroups = [], resources = [], verbs }: Rule, { group, resource, verb }: Action): boolean {
  const has = (all: readonly string[], one: string): boolean => all.includes(one) || all.includes('*');
  return has(apiGroups, group) && has(resources, resource) && has(verbs, verb);
}
