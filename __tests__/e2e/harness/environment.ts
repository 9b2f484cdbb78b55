import type { IContainer, IEnvVar } from 'kubernetes-models/v1';
import { MissingObject, type Store, valuesOf } from './store.js';

/** What a pod is, for its containers to be told. */
export interface PodFacts {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
}

export interface EnvironmentSources {
  readonly pod: PodFacts;
  readonly address: string;
  readonly node: string;
  readonly store: Store;
  /** What the image, the container runtime and the Services set. */
  readonly base: Readonly<Record<string, string>>;
}

/** The environment of a container, as the kubelet makes it. */
export function environmentOf(container: IContainer, sources: EnvironmentSources): Record<string, string> {
  const environment: Record<string, string> = { ...sources.base };
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const values = {
      ...(configMapRef === undefined ? {} : referenced('ConfigMap', configMapRef, sources)),
      ...(secretRef === undefined ? {} : referenced('Secret', secretRef, sources)),
    };
    for (const [name, value] of Object.entries(values)) environment[`${prefix}${name}`] = value.toString();
  }
  for (const variable of container.env ?? []) {
    const value = variableValue(variable, environment, sources);
    if (value !== undefined) environment[variable.name] = value;
  }
  return environment;
}

/** Text with `$(NAME)` replaced by variables that are known; `$$` stands for a dollar sign. */
export function expand(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (match, name: string | undefined) =>
    name === undefined ? '$' : (environment[name] ?? match),
  );
}

function variableValue(
  { name, value = '', valueFrom }: IEnvVar,
  environment: Readonly<Record<string, string>>,
  sources: EnvironmentSources,
): string | undefined {
  if (valueFrom === undefined) return expand(value, environment);
  const { configMapKeyRef, secretKeyRef, fieldRef } = valueFrom;
  if (fieldRef !== undefined) return fieldOf(fieldRef.fieldPath, sources);
  const [kind, reference] = secretKeyRef === undefined ? ['ConfigMap', configMapKeyRef] : ['Secret', secretKeyRef];
  if (reference === undefined) throw new Error(`variable ${name}: the harness knows no ${Object.keys(valueFrom)}`);
  const found = referenced(kind, reference, sources)[reference.key];
  if (found === undefined && !reference.optional) throw new Error(`${kind} ${reference.name} has no ${reference.key}`);
  return found?.toString();
}

function referenced(
  kind: string,
  { name = '', optional = false }: { name?: string; optional?: boolean },
  { store, pod }: EnvironmentSources,
): Record<string, Buffer> {
  const found = store.tryFind(kind, pod.namespace, name);
  if (found === undefined && !optional) throw new MissingObject(`there is no ${kind} ${name} in ${pod.namespace}`);
  return found === undefined ? {} : valuesOf(found);
}

/** A field of a pod, by its path. */
export function fieldOf(
  path: string,
  { pod, address, node }: Pick<EnvironmentSources, 'pod' | 'address' | 'node'>,
): string {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (map !== undefined) return (map === 'labels' ? pod.labels[key] : pod.annotations[key]) ?? '';
  const fields: Record<string, string> = {
    'metadata.name': pod.name,
    'metadata.namespace': pod.namespace,
    'metadata.uid': pod.uid,
    'spec.serviceAccountName': pod.serviceAccount,
    'spec.nodeName': 'node',
    'status.hostIP': node,
    'status.podIP': address,
  };
  const value = fields[path];
  if (value === undefined) throw new Error(`the harness knows no field ${path}`);
  return value;
}
