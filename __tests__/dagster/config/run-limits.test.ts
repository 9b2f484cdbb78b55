import { checkInstanceOptions } from '../../../lib/dagster/config/check.js';
import { RunCoordinator } from '../../../lib/dagster/config/run-coordinator.js';
import { printed } from '../../support/issues.js';

test('rejects limits in two places, which Dagster does not start with', () => {
  const runCoordinator = RunCoordinator.queued({
    maxConcurrentRuns: 1,
    tagConcurrencyLimits: [],
    blockOpConcurrencyLimitedRuns: { opConcurrencySlotBuffer: 1 },
  });
  const rest = 'beside the option "concurrency"; allowed: limits in one place; move it to concurrency';
  expect(printed(checkInstanceOptions({ runCoordinator, concurrency: { pools: {} } }))).toEqual([
    `runCoordinator.maxConcurrentRuns: found 1 ${rest}`,
    `runCoordinator.tagConcurrencyLimits: found [] ${rest}`,
    `runCoordinator.blockOpConcurrencyLimitedRuns.opConcurrencySlotBuffer: found 1 ${rest}`,
  ]);
  expect(checkInstanceOptions({ runCoordinator, concurrency: {} })).toEqual([]);
});

test('rejects limits of runs that start at once, but not of pools', () => {
  const runCoordinator = RunCoordinator.immediate();
  expect(printed(checkInstanceOptions({ runCoordinator, concurrency: { runs: {} } }))).toEqual([
    'concurrency.runs: found {} while runs start at once; allowed: limits of a queue; use RunCoordinator.queued()',
  ]);
  expect(checkInstanceOptions({ runCoordinator, concurrency: { pools: { defaultLimit: 1 } } })).toEqual([]);
});

test('a coordinator of one’s own may keep the limits of the instance', () => {
  const runCoordinator = RunCoordinator.custom({ module: 'mine', class: 'Mine' });
  expect(checkInstanceOptions({ runCoordinator, concurrency: { runs: { maxConcurrentRuns: 1 } } })).toEqual([]);
});
