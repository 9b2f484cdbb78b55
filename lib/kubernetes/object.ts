import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { Release } from '../engine/release.js';
import type { Tokenized } from '../engine/tree/token.js';
import { recommendedLabels, type Selector } from './labels.js';

/** The part of an object that is not its metadata, for example a `spec`. */
type Body<T> = {
  readonly [K in keyof T as Exclude<K, 'apiVersion' | 'kind' | 'metadata' | 'status'>]: Tokenized<T[K]>;
};

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
}

export interface ObjectIdentity<T extends KubernetesObject> {
  readonly apiVersion: T['apiVersion'];
  readonly kind: T['kind'];
  /** What follows the release name in the object's name. */
  readonly suffix: string;
  readonly selector: Selector;
  /** Labels beside the recommended ones. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** A Kubernetes object of a release: named after it, in its namespace, with the recommended labels. */
export function createObject<T extends KubernetesObject>(
  scope: Construct,
  id: string,
  { apiVersion, kind, suffix, selector, labels, annotations }: ObjectIdentity<T>,
  body: Body<T>,
): ApiObject {
  return new ApiObject(scope, id, {
    apiVersion,
    kind,
    metadata: {
      name: objectName(scope, suffix),
      labels: { ...labels, ...recommendedLabels(selector) },
      ...(annotations === undefined ? {} : { annotations: { ...annotations } }),
    },
    ...body,
  });
}

/** The name of an object of the release that a construct belongs to. */
export function objectName(construct: Construct, suffix: string): string {
  return `${Release.of(construct).releaseName}-${suffix}`;
}

/** The Namespace of a release. */
export interface NamespaceOptions {
  /** Labels beside the usual. @default - none */
  readonly labels?: Readonly<Record<string, string>>;

  /** Annotations. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;

  /**
   * The pod-security level that is enforced. Pods whose security contexts are relaxed need a wider one.
   *
   * @default 'restricted'
   */
  readonly podSecurity?: 'restricted' | 'baseline' | 'privileged';
}

/** The Namespace of a release; restricted pods are always asked for by a warning. */
export function createNamespace(scope: Construct, id: string, options: NamespaceOptions = {}): ApiObject {
  const release = Release.of(scope);
  const { labels, annotations, podSecurity = 'restricted' } = options;
  const level = 'pod-security.kubernetes.io';
  const namespace = new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: release.namespace,
      labels: {
        ...labels,
        ...recommendedLabels({ 'app.kubernetes.io/instance': release.releaseName }),
        [`${level}/enforce`]: podSecurity,
        [`${level}/audit`]: 'restricted',
        [`${level}/warn`]: 'restricted',
      },
      ...(annotations === undefined ? {} : { annotations: { ...annotations } }),
    },
  });
  namespace.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return namespace;
}
