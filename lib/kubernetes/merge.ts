import { ifAny } from './pod.js';
import type { PodOptions, ProcessOptions } from './pod-options.js';

/** Pod options that stand over others: maps are merged, anything else replaces. */
export function mergePod<T extends PodOptions>(shared: T | undefined, own: T | undefined): T {
  return Object.assign(
    {},
    shared,
    own,
    ifAny('labels', { ...shared?.labels, ...own?.labels }),
    ifAny('annotations', { ...shared?.annotations, ...own?.annotations }),
    ifAny('nodeSelector', { ...shared?.nodeSelector, ...own?.nodeSelector }),
    ifAny('securityContext', { ...shared?.securityContext, ...own?.securityContext }),
  );
}

/** Process options in a pod for which the release says something, too. */
export function withPod<T extends ProcessOptions>(options: T, shared: PodOptions | undefined): T {
  return shared === undefined ? options : { ...options, pod: mergePod(shared, options.pod) };
}

/** What holds for pods whose process refuses to be root. */
export function podOfUser(pod: PodOptions | undefined): PodOptions | undefined {
  if (pod?.user !== 'root') return pod;
  const { user, ...others } = pod;
  return others;
}

/** What holds for the pods of Jobs, which never end beside a container that does not. */
export function podOfJob(pod: PodOptions | undefined): PodOptions | undefined {
  if (pod === undefined) return undefined;
  const { sidecars, ...others } = pod;
  return others;
}
