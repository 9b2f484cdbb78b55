import { checkInstanceOptions } from '../../../lib/dagster/config/check.js';
import type { JsonMap } from '../../../lib/engine/data/json.js';
import { configOf } from '../../support/dagster-yaml.js';
import { printed } from '../../support/issues.js';

const further = {
  auto_materialize: {
    enabled: true,
    minimum_interval_seconds: { env: 'SECONDS' },
    run_tags: { a: 'b' },
    num_workers: 4,
  },
  local_artifact_storage: {
    module: 'dagster.core.storage.root',
    class: 'LocalArtifactStorage',
    config: { base_dir: '/' },
  },
  secrets: { custom: { module: 'dagster._core.secrets.env_file', class: 'EnvFileLoader' } },
};

function errors(additionalConfig: JsonMap): string[] {
  return printed(checkInstanceOptions({ additionalConfig }));
}

test('further keys that Dagster knows stand at the end, as they are', () => {
  expect(errors(further)).toEqual([]);
  expect(configOf({ additionalConfig: further })).toEqual({ ...configOf({}), ...further });
});

test('a class of the instance of one’s own may know further keys', () => {
  expect(errors({ instance_class: { module: 'mine', class: 'Mine' }, mine: 1 })).toEqual([]);
});

test.each([
  ['run_monitoring', 'the option "runMonitoring"'],
  ['telemetry', 'the option "telemetry"'],
  ['run_launcher', 'the run launcher of the release'],
  ['storage', 'the database of the release and the option "storage"'],
  ['run_storage', 'the option "storage" with Storage.custom()'],
  ['event_log_storage', 'the option "storage" with Storage.custom()'],
  ['schedule_storage', 'the option "storage" with Storage.custom()'],
])('rejects %s, which %s writes', (key, writer) => {
  expect(errors({ [key]: {} })).toEqual([
    `additionalConfig.${key}: found a key that ${writer} writes; allowed: any other; use ${writer}`,
  ]);
});

test.each([['run_queue', 'run_coordinator', 'the option "runCoordinator"']])(
  'rejects %s, which Dagster refuses beside %s',
  (key, other, writer) => {
    expect(errors({ [key]: {} })).toEqual([
      `additionalConfig.${key}: found a key that Dagster refuses beside "${other}"; allowed: any other; use ${writer}`,
    ]);
  },
);

test('rejects unknown keys, and says which may be meant', () => {
  const allowed = 'auto_materialize, defs_state_storage, instance_class, local_artifact_storage, secrets';
  expect(errors({ auto_materialise: {}, run_monitorin: {}, ingress: {} })).toEqual([
    `additionalConfig.auto_materialise: unknown key "auto_materialise"; allowed: ${allowed}; did you mean "auto_materialize"?`,
    `additionalConfig.run_monitorin: unknown key "run_monitorin"; allowed: ${allowed}; did you mean "run_monitoring"?`,
    `additionalConfig.ingress: unknown key "ingress"; allowed: ${allowed}; leave it out`,
  ]);
});

test('rejects values that Dagster does not take, all at once', () => {
  const config = {
    auto_materialize: { enabled: 'yes', use_thread: true },
    local_artifact_storage: null,
    secrets: { custom: { module: 'm' } },
  };
  expect(errors(config)).toEqual([
    'additionalConfig.auto_materialize.use_thread: unknown key "use_thread"; allowed: enabled, minimum_interval_seconds, run_tags, respect_materialization_data_versions, max_tick_retries, use_sensors, use_threads, num_workers; did you mean "use_threads"?',
    'additionalConfig.auto_materialize.enabled: found "yes"; allowed: true or false, or { env: NAME }',
    'additionalConfig.local_artifact_storage: found null; allowed: an object with module, class and config; leave the key out',
    'additionalConfig.secrets.custom.class: missing; allowed: an object with module, class and config; add it',
  ]);
});

test('rejects what is no plain data', () => {
  expect(errors({ secrets: { custom: { module: 'm', class: 'C', config: { at: Number.NaN } } } })).toEqual([
    'additionalConfig.secrets.custom.config.at: found NaN, not a finite number; allowed: plain data, as YAML writes it',
  ]);
});
