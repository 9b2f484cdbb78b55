import type { ReleaseScope } from '../engine/index.js';

/** What tells the pods of a component from all others; immutable in a cluster, so it holds names alone. */
export type Selector = Readonly<Record<string, string>>;

/** What tells the pods of a release from all others. */
export function selectorOfRelease(release: ReleaseScope): Selector {
  return { 'app.kubernetes.io/name': release.appName, 'app.kubernetes.io/instance': release.releaseName };
}

/** @param more further labels that tell them apart */
export function selectorOf(release: ReleaseScope, component: string, more: Selector = {}): Selector {
  return Object.assign({}, selectorOfRelease(release), { 'app.kubernetes.io/component': component }, more);
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function recommendedLabels(selector: Selector): Record<string, string> {
  const { 'app.kubernetes.io/name': name = '' } = selector;
  const more = { 'app.kubernetes.io/part-of': name, 'app.kubernetes.io/managed-by': 'cdk8s-dagster' };
  return Object.assign({}, selector, more);
}
