import type { Issue } from '../../engine/data/issue.js';
import type { JsonMap } from '../../engine/data/json.js';
import { checkResources, type Resources, resourcesSchema } from '../../engine/values/resources.js';
import type { JsonSchema, SliceSchema } from '../../engine/values/schema.js';
import type { SliceDefinition } from '../../engine/values/slice.js';
import { PRESETS, type Preset } from './presets.js';
import type { ServiceKey } from './values.js';

/** What the values document says of a service; each property that is given stands over the preset's. */
export interface ServiceKnobs {
  /**
   * Whether the service exists.
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

/** The largest number of replicas that a Deployment takes, a signed 32-bit integer. */
export const MOST_REPLICAS = 2 ** 31 - 1;

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

/** The slice of a service, as the contract has it. */
export function serviceSlice(
  key: ServiceKey,
  title: string,
  preset: Preset,
  knobs: ServiceKnobs,
  most = MOST_REPLICAS,
): SliceDefinition {
  return {
    key,
    contract,
    strict: { schema: strictSchema(title, most), definitions: { resources: resourcesSchema } },
    defaults: slice(key, preset, knobs),
    base: slice(key, 'small', {}),
    check: ({ resources }: JsonMap): Issue[] => {
      return checkResources(resources).map((issue) => ({ ...issue, path: `resources.${issue.path}` }));
    },
  };
}

function slice(key: ServiceKey, preset: Preset, knobs: ServiceKnobs): JsonMap {
  const sizes = PRESETS[preset][key];
  const { requests, limits, ...others } = knobs.resources ?? {};
  return {
    enabled: knobs.enabled ?? true,
    replicaCount: knobs.replicas ?? 1,
    resources: { requests: laidOver(sizes.requests, requests), limits: laidOver(sizes.limits, limits), ...others },
  };
}

/** What is not given does not count, even where it is given as `undefined`. */
function laidOver(sizes: Readonly<Record<string, string>>, given: Resources['limits']): Record<string, string> {
  const quantities = Object.entries(given ?? {}).filter(([, quantity]) => quantity !== undefined);
  return { ...sizes, ...Object.fromEntries(quantities) };
}

function strictSchema(title: string, maximum: number): JsonSchema {
  return {
    description: `${title}.`,
    type: 'object',
    additionalProperties: false,
    properties: {
      enabled: { description: 'Whether the service exists.', type: 'boolean', default: true },
      replicaCount: {
        description:
          maximum === 1
            ? 'Pods that run it: exactly one, since two would run every schedule and sensor twice.'
            : 'Pods that run it.',
        type: 'integer',
        minimum: 1,
        maximum,
        default: 1,
        ...(maximum === 1 ? { $comment: 'exactly 1, since two would run every schedule and sensor twice' } : {}),
      },
      resources: { $ref: '#/definitions/resources' },
    },
  };
}
