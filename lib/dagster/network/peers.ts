import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1';
import type { Release } from '../../engine/index.js';
import { selectorOf, selectorOfRelease } from '../../kubernetes/labels.js';
import { runSelector } from '../runs/run-selector.js';

/** The run pods of a release. @param namespace where they are, if not in the release's */
export function runPods(release: Release, namespace?: string): INetworkPolicyPeer {
  const podSelector = { matchLabels: runSelector(release) };
  if (namespace === undefined) return { podSelector };
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector };
}

/** The pods of some of a release's components. */
export function podsOf(release: Release, ...components: readonly string[]): INetworkPolicyPeer {
  const [component] = components;
  if (component !== undefined && components.length === 1)
    return { podSelector: { matchLabels: selectorOf(release, component) } };
  return {
    podSelector: {
      matchLabels: selectorOfRelease(release),
      matchExpressions: [{ key: 'app.kubernetes.io/component', operator: 'In', values: [...components] }],
    },
  };
}
