import { checkInstanceOptions } from '../../../lib/dagster/config/check.js';
import { dagsterYaml } from '../../../lib/dagster/config/dagster-yaml.js';
import type { DagsterInstanceOptions } from '../../../lib/dagster/config/instance-options.js';
import { Scheduler } from '../../../lib/dagster/config/scheduler.js';
import { configOf } from '../../support/dagster-yaml.js';
import { printed } from '../../support/issues.js';

test('without options it is what the official chart says, but for telemetry and unlimited runs', () => {
  expect(dagsterYaml({ module: 'm', class: 'C' })).toBe(`storage:
  postgres:
    postgres_db:
      scheme: "postgresql+psycopg2"
      hostname:
        env: "DAGSTER_PG_HOST"
      port:
        env: "DAGSTER_PG_PORT"
      db_name:
        env: "DAGSTER_PG_DB"
      username:
        env: "DAGSTER_PG_USERNAME"
      password:
        env: "DAGSTER_PG_PASSWORD"
scheduler:
  module: "dagster.core.scheduler"
  class: "DagsterDaemonScheduler"
run_coordinator:
  module: "dagster.core.run_coordinator"
  class: "QueuedRunCoordinator"
  config:
    dequeue_use_threads: true
    dequeue_num_workers: 4
run_launcher:
  module: "m"
  class: "C"
run_monitoring:
  enabled: true
  start_timeout_seconds: 300
run_retries:
  enabled: true
schedules:
  use_threads: true
  num_workers: 4
sensors:
  use_threads: true
  num_workers: 4
compute_logs:
  module: "dagster.core.storage.noop_compute_log_manager"
  class: "NoOpComputeLogManager"
telemetry:
  enabled: false
nux:
  enabled: false
`);
});

const rendered: [string, DagsterInstanceOptions, object][] = [
  [
    'run monitoring',
    {
      runMonitoring: {
        enabled: false,
        startTimeoutSeconds: 1,
        cancelTimeoutSeconds: 2,
        maxRuntimeSeconds: 3,
        maxResumeRunAttempts: 4,
        pollIntervalSeconds: 5,
        cancellationThreadPollIntervalSeconds: 6,
        freeSlotsAfterRunEndSeconds: 7,
      },
    },
    {
      run_monitoring: {
        enabled: false,
        start_timeout_seconds: 1,
        cancel_timeout_seconds: 2,
        max_runtime_seconds: 3,
        max_resume_run_attempts: 4,
        poll_interval_seconds: 5,
        cancellation_thread_poll_interval_seconds: 6,
        free_slots_after_run_end_seconds: 7,
      },
    },
  ],
  [
    'defaults under options that are undefined',
    { runMonitoring: { enabled: undefined }, runRetries: { enabled: undefined }, sensors: { numWorkers: undefined } },
    {
      run_monitoring: { enabled: true, start_timeout_seconds: 300 },
      run_retries: { enabled: true },
      sensors: { use_threads: true, num_workers: 4 },
    },
  ],
  [
    'run retries',
    { runRetries: { maxRetries: 2, retryOnAssetOrOpFailure: false } },
    { run_retries: { enabled: true, max_retries: 2, retry_on_asset_or_op_failure: false } },
  ],
  [
    'threads',
    { schedules: { useThreads: false }, sensors: { numWorkers: 9, numSubmitWorkers: 3 }, backfills: {} },
    {
      schedules: { use_threads: false },
      sensors: { use_threads: true, num_workers: 9, num_submit_workers: 3 },
      backfills: { use_threads: true, num_workers: 4 },
    },
  ],
  [
    'the scheduler',
    { scheduler: Scheduler.daemon({ maxCatchupRuns: 1, maxTickRetries: { env: 'RETRIES' } }) },
    {
      scheduler: {
        module: 'dagster.core.scheduler',
        class: 'DagsterDaemonScheduler',
        config: { max_catchup_runs: 1, max_tick_retries: { env: 'RETRIES' } },
      },
    },
  ],
  [
    'a scheduler of one’s own',
    { scheduler: Scheduler.custom({ module: 'mine', class: 'Mine', config: { a: [1] } }) },
    { scheduler: { module: 'mine', class: 'Mine', config: { a: [1] } } },
  ],
  [
    'retention, as days for all ticks or by how they ended',
    { retention: { schedule: 30, sensor: { started: -1, skipped: 0, success: 2, failure: 3 }, autoMaterialize: -1 } },
    {
      retention: {
        schedule: { purge_after_days: 30 },
        sensor: { purge_after_days: { started: -1, skipped: 0, success: 2, failure: 3 } },
        auto_materialize: { purge_after_days: -1 },
      },
    },
  ],
  [
    'limits of pools and runs',
    {
      concurrency: {
        pools: { defaultLimit: 3, granularity: 'op', opGranularityRunBuffer: 1 },
        runs: { maxConcurrentRuns: -1, tagConcurrencyLimits: [{ key: 'a', limit: 1 }] },
      },
    },
    {
      concurrency: {
        pools: { default_limit: 3, granularity: 'op', op_granularity_run_buffer: 1 },
        runs: { max_concurrent_runs: -1, tag_concurrency_limits: [{ key: 'a', limit: 1 }] },
      },
    },
  ],
  [
    'Python’s logs',
    {
      pythonLogs: {
        managedPythonLoggers: ['root'],
        pythonLogLevel: 'INFO',
        dagsterHandlerConfig: { handlers: { console: { class: 'logging.StreamHandler' } } },
      },
    },
    {
      python_logs: {
        managed_python_loggers: ['root'],
        python_log_level: 'INFO',
        dagster_handler_config: { handlers: { console: { class: 'logging.StreamHandler' } } },
      },
    },
  ],
  [
    'code servers',
    {
      codeServers: { localStartupTimeoutSeconds: 1, reloadTimeoutSeconds: 2, waitForLocalProcessesOnShutdown: true },
    },
    { code_servers: { local_startup_timeout: 1, reload_timeout: 2, wait_for_local_processes_on_shutdown: true } },
  ],
  [
    'switches',
    { freshness: false, telemetry: true, nux: true },
    { freshness: { enabled: false }, telemetry: { enabled: true }, nux: { enabled: true } },
  ],
];

