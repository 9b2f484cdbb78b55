import { DAGSTER_VERSION } from '../dagster/version.js';
import type { Release } from '../engine/release.js';

/** What tells the pods of a component from all others; immutable in a cluster, so it holds names alone. */
export type Selector = Readonly<Record<string, string>>;

/** The label that tells code locations apart. */
const CODE_LOCATION = 'dagster.io/code-location';

export function selectorOf(release: Release, component: string, codeLocation?: string): Selector {
  return {
    'app.kubernetes.io/instance': release.releaseName,
    'app.kubernetes.io/component': component,
    ...(codeLocation === undefined ? {} : { [CODE_LOCATION]: codeLocation }),
  };
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function recommendedLabels(selector: Selector): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'dagster',
    ...selector,
    'app.kubernetes.io/version': DAGSTER_VERSION,
    'app.kubernetes.io/part-of': 'dagster',
    'app.kubernetes.io/managed-by': 'cdk8s-dagster',
  };
}
