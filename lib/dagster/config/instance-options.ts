import type { IEnvVar } from 'kubernetes-models/v1';
import type { JsonMap } from '../../engine/index.js';
import { CODE_SERVERS, type CodeServersOptions } from './code-servers.js';
import { ComputeLogs } from './compute-logs.js';
import { CONCURRENCY, type ConcurrencyOptions } from './concurrency.js';
import type { Storage, WrittenStorage } from './custom-storage.js';
import {
  DAEMON_THREADS,
  type DaemonThreads,
  RUN_MONITORING,
  RUN_RETRIES,
  type RunMonitoringOptions,
  type RunRetriesOptions,
  withMonitoring,
  withRetries,
  withThreads,
} from './daemon-options.js';
import { PYTHON_LOGS, type PythonLogsOptions } from './python-logs.js';
import { RETENTION, type RetentionOptions } from './retention.js';
import { options, PART, type Row, type Rows, SWITCH } from './row.js';
import { RunCoordinator } from './run-coordinator.js';
import { Scheduler } from './scheduler.js';
import type { StorageOptions } from './storage.js';

/**
 * What `dagster.yaml` says beside the run launcher.
 *
 * @see https://docs.dagster.io/deployment/oss/dagster-yaml
 *
 * @example
 *
 *   const options: DagsterInstanceOptions = {
 *     runCoordinator: RunCoordinator.queued({ maxConcurrentRuns: 25 }),
 *     computeLogs: ComputeLogs.s3({ bucket: 'logs', region: { env: 'AWS_REGION' } }),
 *     retention: { sensor: { skipped: 1 } },
 *   };
 */
export interface DagsterInstanceOptions {
  /** When runs start. @default RunCoordinator.queued() */
  readonly runCoordinator?: RunCoordinator;
  /** Limits of runs and pools. @default - those of the run coordinator */
  readonly concurrency?: ConcurrencyOptions;
  /** Watching runs. @default - they are watched, and have 300 seconds to start */
  readonly runMonitoring?: RunMonitoringOptions;
  /** Launching runs again that failed. @default - those with the tag `dagster/max_retries` */
  readonly runRetries?: RunRetriesOptions;
  /** What evaluates schedules. @default Scheduler.daemon() */
  readonly scheduler?: Scheduler;
  /** How many schedules are evaluated at once. @default - 4 */
  readonly schedules?: DaemonThreads;
  /** How many sensors are evaluated at once. @default - 4 */
  readonly sensors?: DaemonThreads;
  /** How many backfills go on at once. @default - one after the other */
  readonly backfills?: DaemonThreads;
  /** Whether the daemon evaluates the freshness policies of assets. @default true */
  readonly freshness?: boolean;
  /** How long the records of ticks stay in the database. @default - for ever, but of sensors that skipped for 7 days */
  readonly retention?: RetentionOptions;
  /** Where the output of steps is kept. @default ComputeLogs.none() */
  readonly computeLogs?: ComputeLogs;
  /** What becomes of messages that code writes with Python's `logging`. @default - Dagster's own */
  readonly pythonLogs?: PythonLogsOptions;
  /** How the webserver and the daemon wait for code servers. @default - Dagster's own */
  readonly codeServers?: CodeServersOptions;
  /** How Dagster talks to PostgreSQL, or `Storage.custom()`. @default - with the password of the release, in plain text unless the server insists */
  readonly storage?: StorageOptions | Storage;
  /** Whether Dagster's makers are told how it is used. @default false */
  readonly telemetry?: boolean;
  /** Whether the web UI asks newcomers for their address. @default false */
  readonly nux?: boolean;
  /**
   * Environment variables of every process that loads the instance, runs included: what `{ env: NAME }` in these options
   * refers to.
   *
   * @default - none
   */
  readonly env?: readonly IEnvVar[];
  /** Further keys of `dagster.yaml` that Dagster knows and no option writes, under Dagster's names. @default - none */
  readonly additionalConfig?: JsonMap;
}

/** What a release writes into `dagster.yaml`: the options that are a key of it each, and how runs are launched. */
export interface WrittenConfig
  extends Omit<DagsterInstanceOptions, 'env' | 'additionalConfig' | 'storage'>,
    WrittenStorage {
  readonly runLauncher?: JsonMap;
}

/** What is written of the option "storage", which is checked as a whole. */
const STORED: Omit<Row<JsonMap>, 'key'> = {
  check: () => [],
  render: (storage) => storage,
  readByCodeServers: true,
  writer: 'the option "storage" with Storage.custom()',
};

/** The keys of `dagster.yaml` that a release writes, in their order. */
export const WRITTEN_KEYS: Rows<WrittenConfig> = {
  storage: { key: 'storage', ...STORED, writer: 'the database of the release and the option "storage"' },
  runStorage: { key: 'run_storage', ...STORED },
  eventLogStorage: { key: 'event_log_storage', ...STORED },
  scheduleStorage: { key: 'schedule_storage', ...STORED },
  scheduler: { key: 'scheduler', ...PART, initial: Scheduler.daemon(), readByCodeServers: true },
  runCoordinator: { key: 'run_coordinator', ...PART, initial: RunCoordinator.queued(), refuses: ['run_queue'] },
  // Checked with all else that a run launcher is.
  runLauncher: {
    key: 'run_launcher',
    check: () => [],
    render: (launcher) => launcher,
    writer: 'the run launcher of the release',
  },
  runMonitoring: { key: 'run_monitoring', ...options(RUN_MONITORING, withMonitoring), initial: {} },
  runRetries: { key: 'run_retries', ...options(RUN_RETRIES, withRetries), initial: {} },
  schedules: { key: 'schedules', ...options(DAEMON_THREADS, withThreads), initial: {} },
  sensors: { key: 'sensors', ...options(DAEMON_THREADS, withThreads), initial: {} },
  backfills: { key: 'backfills', ...options(DAEMON_THREADS, withThreads) },
  concurrency: { key: 'concurrency', ...options(CONCURRENCY) },
  retention: { key: 'retention', ...options(RETENTION) },
  computeLogs: { key: 'compute_logs', ...PART, initial: ComputeLogs.none() },
  pythonLogs: { key: 'python_logs', ...options(PYTHON_LOGS) },
  codeServers: { key: 'code_servers', ...options(CODE_SERVERS) },
  freshness: { key: 'freshness', ...SWITCH },
  telemetry: { key: 'telemetry', ...SWITCH, initial: false },
  nux: { key: 'nux', ...SWITCH, initial: false },
};
