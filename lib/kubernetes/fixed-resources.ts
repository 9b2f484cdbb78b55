import type { Construct } from 'constructs';
import {
  type ContainerResources,
  canonicalResources,
  checkResources,
  type Issue,
  Knob,
  type Open,
  type Resources,
  resourcesSchema,
  validate,
  validateAgainst,
  within,
} from '../engine/index.js';

/** Requests and limits, or a knob that decides them. */
export type OpenResources = Resources | Knob<ContainerResources>;

/** Resources that no component's slice decides: checked with the construct they are for, in canonical form. */
export function fixedResources(construct: Construct, resources: OpenResources): Open<ContainerResources> {
  validate(construct, () => checkAmounts('resources', resources));
  return openResources(resources);
}

/** What is wrong with requests and limits; knobs check themselves. */
export function checkAmounts(path: string, resources: OpenResources | undefined): Issue[] {
  if (resources === undefined || resources instanceof Knob) return [];
  return within(path, [...validateAgainst(resourcesSchema, resources), ...checkResources(resources)]);
}

const CPU_LIMITS = 'kubernetes/cpu-limits';

/** Leaves the CPU limits out that components below a construct have without a word of anybody. It has no children yet. */
export function withoutCpuLimits(construct: Construct): void {
  construct.node.setContext(CPU_LIMITS, false);
}

/** What a component has where nobody says anything. @param sized what it has where CPU limits are wanted */
export function usualResources(construct: Construct, sized: ContainerResources): ContainerResources {
  if (construct.node.tryGetContext(CPU_LIMITS) !== false) return sized;
  const { limits: { cpu, ...limits } = {}, ...others } = sized;
  return { ...others, limits };
}

/** Requests and limits in canonical form; knobs as they are. */
export function openResources(resources: OpenResources): Open<ContainerResources> {
  return resources instanceof Knob ? resources : canonicalResources(resources);
}
