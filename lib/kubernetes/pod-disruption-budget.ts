import { Construct } from 'constructs';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { type Issue, notAllowed, quote, validate } from '../engine/index.js';
import { checkInteger, MOST_REPLICAS } from './checks.js';
import type { Selector } from './labels.js';
import { createObject } from './object.js';

/** Whether pods that are not ready may be evicted: always, or only while enough others are ready. */
export type UnhealthyPodEvictionPolicy = 'AlwaysAllow' | 'IfHealthyBudget';

/**
 * How many pods the drain of a node may take away at a time: at least so many stay, or at most so many go.
 *
 * @example
 *
 *   { minAvailable: '50%' }
 */
export interface DisruptionBudgetOptions {
  /** The fewest pods that stay: a number, or a percentage such as `'50%'`. @default - see `maxUnavailable` */
  readonly minAvailable?: number | string;

  /** The most pods that go: a number, or a percentage such as `'25%'`. @default - 1, unless `minAvailable` is given */
  readonly maxUnavailable?: number | string;

  /** Whether a broken pod can keep a node from being drained. @default 'AlwaysAllow' */
  readonly unhealthyPodEvictionPolicy?: UnhealthyPodEvictionPolicy;
}

export interface DisruptionBudgetProps extends DisruptionBudgetOptions {
  /** What follows the release name in the budget's name. */
  readonly suffix: string;
  /** The pods. */
  readonly selector: Selector;
}

/** The PodDisruptionBudget of one component's pods. */
export class DisruptionBudget extends Construct {
  constructor(scope: Construct, id: string, props: DisruptionBudgetProps) {
    super(scope, id);
    const { suffix, selector, minAvailable, unhealthyPodEvictionPolicy = 'AlwaysAllow' } = props;
    validate(this, () => checkDisruptionBudget(props));
    const maxUnavailable = props.maxUnavailable ?? (minAvailable === undefined ? 1 : undefined);
    createObject<IPodDisruptionBudget>(
      this,
      'pod-disruption-budget',
      { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', suffix, selector },
      { spec: { minAvailable, maxUnavailable, selector: { matchLabels: selector }, unhealthyPodEvictionPolicy } },
    );
  }
}

const POLICIES: readonly string[] = ['AlwaysAllow', 'IfHealthyBudget'] satisfies UnhealthyPodEvictionPolicy[];

function checkDisruptionBudget(options: DisruptionBudgetOptions): Issue[] {
  const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy: policy = 'AlwaysAllow' } = options;
  const both = `found minAvailable ${quote(minAvailable)} and maxUnavailable ${quote(maxUnavailable)}`;
  const exclusive = minAvailable !== undefined && maxUnavailable !== undefined;
  return [
    ...(exclusive ? [{ path: '', message: `${both}; allowed: one of them; leave the other out` }] : []),
    ...checkCount('minAvailable', minAvailable),
    ...checkCount('maxUnavailable', maxUnavailable),
    ...(POLICIES.includes(policy)
      ? []
      : [notAllowed('unhealthyPodEvictionPolicy', policy, POLICIES.map((name) => quote(name)).join(' or '))]),
  ];
}

function checkCount(path: string, count: number | string | undefined): Issue[] {
  if (count === undefined) return [];
  if (typeof count === 'number') return checkInteger(path, count, 0, MOST_REPLICAS);
  const percentage = /^(100|[1-9]?[0-9])%$/.test(count);
  return percentage ? [] : [notAllowed(path, count, 'a number of pods, or a percentage from "0%" to "100%"')];
}
