import type { Release } from '../../engine/index.js';
import type { Selector } from '../../kubernetes/labels.js';

/**
 * What tells the run pods of a release from all others. dagster-k8s gives them recommended labels of its own, the same
 * in every release, so that no selector of a component finds them.
 */
export function runSelector(release: Release): Selector {
  return { 'dagster.io/release': release.releaseName };
}
