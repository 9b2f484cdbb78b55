import type { Construct } from 'constructs';
import type { IPolicyRule, IRole, IRoleBinding, ISubject } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import { checkNamespace, type Issue, notAllowed, within } from '../engine/index.js';
import { checkText, type TextForm } from './checks.js';
import type { Selector } from './labels.js';
import { createObject, objectName } from './object.js';

/** A rule of a Role. */
export interface PolicyRule {
  /** Groups of the API: `''` for the core, such as pods, `'*'` for all. */
  readonly apiGroups: readonly string[];
  /** Resources in them, in the plural: `'pods'`, `'pods/log'`, `'*'` for all. */
  readonly resources: readonly string[];
  /** What may be done with them, such as `'get'`, `'list'` or `'create'`; `'*'` for everything. */
  readonly verbs: readonly string[];
  /** Names of the objects. @default - any */
  readonly resourceNames?: readonly string[];
}

/** What a process may do with the Kubernetes API. */
export interface KubernetesApiOptions {
  /** Rules of a Role that the release creates. @default - none */
  readonly rules?: readonly PolicyRule[];
  /** Names of Roles that exist in these namespaces. @default - none */
  readonly roles?: readonly string[];
  /** Names of ClusterRoles that exist, whose rights it gets in these namespaces alone. @default - none */
  readonly clusterRoles?: readonly string[];
  /** Where it has these rights. @default - in the namespace of the release */
  readonly namespaces?: readonly string[];
}

export interface KubernetesApiProps {
  readonly suffix: string;
  readonly selector: Selector;
  /** The accounts of the process. */
  readonly subjects: readonly ISubject[];
}

const GROUP = 'rbac.authorization.k8s.io';
const RBAC = `${GROUP}/v1`;

/** A name that is one part of a URL. */
const ROLE_NAME: TextForm = {
  pattern: /^(?!\.\.?$)[^/%\s]+$/,
  allowed: 'the name of a Role, without "/", "%" and spaces',
};

/** Gives the accounts of a process rights, by a Role of its own and by Roles that exist. */
export function allowKubernetesApi(scope: Construct, props: KubernetesApiProps, options: KubernetesApiOptions): void {
  const { suffix, selector, subjects } = props;
  const { rules = [], roles = [], clusterRoles = [], namespaces = [undefined] } = options;
  const bindings: readonly Binding[] = [
    ...(rules.length > 0 ? [{ kind: 'Role' as const, name: objectName(scope, suffix), suffix }] : []),
    ...roles.map((name) => ({ kind: 'Role' as const, name, suffix: `${suffix}-role-${name}` })),
    ...clusterRoles.map((name) => ({ kind: 'ClusterRole' as const, name, suffix: `${suffix}-cluster-role-${name}` })),
  ];
  for (const namespace of namespaces) {
    const id = (name: string): string => (namespace === undefined ? name : `${name}-in-${namespace}`);
    const identity = { apiVersion: RBAC, selector, namespace } as const;
    if (rules.length > 0) {
      createObject<IRole>(scope, id('role'), { ...identity, kind: 'Role', suffix }, { rules: rules.map(copyOf) });
    }
    for (const { kind, name, suffix } of bindings) {
      createObject<IRoleBinding>(
        scope,
        id(`${suffix}-binding`),
        { ...identity, kind: 'RoleBinding', suffix },
        { roleRef: { apiGroup: GROUP, kind, name }, subjects: [...subjects] },
      );
    }
  }
}

interface Binding {
  readonly kind: 'Role' | 'ClusterRole';
  /** Of the Role. */
  readonly name: string;
  /** Of the binding. */
  readonly suffix: string;
}

/** As Kubernetes has it. */
function copyOf({ apiGroups, resources, verbs, resourceNames }: PolicyRule): IPolicyRule {
  return {
    apiGroups: [...apiGroups],
    resources: [...resources],
    verbs: [...verbs],
    ...(resourceNames === undefined ? {} : { resourceNames: [...resourceNames] }),
  };
}

/** What the API server refuses of it. */
export function checkKubernetesApi(options: KubernetesApiOptions, path: string): Issue[] {
  const { rules = [], roles = [], clusterRoles = [], namespaces } = options;
  const empty = 'at least one; an empty list allows nothing';
  return [
    ...rules.flatMap(({ apiGroups, resources, verbs }, index) =>
      Object.entries({ apiGroups, resources, verbs }).flatMap(([name, list]) =>
        list.length > 0 ? [] : [notAllowed(`${path}.rules.${index}.${name}`, list, empty)],
      ),
    ),
    ...Object.entries({ roles, clusterRoles }).flatMap(([option, names]) =>
      names.flatMap((name, index) => checkText(`${path}.${option}.${index}`, name, ROLE_NAME)),
    ),
    ...(namespaces ?? []).flatMap((name) => within(`${path}.namespaces`, checkNamespace(name))),
    ...(namespaces?.length === 0 ? [notAllowed(`${path}.namespaces`, namespaces, `${empty}; leave it out`)] : []),
  ];
}
