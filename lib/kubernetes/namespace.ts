import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { releaseOf, WrittenBy } from '../engine/index.js';
import { recommendedLabels, selectorOfRelease } from './labels.js';

/** The Namespace of a release. */
export interface NamespaceOptions {
  /** Labels beside the usual. @default - none */
  readonly labels?: Readonly<Record<string, string>>;

  /** Annotations. @default - none but one that keeps Argo CD from deleting the namespace */
  readonly annotations?: Readonly<Record<string, string>>;

  /**
   * The pod-security level that is enforced. Pods whose security contexts are relaxed need a wider one.
   *
   * @default 'restricted'
   */
  readonly podSecurity?: 'restricted' | 'baseline' | 'privileged';
}

/** With the namespace everything in it would go, volumes included, so only people delete it. */
const KEPT_BY_ARGO_CD = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };

/** The Namespace of a release, which a chart leaves to whoever installs it; a warning always asks for restricted pods. */
export function createNamespace(scope: Construct, id: string, options: NamespaceOptions = {}): ApiObject {
  const release = releaseOf(scope);
  const written = new WrittenBy(scope, id, 'manifests');
  const { labels, annotations, podSecurity = 'restricted' } = options;
  const level = 'pod-security.kubernetes.io';
  const namespace = new ApiObject(written, 'namespace', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: release.namespace,
      labels: {
        ...labels,
        ...recommendedLabels(selectorOfRelease(release)),
        [`${level}/enforce`]: podSecurity,
        [`${level}/audit`]: 'restricted',
        [`${level}/warn`]: 'restricted',
      },
      annotations: { ...KEPT_BY_ARGO_CD, ...annotations },
    },
  });
  namespace.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return namespace;
}
