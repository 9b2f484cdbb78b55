import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname } from 'node:path';

/**
 * Whether `cdk8s synth --stdout` runs the app: it hands over an empty temporary folder, then streams each YAML file in it
 * to standard output, all at once and without a separator. Values are no manifests, so they must not be there.
 */
export function isStreamed(outdir: string, env: NodeJS.ProcessEnv): boolean {
  if (env.CDK8S_OUTDIR !== outdir || !/^cdk8s-[A-Za-z0-9]{6}$/.test(basename(outdir))) return false;
  return realpathSync(dirname(outdir)) === realpathSync(tmpdir());
}
