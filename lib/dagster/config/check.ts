import type { Issue } from '../../engine/index.js';
import { checkAdditional } from './additional-config.js';
import { checkAnyStorage } from './custom-storage.js';
import { type DagsterInstanceOptions, WRITTEN_KEYS } from './instance-options.js';
import { type Checks, checkRows } from './row.js';
import { checkRunLimits } from './run-limits.js';
import { checkVariables, RESERVED } from './variables.js';

const { runLauncher, storage, runStorage, eventLogStorage, scheduleStorage, ...OPTIONS } = WRITTEN_KEYS;

const CHECKS: Checks<DagsterInstanceOptions> = {
  storage: { check: checkAnyStorage },
  ...OPTIONS,
  env: { check: (env, path) => checkVariables(env, path, RESERVED) },
  additionalConfig: { check: checkAdditional },
};

/** Everything that is wrong with what `dagster.yaml` shall say; Dagster itself would say it one by one, in a cluster. */
export function checkInstanceOptions(options: DagsterInstanceOptions): Issue[] {
  return [...checkRows(CHECKS, options), ...checkRunLimits(options)];
}

/** Attempts to resume runs, which not every run launcher makes. @param resumes whether it does; `undefined`: nobody knows */
export function checkResuming({ runMonitoring }: DagsterInstanceOptions, resumes: boolean | undefined): Issue[] {
  const attempts = runMonitoring?.maxResumeRunAttempts ?? 0;
  if (attempts <= 0 || resumes !== false) return [];
  const message = `found ${attempts} with a run launcher that resumes no runs; allowed: 0; use RunLauncher.k8s()`;
  return [{ path: 'runMonitoring.maxResumeRunAttempts', message }];
}
