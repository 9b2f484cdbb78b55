import { type Issue, notAllowed } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';

const NONE = [0, '0', '0%'];

/** How a Deployment replaces its pods, where the API server refuses it. */
export function checkRollouts({ kind, spec }: Manifest): Issue[] {
  if (kind !== 'Deployment' || !isMap(spec)) return [];
  const { strategy, revisionHistoryLimit } = spec;
  return [
    ...(isMap(strategy) ? checkStrategy(strategy) : []),
    ...(typeof revisionHistoryLimit === 'number' && revisionHistoryLimit < 0
      ? [notAllowed('spec.revisionHistoryLimit', revisionHistoryLimit, 'a number of at least 0')]
      : []),
  ];
}

function checkStrategy({ type, rollingUpdate }: Record<string, unknown>): Issue[] {
  if (!isMap(rollingUpdate)) return [];
  const path = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate') return [notAllowed(path, rollingUpdate, 'nothing with the type Recreate; leave it out')];
  const { maxSurge = '25%', maxUnavailable = '25%' } = rollingUpdate;
  if (!NONE.some((none) => none === maxSurge) || !NONE.some((none) => none === maxUnavailable)) return [];
  return [{ path, message: 'found maxSurge and maxUnavailable of 0; allowed: one of them above 0; raise one' }];
}
