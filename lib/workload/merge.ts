import type { PodOptions, ProcessOptions } from './options.js';

/** Pod options that stand over others: maps are merged, anything else replaces. */
export function mergePod(shared: PodOptions = {}, own: PodOptions = {}): PodOptions {
  return {
    ...shared,
    ...own,
    labels: { ...shared.labels, ...own.labels },
    annotations: { ...shared.annotations, ...own.annotations },
    nodeSelector: { ...shared.nodeSelector, ...own.nodeSelector },
    securityContext: { ...shared.securityContext, ...own.securityContext },
  };
}

/** Process options in a pod for which the release says something, too. */
export function withPod<T extends ProcessOptions>(options: T, shared: PodOptions | undefined): T {
  return shared === undefined ? options : { ...options, pod: mergePod(shared, options.pod) };
}
