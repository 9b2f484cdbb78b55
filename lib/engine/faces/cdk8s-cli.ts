import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { type Issue, notAllowed } from '../data/issue.js';
import { isMap } from '../data/json.js';
import { checkVersion } from './helm/check-metadata.js';

/**
 * Whether `cdk8s synth --stdout` runs the app: it hands over an empty temporary folder, then streams each YAML file in it
 * to standard output, all at once and without a separator. Values are no manifests, so they must not be there.
 */
export function isStreamed(outdir: string, env: NodeJS.ProcessEnv): boolean {
  if (env.CDK8S_OUTDIR !== outdir || !/^cdk8s-[A-Za-z0-9]{6}$/.test(basename(outdir))) return false;
  // A folder of this name that --output names is not there when the app runs: it has been deleted.
  return existsSync(outdir) && realpathSync(dirname(outdir)) === realpathSync(tmpdir());
}

/** What validation plugins of the cdk8s CLI read while it runs, and nobody afterwards. */
export const CONSTRUCT_METADATA = 'construct-metadata.json';

/** The chart that `cdk8s synth --format helm` wants. */
export interface HelmFormat {
  readonly folder: string;
  /** What `--chart-version` says. */
  readonly version: string;
  /** What `--chart-api-version` says, or else `v2`. */
  readonly apiVersion: string;
  /** Files that stand in the folder already, for the chart to replace. */
  readonly scaffold: readonly string[];
}

/** The files that `cdk8s synth --format helm` writes itself, into a folder that it has just made. */
const SCAFFOLD = ['Chart.yaml', 'README.md'];

/** What may stand beside them: custom resources that cdk8s.yaml imports, and what the app has written already. */
const OTHERS = ['crds', 'templates'];

/** What has been asked for, by the folder of the templates; when the scaffold has been replaced, it cannot be seen. */
const asked = new Map<string, HelmFormat | undefined>();

/**
 * What `cdk8s synth --format helm` asks for when it runs the app: it hands over the folder of the templates of a chart
 * of its own. A chart that somebody wrote by hand may have a folder of templates too, as `--output` of plain manifests.
 */
export function helmFormat(outdir: string, env: NodeJS.ProcessEnv): HelmFormat | undefined {
  if (env.CDK8S_OUTDIR !== outdir || basename(outdir) !== 'templates') return undefined;
  const known = asked.get(outdir) ?? scaffoldIn(dirname(outdir));
  asked.set(outdir, known);
  return known;
}

function scaffoldIn(folder: string): HelmFormat | undefined {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  if (!SCAFFOLD.every((name) => names.includes(name))) return undefined;
  if (!names.every((name) => SCAFFOLD.includes(name) || OTHERS.includes(name))) return undefined;
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  if (!readme.startsWith('This Helm chart is generated using cdk8s.')) return undefined;
  const chart = readChart(join(folder, 'Chart.yaml'));
  return chart === undefined ? undefined : { folder, ...chart, scaffold: SCAFFOLD };
}

/** What is wrong with the options that go with `--format helm`. */
export function checkHelmFormat({ version, apiVersion }: HelmFormat): Issue[] {
  const allowed = '"v2", which the charts of this package are; leave the option out';
  return [
    ...checkVersion('--chart-version', version),
    ...(apiVersion === 'v2' ? [] : [notAllowed('--chart-api-version', apiVersion, allowed)]),
  ];
}

/** The versions in a Chart.yaml, if it is exactly what cdk8s writes. */
function readChart(path: string): { version: string; apiVersion: string } | undefined {
  const chart = parseOrNothing(readFileSync(path, 'utf8'));
  if (!isMap(chart) || Object.keys(chart).join() !== 'apiVersion,name,version,description,type') return undefined;
  const { apiVersion, name, version, description, type } = chart;
  if (description !== `Generated chart for ${name}` || type !== 'application') return undefined;
  return typeof version === 'string' && typeof apiVersion === 'string' ? { version, apiVersion } : undefined;
}

function parseOrNothing(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}
