import { type Check, is, type JsonSchema, validateAgainst } from '../../engine/index.js';
import { type Field, under } from './fields.js';

/** Keys of `dagster.yaml` that Dagster 1.13 knows and no option writes. */
export const FURTHER_KEYS: readonly Field[] = [
  shaped('auto_materialize', {
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
  }),
  shaped('defs_state_storage', configurableClass()),
  shaped('instance_class', configurableClass()),
  shaped('local_artifact_storage', configurableClass()),
  shaped('secrets', {
    type: 'object',
    required: ['custom'],
    additionalProperties: false,
    properties: { custom: configurableClass() },
  }),
];

/** A key whose value is written as it is. */
function shaped(key: string, schema: JsonSchema): Field {
  const sound: Check['sound'] = (value, path, issues) => {
    issues.push(...under(path, validateAgainst(schema, value)));
    return value;
  };
  return { key, check: { ...is.anything, sound } };
}

function configurableClass(): JsonSchema {
  return {
    $comment: 'an object with module, class and config',
    type: 'object',
    required: ['module', 'class'],
    additionalProperties: false,
    properties: { module: { type: 'string' }, class: { type: 'string' }, config: { type: 'object' } },
  };
}

function fromEnvOr(type: 'integer' | 'boolean'): JsonSchema {
  return {
    $comment: `${type === 'integer' ? 'integer' : 'true or false'}, or { env: NAME }`,
    anyOf: [
      { type },
      { type: 'object', required: ['env'], additionalProperties: false, properties: { env: { type: 'string' } } },
    ],
  };
}
