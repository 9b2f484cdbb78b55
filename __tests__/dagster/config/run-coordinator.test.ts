import { checkInstanceOptions } from '../../../lib/dagster/config/check.js';
import { RunCoordinator } from '../../../lib/dagster/config/run-coordinator.js';
import { printed } from '../../support/issues.js';

test('a queue launches four runs at once, unless told otherwise', () => {
  const { config } = RunCoordinator.queued().render();
  expect(config).toEqual({ dequeue_use_threads: true, dequeue_num_workers: 4 });
  expect(RunCoordinator.queued({ dequeueUseThreads: false }).render().config).toEqual({ dequeue_use_threads: false });
  expect(RunCoordinator.queued({ dequeueNumWorkers: { env: 'N' } }).render().config).toEqual({
    dequeue_use_threads: true,
    dequeue_num_workers: { env: 'N' },
  });
});

test('a queue has all of Dagster’s settings', () => {
  const coordinator = RunCoordinator.queued({
    maxConcurrentRuns: 25,
    tagConcurrencyLimits: [
      { key: 'a', limit: 1 },
      { key: 'b', value: 'c', limit: 2 },
      { limit: 0, value: { applyLimitPerUniqueValue: true }, key: 'd' },
    ],
    dequeueIntervalSeconds: 1,
    dequeueNumWorkers: 8,
    maxUserCodeFailureRetries: 3,
    userCodeFailureRetryDelaySeconds: 10,
    blockOpConcurrencyLimitedRuns: { enabled: true, opConcurrencySlotBuffer: 2 },
  });
  expect(checkInstanceOptions({ runCoordinator: coordinator })).toEqual([]);
  expect(coordinator.render()).toStrictEqual({
    module: 'dagster.core.run_coordinator',
    class: 'QueuedRunCoordinator',
    config: {
      max_concurrent_runs: 25,
      tag_concurrency_limits: [
        { key: 'a', limit: 1 },
        { key: 'b', value: 'c', limit: 2 },
        { key: 'd', value: { applyLimitPerUniqueValue: true }, limit: 0 },
      ],
      dequeue_interval_seconds: 1,
      dequeue_use_threads: true,
      dequeue_num_workers: 8,
      max_user_code_failure_retries: 3,
      user_code_failure_retry_delay: 10,
      block_op_concurrency_limited_runs: { enabled: true, op_concurrency_slot_buffer: 2 },
    },
  });
});

test('runs start at once without a queue', () => {
  expect(RunCoordinator.immediate().render()).toStrictEqual({
    module: 'dagster.core.run_coordinator.sync_in_memory_run_coordinator',
    class: 'SyncInMemoryRunCoordinator',
  });
});

test('a coordinator of one’s own is named as it is', () => {
  const coordinator = { module: 'mine.runs', class: 'Mine', config: { a: { env: 'A' } } };
  expect(RunCoordinator.custom(coordinator).render()).toStrictEqual(coordinator);
});

test('rejects numbers out of range and slots that are never blocked', () => {
  const runCoordinator = RunCoordinator.queued({
    maxConcurrentRuns: -2,
    tagConcurrencyLimits: [{ key: '', value: '', limit: -1 }],
    dequeueIntervalSeconds: 0,
    blockOpConcurrencyLimitedRuns: { enabled: false, opConcurrencySlotBuffer: 1 },
  });
  expect(printed(checkInstanceOptions({ runCoordinator }))).toEqual([
    'runCoordinator.maxConcurrentRuns: found -2; allowed: integer, at least -1 (-1 for no limit), or { env: NAME }',
    'runCoordinator.tagConcurrencyLimits.0.key: found ""; allowed: a text that is not empty; write it, or leave it out',
    'runCoordinator.tagConcurrencyLimits.0.value: found ""; allowed: a text that is not empty, or an object with applyLimitPerUniqueValue; write it, or leave it out',
    'runCoordinator.tagConcurrencyLimits.0.limit: found -1; allowed: integer, at least 0',
    'runCoordinator.dequeueIntervalSeconds: found 0; allowed: integer, at least 1, or { env: NAME }',
    'runCoordinator.blockOpConcurrencyLimitedRuns.opConcurrencySlotBuffer: found 1 while enabled is false; allowed: 0; leave it out or enable it',
  ]);
});

test('rejects a class without a name', () => {
  const runCoordinator = RunCoordinator.custom({ module: '.mine', class: '' });
  expect(printed(checkInstanceOptions({ runCoordinator }))).toEqual([
    'runCoordinator.module: found ".mine"; allowed: a Python module, such as "my_company.launcher"',
    'runCoordinator.class: found ""; allowed: the name of a Python class',
  ]);
});
