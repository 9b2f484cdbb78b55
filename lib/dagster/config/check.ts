import { type Issue, quote } from '../../engine/data/issue.js';
import { checkAdditional } from './additional-config.js';
import { CODE_SERVERS } from './code-servers.js';
import { CONCURRENCY } from './concurrency.js';
import { DAEMON_THREADS, RUN_MONITORING, RUN_RETRIES } from './daemon-options.js';
import { checkFields, type Field, flag } from './fields.js';
import type { DagsterInstanceOptions } from './instance-options.js';
import { PYTHON_LOGS } from './python-logs.js';
import { RETENTION } from './retention.js';
import { RunCoordinator } from './run-coordinator.js';
import { checkStorage } from './storage.js';
import { checkVariables, RESERVED } from './variables.js';

/** Everything that is wrong with what `dagster.yaml` shall say; Dagster itself would say it one by one, in a cluster. */
export function checkInstanceOptions(options: DagsterInstanceOptions): Issue[] {
  const { runCoordinator = RunCoordinator.queued(), concurrency, storage, additionalConfig } = options;
  const limits = concurrency?.pools !== undefined || concurrency?.runs !== undefined;
  return [
    ...runCoordinator.issues(limits),
    ...given('concurrency', concurrency, CONCURRENCY),
    ...checkUnlimited(runCoordinator, options),
    ...given('runMonitoring', options.runMonitoring, RUN_MONITORING),
    ...given('runRetries', options.runRetries, RUN_RETRIES),
    ...(options.scheduler?.issues() ?? []),
    ...given('schedules', options.schedules, DAEMON_THREADS),
    ...given('sensors', options.sensors, DAEMON_THREADS),
    ...given('backfills', options.backfills, DAEMON_THREADS),
    ...given('retention', options.retention, RETENTION),
    ...(options.computeLogs?.issues() ?? []),
    ...given('pythonLogs', options.pythonLogs, PYTHON_LOGS),
    ...given('codeServers', options.codeServers, CODE_SERVERS),
    ...(storage === undefined ? [] : checkStorage(storage)),
    ...(['freshness', 'telemetry', 'nux'] as const).flatMap((name) =>
      options[name] === undefined ? [] : flag(name).check(options[name], name),
    ),
    ...checkVariables(options.env ?? [], 'env', RESERVED),
    ...(additionalConfig === undefined ? [] : checkAdditional(additionalConfig, 'additionalConfig')),
  ];
}

function given(path: string, options: object | undefined, fields: Readonly<Record<string, Field>>): Issue[] {
  return options === undefined ? [] : checkFields(fields, options, path);
}

/** Limits that nobody would keep. */
function checkUnlimited(coordinator: RunCoordinator, { concurrency }: DagsterInstanceOptions): Issue[] {
  if (concurrency?.runs === undefined || !coordinator.startsAtOnce) return [];
  const message = `found ${quote(concurrency.runs)} while runs start at once; allowed: limits of a queue; use RunCoordinator.queued()`;
  return [{ path: 'concurrency.runs', message }];
}
