import type { Issue } from '../../engine/index.js';
import { checkAdditional } from './additional-config.js';
import { type DagsterInstanceOptions, WRITTEN_KEYS } from './instance-options.js';
import { type Checks, checkRows } from './row.js';
import { checkRunLimits } from './run-limits.js';
import { checkVariables, RESERVED } from './variables.js';

const { runLauncher, ...OPTIONS } = WRITTEN_KEYS;

const CHECKS: Checks<DagsterInstanceOptions> = {
  ...OPTIONS,
  env: { check: (env, path) => checkVariables(env, path, RESERVED) },
  additionalConfig: { check: checkAdditional },
};

/** Everything that is wrong with what `dagster.yaml` shall say; Dagster itself would say it one by one, in a cluster. */
export function checkInstanceOptions(options: DagsterInstanceOptions): Issue[] {
  return [...checkRows(CHECKS, options), ...checkRunLimits(options)];
}
