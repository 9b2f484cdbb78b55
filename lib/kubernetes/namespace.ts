import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Issue, podOf, quote, Release, releaseOf, validate, WrittenBy } from '../engine/index.js';
import { recommendedLabels, selectorOfRelease } from './labels.js';
import { admittedBy, type PodSecurityLevel, violationsOf } from './pod-security.js';

/** The Namespace of a release. */
export interface NamespaceOptions {
  /** Labels beside the usual. @default - none */
  readonly labels?: Readonly<Record<string, string>>;

  /** Annotations. @default - none but those that keep Argo CD and Flux from deleting the namespace */
  readonly annotations?: Readonly<Record<string, string>>;

  /**
   * The pod-security level that is enforced. A pod of the release that it refuses is an error, which names the level that
   * admits it.
   *
   * @default 'restricted'
   */
  readonly podSecurity?: PodSecurityLevel;
}

/** With the namespace everything in it would go, volumes included, so only people delete it. */
const KEPT = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};

/** Pods that are made in a namespace by others than its release. */
export interface ForeignPod {
  /** What they are, in the plural. */
  readonly title: string;
  /** The namespace. */
  readonly namespace: string;
  /** The spec of the pods. */
  readonly spec: Readonly<Record<string, unknown>>;
}

/**
 * The Namespace of a release, which a chart leaves to whoever installs it; a warning always asks for restricted pods.
 *
 * @param foreign pods that the objects of the release do not tell of
 */
export function createNamespace(
  scope: Construct,
  id: string,
  options: NamespaceOptions = {},
  foreign: () => readonly ForeignPod[] = () => [],
): ApiObject {
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
      annotations: { ...KEPT, ...annotations },
    },
  });
  namespace.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  validate(namespace, () => checkPods(Release.of(scope), podSecurity, foreign()));
  return namespace;
}

/** Pods that the namespace would refuse, as far as there are any. */
function checkPods(release: Release, level: PodSecurityLevel, foreign: readonly ForeignPod[]): Issue[] {
  return [...podsOf(release), ...foreign].flatMap(({ title, namespace, spec }) => {
    const violations = namespace === release.namespace ? violationsOf(spec, level) : [];
    if (violations.length === 0) return [];
    const found = violations.map((violation) => violation.found).join(', ');
    const wider = `createNamespace: { podSecurity: '${admittedBy(violations)}' }`;
    const message = `found ${quote(level)}, which refuses ${title} for ${found}; allowed: ${wider}, or pods without that`;
    return [{ path: 'createNamespace.podSecurity', message }];
  });
}

/** The pods of a release; none where its objects cannot be rendered, which is told elsewhere. */
function podsOf(release: Release): ForeignPod[] {
  if (release.ownIssues().length > 0 || release.marked.issues.length > 0) return [];
  try {
    return release.plainObjects('manifests').flatMap(({ exists, manifest }): ForeignPod[] => {
      const spec = podOf(manifest)?.spec;
      const { name, namespace = release.namespace } = manifest.metadata;
      return exists && spec !== undefined ? [{ title: `pods of ${manifest.kind} ${name}`, namespace, spec }] : [];
    });
  } catch {
    return [];
  }
}
