import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';

/** The spec of the pods that an object creates; of any other object, its own spec. */
export function podSpecOf(spec: Record<string, unknown>): Record<string, unknown> {
  const { jobTemplate, template } = spec;
  if (isMap(jobTemplate) && isMap(jobTemplate.spec)) return podSpecOf(jobTemplate.spec);
  return isMap(template) && isMap(template.spec) ? template.spec : spec;
}

/** The maps in a list; nothing for what is no list. */
export function maps(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

/** A pod, and where it is in its object. */
export interface Pod {
  /** Where its spec is in its object, steps joined by dots. */
  readonly path: string;
  /** Its spec. */
  readonly spec: Record<string, unknown>;
}

/** A container, and where it is in its object. */
export interface Container {
  readonly path: string;
  readonly container: Record<string, unknown>;
}

/** The pod that an object is or creates, if there is one. */
export function podOf({ spec }: Manifest): Pod | undefined {
  if (!isMap(spec)) return undefined;
  const pod = podSpecOf(spec);
  if (!Array.isArray(pod.containers)) return undefined;
  const path =
    pod === spec ? 'spec' : isMap(spec.jobTemplate) ? 'spec.jobTemplate.spec.template.spec' : 'spec.template.spec';
  return { path, spec: pod };
}

/** All containers of a pod, those that come first included. */
export function containersOf({ path, spec }: Pod): Container[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    maps(spec[list]).map((container, index) => ({ path: `${path}.${list}.${index}`, container })),
  );
}

/** All containers of the pod that an object is or creates. */
export function containersIn(manifest: Manifest): Container[] {
  const pod = podOf(manifest);
  return pod === undefined ? [] : containersOf(pod);
}
