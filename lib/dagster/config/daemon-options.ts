import { type Fields, flag, integer } from './fields.js';

/** Watching runs, so that one whose pod is gone does not look as if it went on. */
export interface RunMonitoringOptions {
  /** Whether runs are watched. @default true */
  readonly enabled?: boolean;
  /** Seconds in which a run has to start, its image pulled. @default 300 */
  readonly startTimeoutSeconds?: number;
  /** Seconds in which a run has to end that is cancelled. @default 180 */
  readonly cancelTimeoutSeconds?: number;
  /** Seconds after which a run that goes on has failed; 0 for no limit. @default 0 */
  readonly maxRuntimeSeconds?: number;
  /** How often a run whose pod is gone goes on in another, for jobs with `k8s_job_executor`. @default 0 */
  readonly maxResumeRunAttempts?: number;
  /** Seconds between two looks at all runs. @default 120 */
  readonly pollIntervalSeconds?: number;
  /** Seconds between two looks of a run at whether it is cancelled. @default 10 */
  readonly cancellationThreadPollIntervalSeconds?: number;
  /** Seconds after the end of a run after which its slots in pools are free, if it did not free them. @default - never */
  readonly freeSlotsAfterRunEndSeconds?: number;
}

export const RUN_MONITORING: Fields<RunMonitoringOptions> = {
  enabled: flag('enabled'),
  startTimeoutSeconds: integer('start_timeout_seconds', 1),
  cancelTimeoutSeconds: integer('cancel_timeout_seconds', 1),
  maxRuntimeSeconds: integer('max_runtime_seconds', 0),
  maxResumeRunAttempts: integer('max_resume_run_attempts', 0),
  pollIntervalSeconds: integer('poll_interval_seconds', 1),
  cancellationThreadPollIntervalSeconds: integer('cancellation_thread_poll_interval_seconds', 1),
  freeSlotsAfterRunEndSeconds: integer('free_slots_after_run_end_seconds', 0),
};

/** Watching runs with its defaults. */
export function withMonitoring(options: RunMonitoringOptions): RunMonitoringOptions {
  // Nodes may have to be added and images pulled before a run starts.
  const { enabled = true, startTimeoutSeconds = 300 } = options;
  return { ...options, enabled, startTimeoutSeconds };
}

/** Launching runs again that failed. */
export interface RunRetriesOptions {
  /** Whether runs are launched again, as `maxRetries` or their tag `dagster/max_retries` says. @default true */
  readonly enabled?: boolean;
  /** How often a run without the tag is launched again. @default 0 */
  readonly maxRetries?: number;
  /** Whether a run counts in which an op failed, not only one whose pod failed. @default true */
  readonly retryOnAssetOrOpFailure?: boolean;
}

export const RUN_RETRIES: Fields<RunRetriesOptions> = {
  enabled: flag('enabled'),
  maxRetries: integer('max_retries', 0),
  retryOnAssetOrOpFailure: flag('retry_on_asset_or_op_failure'),
};

/** Launching runs again with its defaults. */
export function withRetries(options: RunRetriesOptions): RunRetriesOptions {
  const { enabled = true } = options;
  return { ...options, enabled };
}

/** How much the daemon does at once. */
export interface DaemonThreads {
  /** Whether several are evaluated at once. @default true */
  readonly useThreads?: boolean;
  /** How many are evaluated at once. @default - 4 with threads */
  readonly numWorkers?: number;
  /** How many runs of one tick or backfill are submitted at once. @default - one after the other */
  readonly numSubmitWorkers?: number;
}

export const DAEMON_THREADS: Fields<DaemonThreads> = {
  useThreads: flag('use_threads'),
  numWorkers: integer('num_workers', 1),
  numSubmitWorkers: integer('num_submit_workers', 1),
};

/** Threads with their defaults. */
export function withThreads(threads: DaemonThreads): DaemonThreads {
  const { useThreads = true, numWorkers = useThreads ? 4 : undefined, numSubmitWorkers } = threads;
  return { useThreads, numWorkers, numSubmitWorkers };
}
