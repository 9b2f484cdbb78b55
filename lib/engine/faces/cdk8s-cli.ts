import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { readYaml } from '../data/yaml-reader.js';

/**
 * Whether `cdk8s synth --stdout` runs the app: it hands over an empty temporary folder, then streams each YAML file in it
 * to standard output, all at once and without a separator. Values are no manifests, so they must not be there.
 */
export function isStreamed(outdir: string, env: NodeJS.ProcessEnv): boolean {
  if (env.CDK8S_OUTDIR !== outdir || !/^cdk8s-[A-Za-z0-9]{6}$/.test(basename(outdir))) return false;
  return realpathSync(dirname(outdir)) === realpathSync(tmpdir());
}

/** The folder and the version of a chart that `cdk8s synth --format helm` wants. */
export interface HelmFormat {
  readonly folder: string;
  readonly version: string;
}

/**
 * What `cdk8s synth --format helm` asks for when it runs the app: it writes a `Chart.yaml` of its own and hands over the
 * folder of the templates beside it.
 */
export function helmFormat(outdir: string, env: NodeJS.ProcessEnv): HelmFormat | undefined {
  if (env.CDK8S_OUTDIR !== outdir || basename(outdir) !== 'templates') return undefined;
  const folder = dirname(outdir);
  const scaffold = join(folder, 'Chart.yaml');
  return existsSync(scaffold) ? { folder, version: `${readYaml(readFileSync(scaffold, 'utf8')).version}` } : undefined;
}
