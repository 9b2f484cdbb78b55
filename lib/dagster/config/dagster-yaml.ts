import type { JsonMap } from '../../engine/data/json.js';
import { writeYaml } from '../../engine/data/yaml.js';
import { CODE_SERVERS } from './code-servers.js';
import { ComputeLogs } from './compute-logs.js';
import { CONCURRENCY } from './concurrency.js';
import { DAEMON_THREADS, RUN_MONITORING, RUN_RETRIES, withThreads } from './daemon-options.js';
import { type Field, plainMap, renderFields } from './fields.js';
import type { DagsterInstanceOptions } from './instance-options.js';
import { PYTHON_LOGS } from './python-logs.js';
import { RETENTION } from './retention.js';
import { RunCoordinator } from './run-coordinator.js';
import { Scheduler } from './scheduler.js';
import { renderStorage } from './storage.js';

/**
 * The text of `dagster.yaml`, which tells every Dagster process of a release where runs are kept and how they start.
 * Each string is quoted, so that the name of a release is text whatever it looks like.
 *
 * @see https://docs.dagster.io/deployment/oss/dagster-yaml
 */
export function dagsterYaml(runLauncher: JsonMap, options: DagsterInstanceOptions = {}): string {
  const { runMonitoring = {}, runRetries = {}, schedules = {}, sensors = {}, backfills } = options;
  // Nodes may have to be added and images pulled before a run starts.
  const { enabled: monitored = true, startTimeoutSeconds = 300 } = runMonitoring;
  const { enabled: retried = true } = runRetries;
  return writeYaml(
    {
      storage: renderStorage(options.storage ?? {}),
      scheduler: (options.scheduler ?? Scheduler.daemon()).render(),
      run_coordinator: (options.runCoordinator ?? RunCoordinator.queued()).render(),
      run_launcher: runLauncher,
      run_monitoring: renderFields(RUN_MONITORING, { ...runMonitoring, enabled: monitored, startTimeoutSeconds }),
      run_retries: renderFields(RUN_RETRIES, { ...runRetries, enabled: retried }),
      schedules: renderFields(DAEMON_THREADS, withThreads(schedules)),
      sensors: renderFields(DAEMON_THREADS, withThreads(sensors)),
      ...(backfills === undefined ? {} : { backfills: renderFields(DAEMON_THREADS, withThreads(backfills)) }),
      ...ifSaid('concurrency', CONCURRENCY, options.concurrency),
      ...ifSaid('retention', RETENTION, options.retention),
      compute_logs: (options.computeLogs ?? ComputeLogs.none()).render(),
      ...ifSaid('python_logs', PYTHON_LOGS, options.pythonLogs),
      ...ifSaid('code_servers', CODE_SERVERS, options.codeServers),
      ...(options.freshness === undefined ? {} : { freshness: { enabled: options.freshness } }),
      telemetry: { enabled: options.telemetry ?? false },
      nux: { enabled: options.nux ?? false },
      ...plainMap(options.additionalConfig),
    },
    'quoted',
  );
}

function ifSaid(key: string, fields: Readonly<Record<string, Field>>, options: object | undefined): JsonMap {
  const members = options === undefined ? {} : renderFields(fields, options);
  return Object.keys(members).length > 0 ? { [key]: members } : {};
}
