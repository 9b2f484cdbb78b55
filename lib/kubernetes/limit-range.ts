import { Construct } from 'constructs';
import type { ILimitRange } from 'kubernetes-models/v1';
import { type Issue, notAllowed, Quantity, quote, Release, validate } from '../engine/index.js';
import { canonicalQuantities, checkQuantity } from './checks.js';
import { selectorOf } from './labels.js';
import { createObject } from './object.js';

/**
 * What containers in the namespace of the release get that say nothing, and what none of them may pass.
 *
 * @example
 *
 *   { defaultRequests: { cpu: '100m', memory: '256Mi' }, defaults: { memory: '1Gi' }, max: { memory: '16Gi' } }
 */
export interface LimitRangeOptions {
  /** Limits, by resource. @default - what `max` says */
  readonly defaults?: Readonly<Record<string, string>>;

  /** Requests, by resource. @default - what `defaults` says */
  readonly defaultRequests?: Readonly<Record<string, string>>;

  /** The highest limits, by resource. @default - none */
  readonly max?: Readonly<Record<string, string>>;
}

/** The LimitRange of a release's namespace. */
export class NamespaceLimits extends Construct {
  constructor(scope: Construct, id: string, options: LimitRangeOptions) {
    super(scope, id);
    validate(this, () => checkLimitRange(options));
    const { defaults, defaultRequests, max } = inForce(options);
    createObject<ILimitRange>(
      this,
      'limit-range',
      { apiVersion: 'v1', kind: 'LimitRange', suffix: 'limits', selector: selectorOf(Release.of(this), 'limits') },
      {
        spec: {
          limits: [
            {
              type: 'Container',
              default: unlessEmpty(defaults),
              defaultRequest: unlessEmpty(defaultRequests),
              max: unlessEmpty(max),
            },
          ],
        },
      },
    );
  }
}

/** What a cluster makes of the options, written out so that a comparison with the cluster finds no difference. */
function inForce({ defaults, defaultRequests, max = {} }: LimitRangeOptions): Required<LimitRangeOptions> {
  const limits = { ...max, ...defaults };
  return { defaults: limits, defaultRequests: { ...limits, ...defaultRequests }, max };
}

function unlessEmpty(quantities: Readonly<Record<string, string>>): Record<string, string> | undefined {
  return Object.keys(quantities).length === 0 ? undefined : canonicalQuantities(quantities);
}

function checkLimitRange(options: LimitRangeOptions): Issue[] {
  const { defaults = {}, defaultRequests = {}, max = {} } = options;
  const all = Object.entries({ defaults, defaultRequests, max });
  const written = all.flatMap(([key, map]) =>
    Object.entries(map).map(([name, text]) => ({ at: `${key}.${name}`, text })),
  );
  if (written.length === 0) return [notAllowed('', options, 'at least one of defaults, defaultRequests and max')];
  const issues = written.flatMap(({ at, text }) => checkQuantity(at, text));
  return [
    ...issues,
    ...checkOrder(['defaultRequests', defaultRequests], ['defaults', defaults]),
    ...checkOrder(['defaults', defaults], ['max', max]),
    ...checkOrder(['defaultRequests', defaultRequests], ['max', max]),
  ].filter(({ path }, index, found) => found.findIndex((issue) => issue.path === path) === index);
}

type Named = readonly [name: string, quantities: Readonly<Record<string, string>>];

function checkOrder([lowerName, lower]: Named, [upperName, upper]: Named): Issue[] {
  return Object.entries(lower).flatMap(([resource, text]) => {
    const [low, high] = [Quantity.parse(text), Quantity.parse(upper[resource] ?? text)];
    if (!(low instanceof Quantity) || !(high instanceof Quantity) || low.milli <= high.milli) return [];
    const allowed = `at most ${quote(high.canonical)}, as ${upperName} says; lower it or raise ${upperName}.${resource}`;
    return [notAllowed(`${lowerName}.${resource}`, text, allowed)];
  });
}
