import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { filesBelow, type Outcome, ROOT, run, temporaryFolder } from '../support/tools.js';
import { npm } from './npm.js';
import { tarball } from './tarball.js';

/**
 * A repository that has the tarball installed, and beside it only the peers that the package asks for.
 *
 * npm installs the tarball alone, from a lock file that names nothing else, since the other packages are not to be had
 * without the network; they are linked afterwards. (npm would link them itself, but npm 10 runs their scripts then.)
 */
export class ConsumerRepo {
  readonly path = temporaryFolder();

  /** @param manifest further properties of its package.json */
  constructor(manifest: Readonly<Record<string, unknown>> = {}) {
    const path = `file:${tarball()}`;
    const id = { name: 'consumer', version: '1.0.0' };
    const consumer = { ...id, ...manifest, dependencies: { 'cdk8s-dagster': path } };
    const { version, bin, peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const packages = { '': { ...consumer, ...id }, 'node_modules/cdk8s-dagster': { version, bin, resolved: path } };
    this.write('package.json', JSON.stringify({ ...consumer, ...id }));
    this.write('package-lock.json', JSON.stringify({ ...id, lockfileVersion: 3, requires: true, packages }));
    npm(this.path, 'ci', '--offline', '--no-audit', '--no-fund');
    for (const peer of Object.keys(peerDependencies)) this.link(peer);
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.path, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), 'utf8');
  }

  /** Makes a package that a project here has installed available to the consumer, and its commands. */
  link(name: string, project = ROOT): void {
    const manifest = createRequire(join(project, 'package.json')).resolve(`${name}/package.json`);
    this.symlink(dirname(manifest), name);
    const { bin = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
    for (const [command, file] of Object.entries<string>(typeof bin === 'string' ? { [name]: bin } : bin))
      this.symlink(join(dirname(manifest), file), join('.bin', command));
  }

  /** Runs a command of an installed package. */
  run(command: string, ...args: readonly string[]): Outcome {
    return this.execute(join(this.path, 'node_modules/.bin', command), args);
  }

  /** Runs a script of its package.json. */
  npmRun(script: string, ...args: readonly string[]): Outcome {
    return this.execute('npm', ['run', script, '--', ...args]);
  }

  /** Runs a script with this process' Node.js, or with another one. */
  node(args: readonly string[], node = process.execPath, env: NodeJS.ProcessEnv = {}): Outcome {
    return this.execute(node, args, env);
  }

  /** Every file below a folder of the consumer: its text, by its path. */
  files(folder = 'dist'): Record<string, string> {
    return filesBelow(join(this.path, folder));
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }

  private symlink(target: string, name: string): void {
    const link = join(this.path, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link);
  }

  private execute(command: string, args: readonly string[], own: NodeJS.ProcessEnv = {}): Outcome {
    const cache = join(this.path, '.npm');
    const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false', npm_config_cache: cache, npm_config_offline: 'true' };
    return run(command, args, { cwd: this.path, env: { ...env, ...own } });
  }
}
