import { type Issue, quote } from '../../engine/data/issue.js';
import { copyPlain, isMap, type JsonMap } from '../../engine/data/json.js';
import type { JsonSchema } from '../../engine/values/schema.js';
import { validateAgainst } from '../../engine/values/validate.js';
import { under, unknownKey } from './fields.js';

/** Keys of `dagster.yaml` that an option or the release itself writes, and which. */
const WRITTEN: Readonly<Record<string, string>> = {
  backfills: 'the option "backfills"',
  code_servers: 'the option "codeServers"',
  compute_logs: 'the option "computeLogs"',
  concurrency: 'the option "concurrency"',
  freshness: 'the option "freshness"',
  nux: 'the option "nux"',
  python_logs: 'the option "pythonLogs"',
  retention: 'the option "retention"',
  run_coordinator: 'the option "runCoordinator"',
  run_launcher: 'the run launcher of the release',
  run_monitoring: 'the option "runMonitoring"',
  run_retries: 'the option "runRetries"',
  scheduler: 'the option "scheduler"',
  schedules: 'the option "schedules"',
  sensors: 'the option "sensors"',
  storage: 'the database of the release and the option "storage"',
  telemetry: 'the option "telemetry"',
};

/** Keys of `dagster.yaml` that Dagster refuses beside one that is written. */
const CONFLICTING: Readonly<Record<string, string>> = {
  run_queue: 'run_coordinator',
  run_storage: 'storage',
  event_log_storage: 'storage',
  schedule_storage: 'storage',
};

const CLASS: JsonSchema = {
  $comment: 'an object with module, class and config',
  type: 'object',
  required: ['module', 'class'],
  additionalProperties: false,
  properties: { module: { type: 'string' }, class: { type: 'string' }, config: { type: 'object' } },
};

const fromEnvOr = (type: 'integer' | 'boolean'): JsonSchema => ({
  $comment: `${type === 'integer' ? 'integer' : 'true or false'}, or { env: NAME }`,
  anyOf: [
    { type },
    { type: 'object', required: ['env'], additionalProperties: false, properties: { env: { type: 'string' } } },
  ],
});

/** All other keys that Dagster 1.13 knows, and what they hold. */
const FURTHER: Readonly<Record<string, JsonSchema>> = {
  auto_materialize: {
    type: 'object',
    additionalProperties: false,
    properties: {
      enabled: fromEnvOr('boolean'),
      minimum_interval_seconds: fromEnvOr('integer'),
      run_tags: { type: 'object' },
      respect_materialization_data_versions: fromEnvOr('boolean'),
      max_tick_retries: fromEnvOr('integer'),
      use_sensors: fromEnvOr('boolean'),
      use_threads: { type: 'boolean' },
      num_workers: { type: 'integer', minimum: 1 },
    },
  },
  defs_state_storage: CLASS,
  instance_class: CLASS,
  local_artifact_storage: CLASS,
  secrets: { type: 'object', required: ['custom'], additionalProperties: false, properties: { custom: CLASS } },
};

const KNOWN = [...Object.keys(FURTHER), ...Object.keys(WRITTEN), ...Object.keys(CONFLICTING)];

const SCHEMA: JsonSchema = { type: 'object', properties: FURTHER };

/** What is wrong with further keys of `dagster.yaml`; a class of the instance of one's own may know more of them. */
export function checkAdditional(config: JsonMap, path: string): Issue[] {
  const issues: Issue[] = [];
  copyPlain(config, issues, [path]);
  if (issues.length > 0) return issues;
  if (!isMap(config)) return [{ path, message: `found ${quote(config)}; allowed: an object` }];
  for (const key of Object.keys(config)) {
    const at = `${path}.${key}`;
    const writer = Object.hasOwn(WRITTEN, key) ? WRITTEN[key] : undefined;
    const other = Object.hasOwn(CONFLICTING, key) ? CONFLICTING[key] : undefined;
    if (writer !== undefined) {
      issues.push({ path: at, message: `found a key that ${writer} writes; allowed: any other; use ${writer}` });
    } else if (other !== undefined) {
      const message = `found a key that Dagster refuses beside "${other}"; allowed: any other; use ${WRITTEN[other]}`;
      issues.push({ path: at, message });
    } else if (!Object.hasOwn(FURTHER, key) && !Object.hasOwn(config, 'instance_class')) {
      issues.push(unknownKey(at, key, KNOWN));
    }
  }
  return [...issues, ...under(path, validateAgainst(SCHEMA, config))];
}
