import type { IEnvVar } from 'kubernetes-models/v1';
import type { JsonMap } from '../../engine/data/json.js';
import type { CodeServersOptions } from './code-servers.js';
import type { ComputeLogs } from './compute-logs.js';
import type { ConcurrencyOptions } from './concurrency.js';
import type { DaemonThreads, RunMonitoringOptions, RunRetriesOptions } from './daemon-options.js';
import type { PythonLogsOptions } from './python-logs.js';
import type { RetentionOptions } from './retention.js';
import type { RunCoordinator } from './run-coordinator.js';
import type { Scheduler } from './scheduler.js';
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
  /** How Dagster talks to PostgreSQL. @default - with the password of the release, in plain text unless the server insists */
  readonly storage?: StorageOptions;
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
