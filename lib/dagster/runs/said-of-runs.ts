import type { ContainerContextOptions } from './container-context.js';

/** One thing that is said of runs. */
export interface Saying {
  /** Where: an option, or one of `pod`. */
  readonly path: string;
  readonly value: unknown;
}

/** All that is said of runs, one by one; what is empty says nothing. */
export function sayingsOf({ pod = {}, ...options }: ContainerContextOptions): Saying[] {
  const inPod = Object.entries(pod).map(([name, value]) => ({ path: `pod.${name}`, value }));
  const sayings = Object.entries(options).map(([path, value]) => ({ path, value }));
  return [...sayings, ...inPod].filter(({ value }) => !isEmpty(value));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}
