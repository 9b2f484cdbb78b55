import { rmSync } from 'node:fs';
import { run, temporaryFolder } from '../support/tools.js';

/** Runs npm without the network, and with an empty cache, so that it finds nothing that is not in the folder. */
export function npm(cwd: string, ...args: readonly string[]): string {
  const cache = temporaryFolder();
  const env = {
    ...process.env,
    npm_config_cache: cache,
    npm_config_update_notifier: 'false',
    npm_config_offline: 'true',
  };
  try {
    const { status, stdout, stderr } = run('npm', args, { cwd, env });
    if (status !== 0) throw new Error(`npm ${args.join(' ')} failed: ${stderr}${stdout}`);
    return stdout;
  } finally {
    rmSync(cache, { recursive: true });
  }
}
