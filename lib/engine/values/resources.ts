import { type Issue, quote } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { JsonSchema } from '../data/json-schema.js';
import { canonicalQuantity, QUANTITY, QUANTITY_PATTERN, Quantity } from '../data/quantity.js';

/** Resource requests and limits of a container: quantities by resource name. */
export interface Resources {
  /** What the scheduler sets aside, for example `{ cpu: '100m', memory: '256Mi' }`. @default - nothing */
  readonly requests?: Readonly<Record<string, string | null>>;
  /** What the container may use at most; `null`: no limit, whatever a preset says. @default - none */
  readonly limits?: Readonly<Record<string, string | null>>;
}

/** Resources as an object has them. */
export interface ContainerResources {
  /** What the scheduler sets aside. @default - nothing */
  readonly requests?: Readonly<Record<string, string>>;
  /** What the container may use at most. @default - none */
  readonly limits?: Readonly<Record<string, string>>;
}

const quantity = (description: string): JsonSchema => ({
  description,
  type: ['string', 'null'],
  pattern: QUANTITY_PATTERN,
  $comment: 'a Kubernetes quantity of at least 0 as a string, such as "500m" or "1Gi"',
});

const quantities = (description: string): JsonSchema => ({
  description,
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {
    cpu: quantity('CPU, in cores or thousandths of a core ("500m").'),
    memory: quantity('Memory, in bytes with an optional unit ("512Mi").'),
    'ephemeral-storage': quantity('Local disk for logs and emptyDir volumes, in bytes with an optional unit ("1Gi").'),
  },
  patternProperties: {
    '^hugepages-[0-9]+[KMG]i$': quantity('Huge pages of one size, in bytes with an optional unit.'),
    '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$': {
      description: 'An extended resource, such as nvidia.com/gpu, in whole units.',
      type: ['string', 'null'],
      pattern: '^[0-9]{1,15}$',
      $comment: 'a whole number as a string, such as "1"',
    },
  },
});

/** Resources as Kubernetes accepts them, and `null` for what is not set, as a self-contained draft-07 schema. */
export const resourcesSchema: JsonSchema = {
  description: 'Requests and limits of each container. A request is never above its limit.',
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {
    requests: quantities('What the scheduler sets aside.'),
    limits: quantities('What the container may use at most.'),
  },
};

/**
 * Resources of which a container gets all that it requests, and no more.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#consuming-extended-resources
 */
export const NOT_SHARED = /^hugepages-|\//;

/** What a schema cannot say: quantities that Kubernetes keeps as they are, and no request above its limit. */
export function checkResources(resources: unknown): Issue[] {
  if (!isMap(resources)) return [];
  const issues: Issue[] = [];
  const parsed = (side: 'requests' | 'limits'): Map<string, Quantity> => {
    const found = new Map<string, Quantity>();
    const list = resources[side];
    for (const [name, text] of Object.entries(isMap(list) ? list : {})) {
      if (typeof text !== 'string' || !QUANTITY.test(text)) continue;
      const result = Quantity.parse(text);
      if (result instanceof Quantity) found.set(name, result);
      else
        issues.push({
          path: `${side}.${name}`,
          message: `found ${quote(text)}, ${result}; allowed: up to three decimals, below 2^63`,
        });
    }
    return found;
  };
  const limits = parsed('limits');
  for (const [name, request] of parsed('requests')) {
    const limit = limits.get(name);
    if (NOT_SHARED.test(name) && request.milli % 1000n === 0n && limit?.milli !== request.milli) {
      const found = `found ${request.canonical}, and ${limit?.canonical ?? 'nothing'} as the limit`;
      const message = `${found}; allowed: what the limit is, since it is not shared; set limits.${name} alone`;
      issues.push({ path: `requests.${name}`, message });
    }
    if (limit === undefined || request.milli <= limit.milli || NOT_SHARED.test(name)) continue;
    const allowed = `at most the limit, ${limit.canonical}`;
    issues.push({
      path: `requests.${name}`,
      message: `found ${request.canonical}, above the limit; allowed: ${allowed}; lower the request or raise limits.${name}`,
    });
  }
  return issues;
}

/** Resources as a cluster stores them: every quantity canonical, empty lists left out. */
export function canonicalResources(resources: {
  readonly limits?: unknown;
  readonly requests?: unknown;
}): ContainerResources {
  const { limits, requests } = resources;
  const lists = Object.entries({ limits, requests }).flatMap(([side, list]) => {
    const given = Object.entries(isMap(list) ? list : {}).filter(([, value]) => value !== null && value !== undefined);
    const quantities = given.map(([name, value]) => [name, canonicalQuantity(value)]);
    return quantities.length > 0 ? [[side, Object.fromEntries(quantities)]] : [];
  });
  return Object.fromEntries(lists);
}
