import { type Issue, quote } from '../../engine/index.js';
import type { DagsterInstanceOptions } from './instance-options.js';

/** What the run coordinator and the limits of the instance may not say together. */
export function checkRunLimits({ runCoordinator, concurrency }: DagsterInstanceOptions): Issue[] {
  if (runCoordinator === undefined || concurrency === undefined) return [];
  const { pools, runs } = concurrency;
  const limited = pools !== undefined || runs !== undefined;
  return [
    ...(limited ? Object.entries(runCoordinator.limits).map(([name, limit]) => limitedTwice(name, limit)) : []),
    ...(runs !== undefined && runCoordinator.startsAtOnce ? [unlimited(runs)] : []),
  ];
}

/** Limits in two places, which Dagster does not start with. */
function limitedTwice(name: string, limit: unknown): Issue {
  const message = `found ${quote(limit)} beside the option "concurrency"; allowed: limits in one place; move it to concurrency`;
  return { path: `runCoordinator.${name}`, message };
}

/** Limits that nobody would keep. */
function unlimited(runs: unknown): Issue {
  const message = `found ${quote(runs)} while runs start at once; allowed: limits of a queue; use RunCoordinator.queued()`;
  return { path: 'concurrency.runs', message };
}
