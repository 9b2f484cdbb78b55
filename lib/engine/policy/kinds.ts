import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { Role } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import { RoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';

/** A class of `kubernetes-models`, whose prototype knows the schema of its kind. */
export interface ModelClass {
  readonly prototype: { validate(): void };
}

/** Kinds that releases consist of are always loaded. */
const models = new Map<string, ModelClass | undefined>(
  Object.entries({
    'apps/v1/Deployment': Deployment,
    'apps/v1/StatefulSet': StatefulSet,
    'batch/v1/Job': Job,
    'networking.k8s.io/v1/NetworkPolicy': NetworkPolicy,
    'rbac.authorization.k8s.io/v1/Role': Role,
    'rbac.authorization.k8s.io/v1/RoleBinding': RoleBinding,
    'v1/ConfigMap': ConfigMap,
    'v1/Namespace': Namespace,
    'v1/Service': Service,
    'v1/ServiceAccount': ServiceAccount,
  }),
);

const require = createRequire(import.meta.url);

/** The class of a kind, if it is one of Kubernetes' own; others than the usual are loaded when they are first met. */
export function modelOf(apiVersion: string, kind: string): ModelClass | undefined {
  const id = `${apiVersion}/${kind}`;
  if (!models.has(id)) models.set(id, load(id, kind));
  return models.get(id);
}

function load(id: string, kind: string): ModelClass | undefined {
  const path = find(`kubernetes-models/${id}`);
  if (path === undefined) return undefined;
  try {
    return require(path)[kind];
  } catch (error) {
    process.emitWarning(`objects of the kind ${id} are not checked: ${error}`, {
      code: 'CDK8S_DAGSTER_UNCHECKED_KIND',
      detail: 'A loader that compiles JavaScript is in the way; with tsx, run "node --import tsx/esm" instead.',
    });
    return undefined;
  }
}

function find(specifier: string): string | undefined {
  try {
    const path = fileURLToPath(import.meta.resolve(specifier));
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
