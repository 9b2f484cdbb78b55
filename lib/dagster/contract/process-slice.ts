import type { Construct } from 'constructs';
import {
  boolean,
  type ContainerResources,
  integer,
  type JsonSchema,
  type Resources,
  resources,
  type SliceProps,
  type SliceSchema,
} from '../../engine/index.js';
import { MOST_REPLICAS } from '../../kubernetes/checks.js';
import { usualResources } from '../../kubernetes/fixed-resources.js';
import { PRESETS, type Preset } from './presets.js';
import type { ProcessKey } from './values.js';

/** What the values document says of a kind of process; each property that is given stands over the preset's. */
export interface ProcessKnobs {
  /**
   * Whether it exists.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * How many pods run it.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Requests and limits of its containers, laid over the preset's resource by resource.
   *
   * @default - as the preset says
   */
  readonly resources?: Resources;
}

const quantitiesContract: JsonSchema = {
  type: 'object',
  properties: { cpu: { type: 'string' }, memory: { type: 'string' } },
};

const contract: SliceSchema = {
  schema: {
    type: 'object',
    properties: {
      enabled: { type: 'boolean', default: true },
      replicaCount: { type: 'integer', minimum: 1 },
      resources: { $ref: '#/definitions/resources' },
    },
  },
  definitions: {
    resources: { type: 'object', properties: { requests: quantitiesContract, limits: quantitiesContract } },
  },
};

/** The keys of the slice of a kind of process, each said once. */
function keysOf(usual: ContainerResources, knobs: ProcessKnobs, most: number) {
  const one = most === 1;
  const pods = one
    ? 'Pods that run it: exactly one, since two would run every schedule and sensor twice.'
    : 'Pods that run it.';
  const allowed = one ? { allowed: 'exactly 1, since two would run every schedule and sensor twice' } : {};
  return {
    enabled: boolean(knobs.enabled ?? true, 'Whether the service exists.'),
    replicaCount: integer(knobs.replicas ?? 1, pods, { minimum: 1, maximum: most, ...allowed }),
    resources: resources(resourcesOf(usual, knobs.resources)),
  };
}

export type ProcessKeys = ReturnType<typeof keysOf>;

/** The slice of a kind of process, as the contract has it. @param most the most replicas there may be */
export function processSlice(
  scope: Construct,
  key: ProcessKey,
  description: string,
  preset: Preset,
  knobs: ProcessKnobs,
  most = MOST_REPLICAS,
): SliceProps<ProcessKeys> {
  const keys = keysOf(usualResources(scope, PRESETS[preset][key]), knobs, most);
  const published = { enabled: true, replicaCount: 1, resources: { ...PRESETS.small[key] } };
  return { key, description: `${description}.`, keys, contract, published };
}

/** The usual ones, under what is given resource by resource. */
function resourcesOf(sizes: ContainerResources, given: Resources = {}): ContainerResources {
  const { requests, limits, ...others } = given;
  return { ...others, requests: laidOver(sizes.requests, requests), limits: laidOver(sizes.limits, limits) };
}

/** What is not given does not count, even where it is given as `undefined`; `null` takes a preset's away. */
function laidOver(sizes: ContainerResources['limits'], given: Resources['limits'] = {}): Record<string, string> {
  const quantities = { ...sizes };
  for (const [name, quantity] of Object.entries(given)) {
    if (quantity === null) delete quantities[name];
    else if (quantity !== undefined) quantities[name] = quantity;
  }
  return quantities;
}
