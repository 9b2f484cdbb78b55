import type { Json, JsonMap } from '../../engine/index.js';
import { checkAdditional } from '../config/additional-config.js';
import { camelCase } from './camel-case.js';
import { isJsonMap, mapOf, type Values } from './official-values.js';
import type { Source } from './source.js';

const KEY = 'additionalInstanceConfig';

/** Keys of `dagster.yaml` that an option of the instance writes, whose members have Dagster's names in camel case. */
const OPTIONS: Readonly<Record<string, string>> = {
  run_monitoring: 'runMonitoring',
  run_retries: 'runRetries',
  schedules: 'schedules',
  sensors: 'sensors',
  backfills: 'backfills',
  concurrency: 'concurrency',
  python_logs: 'pythonLogs',
  code_servers: 'codeServers',
};

/** Keys that only switch something. */
const SWITCHES = ['freshness', 'telemetry', 'nux'];

/** Members that have another name here. */
const NAMES: Readonly<Record<string, string>> = {
  local_startup_timeout: 'localStartupTimeoutSeconds',
  reload_timeout: 'reloadTimeoutSeconds',
};

/** Members that hold whatever Python’s logging takes. */
const FREE = 'dagster_handler_config';

/** What further keys of `dagster.yaml` say: options where there are any, which stand over others, and the rest of them. */
export function additional(values: Values): {
  readonly options: { readonly [key: string]: Source };
  readonly rest: Source;
} {
  const config = values.map(KEY);
  const options = Object.entries(config).flatMap(([key, value]): [string, Json][] => {
    const option = OPTIONS[key];
    if (option !== undefined && isJsonMap(value)) return [[option, inCamelCase(withPools(value))]];
    const { enabled } = mapOf(value);
    return SWITCHES.includes(key) && typeof enabled === 'boolean' ? [[key, enabled]] : [];
  });
  const rest = Object.entries(config).filter(([key, value]) => {
    if (value === null || OPTIONS[key] !== undefined || SWITCHES.includes(key)) return false;
    const issues = checkAdditional({ [key]: value }, KEY);
    for (const { path, message } of issues) values.ledger.refuse(`${KEY}.${key}`, `${path}: ${message}`);
    return issues.length === 0;
  });
  return { options: Object.fromEntries(options), rest: rest.length === 0 ? undefined : Object.fromEntries(rest) };
}

/** Limits of pools under the name of today. */
function withPools({ default_op_concurrency_limit: limit, ...rest }: JsonMap): JsonMap {
  return limit === undefined ? rest : { ...rest, pools: { default_limit: limit, ...mapOf(rest.pools) } };
}

function inCamelCase(map: JsonMap): JsonMap {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [
      NAMES[key] ?? camelCase(key),
      isJsonMap(value) && key !== FREE ? inCamelCase(value) : value,
    ]),
  );
}
