import fc from 'fast-check';
import { Quantity } from '../../../lib/engine/data/quantity.js';

const number = fc.oneof(
  fc.nat({ max: 4096 }).map(String),
  fc.nat({ max: 4096 }).map((n) => `+${n}`),
  fc.tuple(fc.nat({ max: 999 }), fc.nat({ max: 999 })).map(([whole, fraction]) => `${whole}.${fraction}`),
  fc.nat({ max: 9 }).map((n) => `.${n}`),
  fc.nat({ max: 4096 }).map((n) => `00${n}.`),
  fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
);
const suffix = fc.constantFrom(
  ...['', '', 'm', 'u', 'n', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'],
  ...['e0', 'e3', 'E3', 'e+2', 'e-2', 'E-03', 'e05', 'e6'],
);

/** Every notation that Kubernetes reads. */
export const quantity = fc
  .tuple(number, suffix)
  .map(([digits, unit]) => `${digits}${unit}`)
  .filter((text) => Quantity.parse(text) instanceof Quantity);

const whole = fc.nat({ max: 8 }).map(String);

/** What a request and its limit may be: absent, `null` where there is a default, or quantities in order. */
function bounds(
  name: string,
  quantities: fc.Arbitrary<string>,
  hasDefault: boolean,
): fc.Arbitrary<[string, unknown, unknown]> {
  const ordered = fc.tuple(quantities, quantities).map(([a, b]): [string, unknown, unknown] => {
    return milli(a) <= milli(b) ? [name, a, b] : [name, b, a];
  });
  const absent = fc.constant<[string, unknown, unknown]>([name, undefined, undefined]);
  const removed = fc.constant<[string, unknown, unknown]>([name, null, null]);
  const limitAlone = quantities.map((limit): [string, unknown, unknown] => [
    name,
    hasDefault ? null : undefined,
    limit,
  ]);
  return fc.oneof({ weight: 4, arbitrary: ordered }, absent, limitAlone, hasDefault ? removed : absent);
}

function milli(text: string): bigint {
  const parsed = Quantity.parse(text);
  return parsed instanceof Quantity ? parsed.milli : 0n;
}

export const resources = fc
  .tuple(
    bounds('cpu', quantity, true),
    bounds('memory', quantity, true),
    bounds('ephemeral-storage', quantity, false),
    fc.oneof(
      bounds('nvidia.com/gpu', whole, false).map(([name, , limit]): [string, unknown, unknown] => [
        name,
        undefined,
        limit,
      ]),
    ),
  )
  .map((all) => ({
    requests: given(all.map(([name, request]) => [name, request])),
    limits: given(all.map(([name, , limit]) => [name, limit])),
  }));

function given(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function service(mostReplicas: number): fc.Arbitrary<unknown> {
  const slice = fc.record(
    {
      enabled: fc.oneof(fc.boolean(), fc.constant(null)),
      replicaCount: fc.oneof(fc.integer({ min: 1, max: mostReplicas }), fc.constant(null)),
      resources: fc.oneof(
        { weight: 6, arbitrary: resources },
        fc.constantFrom(null, {}, { limits: null }, { requests: null }),
      ),
    },
    { noNullPrototype: true, requiredKeys: [] },
  );
  return fc.oneof({ weight: 9, arbitrary: slice }, fc.constant(null));
}

const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.constantFrom('db', 'db-1.data.svc.cluster.local', '1-db'));
export const external = fc.record({ host, port: fc.integer({ min: 1, max: 65535 }) }, { noNullPrototype: true });
const postgresql = fc.oneof(
  fc.constantFrom<unknown>({ enabled: true }, {}, null, { enabled: null }),
  fc.record(
    {
      enabled: fc.constant(false),
      externalDatabase: external,
    },
    { noNullPrototype: true },
  ),
);

/** What the contract's values documents say: partial, with nulls that remove defaults. */
export const contractValues: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    'dagster-webserver': service(100),
    'dagster-daemon': service(1),
    'dagster-user-code': service(100),
    postgresql,
  },
  { noNullPrototype: true, requiredKeys: [] },
);
