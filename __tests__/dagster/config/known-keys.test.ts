import { parse } from 'yaml';
import { checkInstanceOptions } from '../../../lib/dagster/config/check.js';
import { Storage } from '../../../lib/dagster/config/custom-storage.js';
import { dagsterYaml } from '../../../lib/dagster/config/dagster-yaml.js';
import { FURTHER_KEYS } from '../../../lib/dagster/config/further-keys.js';
import { WRITTEN_KEYS, type WrittenConfig } from '../../../lib/dagster/config/instance-options.js';
import type { Rows } from '../../../lib/dagster/config/row.js';
import { printed } from '../../support/issues.js';

const rows = Object.values(WRITTEN_KEYS);
const written = rows.map(({ key }) => key);
const refused = rows.flatMap(({ refuses = [] }) => refuses);
const further = FURTHER_KEYS.map(({ key }) => key);
const all = [...written, ...refused, ...further];

test('every key that Dagster 1.13 knows has a row', () => {
  expect([...all].sort()).toEqual([
    'auto_materialize',
    'backfills',
    'code_servers',
    'compute_logs',
    'concurrency',
    'defs_state_storage',
    'event_log_storage',
    'freshness',
    'instance_class',
    'local_artifact_storage',
    'nux',
    'python_logs',
    'retention',
    'run_coordinator',
    'run_launcher',
    'run_monitoring',
    'run_queue',
    'run_retries',
    'run_storage',
    'schedule_storage',
    'scheduler',
    'schedules',
    'secrets',
    'sensors',
    'storage',
    'telemetry',
  ]);
});

test('no key has two rows', () => {
  expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
});

test.each([...written, ...refused])('%s is written by nobody but its row', (key) => {
  const [error, ...others] = printed(checkInstanceOptions({ additionalConfig: { [key]: {} } }));
  expect(others).toEqual([]);
  expect(error).toMatch(/^additionalConfig\.\w+: found a key that .+; allowed: any other; use the .+$/);
});

test('additionalConfig takes all other keys, and they stand at the end', () => {
  const mine = { module: 'mine', class: 'Mine' };
  const additionalConfig = {
    auto_materialize: {},
    defs_state_storage: mine,
    instance_class: mine,
    local_artifact_storage: mine,
    secrets: { custom: mine },
  };
  expect(Object.keys(additionalConfig)).toEqual(further);
  expect(checkInstanceOptions({ additionalConfig })).toEqual([]);
  expect(Object.keys(parse(dagsterYaml({}, { additionalConfig }))).slice(-further.length)).toEqual(further);
});

test('keys are written in the order of their rows', () => {
  const everything = dagsterYaml(
    {},
    {
      nux: true,
      freshness: true,
      codeServers: { reloadTimeoutSeconds: 1 },
      pythonLogs: { pythonLogLevel: 'INFO' },
      retention: { schedule: 1 },
      concurrency: { pools: {} },
      backfills: {},
    },
  );
  const ofParts = ['run_storage', 'event_log_storage', 'schedule_storage'];
  expect(Object.keys(parse(everything))).toEqual(written.filter((key) => !ofParts.includes(key)));
  const parts = dagsterYaml({}, { storage: Storage.custom({ runStorage: { module: 'm', class: 'C' } }) });
  expect(Object.keys(parse(parts)).slice(0, 4)).toEqual([...ofParts, 'scheduler']);
});

test('an option without a row, and a row without a check or a way to write it, do not compile', () => {
  const { nux, ...others } = WRITTEN_KEYS;
  const { check, render, ...rest } = nux;
  const tables: Rows<WrittenConfig>[] = [
    { ...others, nux: { ...rest, check, render } },
    // @ts-expect-error no row
    others,
    // @ts-expect-error no way to write it
    { ...others, nux: { ...rest, check } },
    // @ts-expect-error no check
    { ...others, nux: { ...rest, render } },
    // @ts-expect-error the row of another kind of value
    { ...others, nux: others.sensors },
  ];
  expect(tables.map((table) => table.nux?.key)).toEqual(['nux', undefined, 'nux', 'nux', 'sensors']);
});
