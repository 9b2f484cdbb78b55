import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1';
import type { Release } from '../../engine/release.js';
import { type Selector, selectorOf } from '../../kubernetes/labels.js';

/**
 * What tells the run pods of a release from all others. dagster-k8s gives them recommended labels of its own, the same
 * in every release, so that no {@link selectorOf} finds them.
 */
export function runSelector(release: Release): Selector {
  return { 'dagster.io/release': release.releaseName };
}

/** The run pods of a release. */
export function runPods(release: Release): INetworkPolicyPeer {
  return { podSelector: { matchLabels: runSelector(release) } };
}

/** The pods of some of a release's components. */
export function podsOf(release: Release, ...components: readonly string[]): INetworkPolicyPeer {
  const [component] = components;
  if (component !== undefined && components.length === 1)
    return { podSelector: { matchLabels: selectorOf(release, component) } };
  return {
    podSelector: {
      matchLabels: { 'app.kubernetes.io/instance': release.releaseName },
      matchExpressions: [{ key: 'app.kubernetes.io/component', operator: 'In', values: [...components] }],
    },
  };
}