test.each(rendered)('%s: written under Dagster’s names', (_, options, expected) => {
  expect(checkInstanceOptions(options)).toEqual([]);
  expect(configOf(options)).toEqual({ ...configOf({}), ...expected });
});

test('the order of options does not change the text', () => {
  const one = { sensors: { numWorkers: 1, useThreads: true }, retention: { sensor: 1, schedule: 1 }, nux: true };
  const other = { nux: true, retention: { schedule: 1, sensor: 1 }, sensors: { useThreads: true, numWorkers: 1 } };
  expect(dagsterYaml({}, other)).toBe(dagsterYaml({}, one));
});

const rejected: [string, DagsterInstanceOptions, string][] = [
  ['a fraction', { runRetries: { maxRetries: 1.5 } }, 'runRetries.maxRetries: found 1.5; allowed: integer, at least 0'],
  [
    'seconds below 1',
    { runMonitoring: { pollIntervalSeconds: 0 } },
    'runMonitoring.pollIntervalSeconds: found 0; allowed: integer, at least 1',
  ],
  ['no workers', { sensors: { numWorkers: 0 } }, 'sensors.numWorkers: found 0; allowed: integer, at least 1'],
  [
    'a limit below -1',
    { concurrency: { runs: { maxConcurrentRuns: -2 } } },
    'concurrency.runs.maxConcurrentRuns: found -2; allowed: integer, at least -1 (-1 for no limit)',
  ],
  [
    'a limit of pools that Dagster does not take',
    { concurrency: { pools: { defaultLimit: 1001 } } },
    'concurrency.pools.defaultLimit: found 1001; allowed: integer, at least 0 and at most 1000',
  ],
  [
    'no days for all ticks, which Dagster overlooks',
    { retention: { sensor: 0 } },
    'retention.sensor: found 0; allowed: integer, at least 1, or -1 to keep them, or an object with started, skipped, success, failure',
  ],
  [
    'days below -1',
    { retention: { schedule: { skipped: -2 } } },
    'retention.schedule.skipped: found -2; allowed: integer, at least -1 (-1 to keep them)',
  ],
  [
    'a variable that has no name',
    { scheduler: Scheduler.daemon({ maxCatchupRuns: { env: 'A-B' } }) },
    'scheduler.maxCatchupRuns: found {"env":"A-B"}; allowed: integer, at least 0, or { env: NAME }',
  ],
  [
    'a class that is no name',
    { scheduler: Scheduler.custom({ module: 'my module', class: 'Mine' }) },
    'scheduler.module: found "my module"; allowed: a Python module, such as "my_company.launcher"',
  ],
  [
    'a variable of the release’s own',
    { env: [{ name: 'DAGSTER_HOME', value: '/' }] },
    'env.0: found "DAGSTER_HOME"; allowed: any name but DAGSTER_HOME, DAGSTER_PG_HOST, DAGSTER_PG_PORT, DAGSTER_PG_DB, DAGSTER_PG_USERNAME, DAGSTER_PG_PASSWORD',
  ],
  ['a variable twice', { env: [{ name: 'A' }, { name: 'A' }] }, 'env.1: found "A" twice; allowed: each name once'],
];

test.each(rejected)('rejects %s', (_, options, message) => {
  expect(printed(checkInstanceOptions(options))).toEqual([message]);
});

test('rejects everything that is wrong at once, with a name that may be meant', () => {
  const options = JSON.parse('{"sensors": {"numWorker": 1, "useThreads": "yes"}, "telemetry": 1, "codeServers": []}');
  expect(printed(checkInstanceOptions(options))).toEqual([
    'sensors.numWorker: unknown key "numWorker"; allowed: useThreads, numWorkers, numSubmitWorkers; did you mean "numWorkers"?',
    'sensors.useThreads: found "yes"; allowed: true or false; write true or false',
    'codeServers: found []; allowed: an object with localStartupTimeoutSeconds, reloadTimeoutSeconds, waitForLocalProcessesOnShutdown; write an object, in { }',
    'telemetry: found 1; allowed: true or false; write true or false',
  ]);
});

test('rejects options that there are not, and null for one that there is', () => {
  const options = JSON.parse('{"runRetry": {}, "runLauncher": {}, "sensors": null, "scheduler": null}');
  const [misspelt, elsewhere, ...others] = printed(checkInstanceOptions(options));
  expect(misspelt).toMatch(
    /^runRetry: unknown key "runRetry"; allowed: storage, scheduler, runCoordinator, .* env, additionalConfig; did you mean "runRetries"\?$/,
  );
  expect(elsewhere).toMatch(/^runLauncher: unknown key "runLauncher"; /);
  expect(others).toEqual([
    'scheduler: found null; allowed: a value; leave it out for its default',
    'sensors: found null; allowed: a value; leave it out for its default',
  ]);
});
