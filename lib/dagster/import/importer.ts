import type { Files, JsonMap } from '../../engine/index.js';
import { project } from '../starter/starter.js';
import { extraObjects, releaseOf } from './imported-release.js';
import defaults from './official-defaults.json' with { type: 'json' };
import { fatesOf } from './official-options.js';
import { Ledger, mapOf, Values } from './official-values.js';
import { mergedOf, readingsOf } from './readings.js';
import { reportOf, summary } from './report.js';
import { Secrets } from './secrets.js';
import { print, type Source } from './source.js';
import { ofUmbrella } from './umbrella.js';

/** What is written, and a sentence about it. */
export interface Imported {
  readonly files: Files;
  readonly summary: string;
}

/** The project that says what values of the official chart say. */
export function importOfficialValues(
  document: JsonMap,
  names: { readonly release: string; readonly namespace: string; readonly project: string },
): Imported {
  const ledger = new Ledger();
  const secrets = new Secrets(`${names.release}-secrets`, ledger);
  const readings = readingsOf(ofUmbrella(document, ledger));
  const clean = readings.map((reading) => ({ ...reading, document: mapOf(secrets.without(reading)) }));
  const values = new Values(mergedOf(clean, defaults), defaults, ledger);
  const main = mainOf(names.release, releaseOf(values, secrets, names), extraObjects(values));
  const fates = fatesOf(readings, mergedOf(readings, defaults), ledger);
  const report = reportOf(fates, ledger.decisions, secrets, names.namespace);
  return {
    files: new Map([...project(names.project), ['main.ts', main], ['IMPORT.md', report]]),
    summary: summary(fates),
  };
}

/** Names that the package exports, as far as the code mentions them. */
const EXPORTS =
  /\b(PostgresPassword|RunCoordinator|RunLauncher|ComputeLogs|AzureCredential|DatabaseAuth|Scheduler)\.[a-z]/g;

function mainOf(
  release: string,
  props: { readonly [key: string]: Source },
  extras: readonly { readonly id: string; readonly object: JsonMap }[],
): string {
  const chart = print(props);
  const used = new Set([...chart.matchAll(EXPORTS)].map(([, name = '']) => name));
  const imports = ['DagsterApp', 'DagsterChart', ...used].sort();
  const holder = extras.length > 0 ? 'const chart = ' : '';
  const objects = extras.map(({ id, object }) => `new ApiObject(chart, ${print(id)}, ${print(asObject(object))});\n`);
  return `${extras.length > 0 ? "import { ApiObject } from 'cdk8s';\n" : ''}import { ${imports.join(', ')} } from 'cdk8s-dagster';

const app = new DagsterApp();
${holder}new DagsterChart(app, ${print(release)}, ${chart});
${objects.join('')}app.synth();
`;
}

/** What an object of one's own has to say of its kind. */
function asObject({ apiVersion = null, kind = null, ...rest }: JsonMap): { readonly [key: string]: Source } {
  return { apiVersion, kind, ...rest };
}
