import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { DagsterApp, DagsterChart } from '../../../lib/index.js';
import { contractBlock, STANDS_BESIDE } from '../../support/contract.js';
import { ROOT } from '../../support/tools.js';

const chart = new DagsterChart(new DagsterApp({ outdir: 'unused' }), 'test');
const published: unknown = JSON.parse(readFileSync(join(ROOT, 'lib/dagster/contract/contract.schema.json'), 'utf8'));

test('the schema that the components compose is the contract’s', () => {
  expect(chart.contractSchema).toStrictEqual(published);
});

if (STANDS_BESIDE)
  test('the package’s copy of the schema is the one below "## JSON Schema"', () => {
    expect(published).toStrictEqual(contractBlock('## JSON Schema'));
  });

if (STANDS_BESIDE)
  test('a release without properties is the block below "## Schema Definition"', () => {
    expect(chart.values).toStrictEqual(contractBlock('## Schema Definition'));
  });

test('a release without properties holds the contract’s keys in the contract’s order, and nothing more', () => {
  expect(Object.keys(chart.values)).toEqual(['dagster-webserver', 'dagster-daemon', 'dagster-user-code', 'postgresql']);
  expect(chart.values['dagster-webserver']).toStrictEqual({
    enabled: true,
    replicaCount: 1,
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
  });
  expect(chart.values['dagster-user-code']).toHaveProperty('resources.limits.cpu', '1000m');
  expect(chart.values.postgresql).toStrictEqual({ enabled: true });
});

test('the keys of the text stand in the contract’s order', () => {
  const values: unknown = parse(chart.valuesYaml);
  expect(JSON.stringify(values)).toBe(JSON.stringify(chart.values));
});

test('the strict schema is a valid draft-07 schema, as the contract’s own is', () => {
  const { strictSchema, contractSchema } = chart;
  for (const schema of [strictSchema, contractSchema])
    expect(new Ajv({ strict: false }).validateSchema(schema)).toBe(true);
});
