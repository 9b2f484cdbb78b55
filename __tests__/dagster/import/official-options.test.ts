import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importOfficialValues } from '../../../lib/dagster/import/importer.js';
import { formOf, OFFICIAL_OPTIONS } from '../../../lib/dagster/import/official-options.js';
import { mapOf } from '../../../lib/dagster/import/official-values.js';
import { copyPlain } from '../../../lib/engine/index.js';
import { ROOT } from '../../support/tools.js';

const document = readFileSync(join(ROOT, 'docs/official-chart-options.md'), 'utf8');

const codesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** What a row of the document says, as the importer has it. */
function rowOf(line: string): [string, object][] {
  const [options = '', here = '', why = ''] = line
    .slice(1, -1)
    .split(' | ')
    .map((cell) => cell.trim());
  const parts = here.split('<br>');
  const codes = parts.filter((part) => /^`[^`]+`$/.test(part)).flatMap(codesIn);
  const remark = parts.filter((part) => !/^`[^`]+`$/.test(part) && part !== '—').join('; ');
  const more = codes.length === 0 ? { reason: why } : remark === '' ? {} : { remark };
  return codesIn(options).map((option) => [option, { here: codes, ...more }]);
}

test('the importer knows the options that the document lists, and says the same of each', () => {
  const rows = document.split('\n').filter((line) => line.startsWith('| `'));
  expect(Object.fromEntries(OFFICIAL_OPTIONS)).toEqual(Object.fromEntries(rows.flatMap(rowOf)));
});

test('every option is carried over, said in another form, or refused for a reason', () => {
  const counts = { carried: 0, mapped: 0, refused: 0 };
  for (const option of OFFICIAL_OPTIONS.values()) counts[formOf(option)] += 1;
  expect(counts).toMatchInlineSnapshot(`
{
  "carried": 105,
  "mapped": 251,
  "refused": 79,
}
`);
  expect(counts.carried + counts.mapped + counts.refused).toBe(OFFICIAL_OPTIONS.size);
});

type Node = Record<string, unknown>;

/** A document that says something of every option. */
function everything(types: Readonly<Record<string, unknown>>): Node {
  const whole: Node = {};
  const paths = [...OFFICIAL_OPTIONS.keys()].filter((path) => !path.endsWith('.*'));
  for (const path of paths) say(whole, path, 'said');
  for (const [path, value] of Object.entries(types)) say(whole, path, value);
  return whole;
}

function say(whole: Node, path: string, value: unknown): void {
  const keys = path.replaceAll('[]', '.0').split('.');
  let at = whole;
  for (const [index, key] of keys.entries()) {
    const isLast = index === keys.length - 1;
    const next = keys[index + 1] === '0' ? [] : {};
    if (isLast) at[key] = typeof at[key] === 'object' ? at[key] : value;
    else {
      if (typeof at[key] !== 'object') at[key] = next;
      at = at[key] as Node;
    }
  }
}

const SWITCHES = {
  'ingress.enabled': true,
  'retention.enabled': true,
  'concurrency.enabled': true,
  'dagsterWebserver.enableReadOnly': true,
  'dagsterWebserver.workspace.enabled': true,
  'dagsterDaemon.enabled': true,
  'migrate.enabled': true,
  'postgresql.enabled': false,
};

const VARIANTS: readonly Readonly<Record<string, unknown>>[] = [
  {
    'runLauncher.type': 'K8sRunLauncher',
    'computeLogManager.type': 'S3ComputeLogManager',
    'dagsterDaemon.runCoordinator.type': 'QueuedRunCoordinator',
  },
  {
    'runLauncher.type': 'CeleryK8sRunLauncher',
    'computeLogManager.type': 'GCSComputeLogManager',
    'scheduler.type': 'CustomScheduler',
    'dagsterDaemon.runCoordinator.type': 'CustomRunCoordinator',
  },
  {
    'runLauncher.type': 'CustomRunLauncher',
    'computeLogManager.type': 'AzureBlobComputeLogManager',
    'dagsterWebserver.workspace.externalConfigmap': null,
  },
  {
    'computeLogManager.type': 'LocalComputeLogManager',
    'dagster-user-deployments.deployments[].dagsterApiGrpcArgs': ['-m'],
  },
  {
    'computeLogManager.type': 'CustomComputeLogManager',
    'concurrency.enabled': false,
    'global.fullnameOverride': null,
    'global.serviceAccountName': null,
    'dagster-user-deployments.global.serviceAccountName': null,
    'postgresql.authProvider.type': 'azure_wif',
  },
  { 'postgresql.authProvider.type': 'aws_wif' },
  { 'postgresql.enabled': true, 'postgresql.postgresqlHost': null },
];

/** The options that a document says and that nothing reads. */
function notRead(variant: Readonly<Record<string, unknown>>): string[] {
  const values: unknown = JSON.parse(JSON.stringify(everything({ ...SWITCHES, ...variant })));
  const { files } = importOfficialValues(mapOf(copyPlain(values)), { release: 'a', namespace: 'a', project: 'a' });
  const [, idle = ''] = (files.get('IMPORT.md') ?? '').split('## Without effect before, too');
  return [...(idle.split('## ')[0] ?? '').matchAll(/^- `(.+?)`:/gm)].map(([, path = '']) => path);
}

/** What the parent chart says in the same words stands over these, always. */
const OVERRIDDEN = [
  'dagster-user-deployments.global.postgresqlSecretName',
  'dagster-user-deployments.global.postgresqlAuthWifEnabled',
  'dagster-user-deployments.global.celeryConfigSecretName',
  'dagster-user-deployments.postgresqlSecretName',
  'dagster-user-deployments.celeryConfigSecretName',
];

test('every option that is said here is read, where it is in force', () => {
  const [first = [], ...others] = VARIANTS.map(notRead);
  const never = first.filter((path) => others.every((those) => those.includes(path)));
  expect(new Set(never)).toEqual(new Set(OVERRIDDEN));
});
