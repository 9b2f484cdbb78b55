import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow, type Outcome, ROOT, run, temporaryFolder } from '../support/tools.js';

/** What is published, and the sources that `npm pack` compiles. */
const SOURCES = ['lib', 'package.json', 'tsconfig.json', 'README.md', 'LICENSE'];

/** The package as `npm pack` makes it, from a copy, so that no other test sees a file of lib half written. */
export class Tarball {
  readonly path: string;
  readonly files: readonly string[];
  private readonly folder = temporaryFolder();

  constructor() {
    const copy = join(this.folder, 'copy');
    mkdirSync(copy);
    for (const name of SOURCES.filter((source) => existsSync(join(ROOT, source))))
      cpSync(join(ROOT, name), join(copy, name), { recursive: true, filter: (path) => !/\.(js|d\.ts)$/.test(path) });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const printed = npm(copy, 'pack', '--json', '--pack-destination', this.folder);
    const [{ filename, files }] = JSON.parse(printed.slice(printed.search(/^\[/m)));
    this.path = join(this.folder, filename);
    this.files = files.map((file: { path: string }) => file.path);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/**
 * A repository that has the tarball installed, and beside it only what the package says it needs.
 *
 * npm installs the tarball alone, from a lock file that names nothing else, since the other packages are not to be had
 * without the network; they are linked afterwards. (npm would link them itself, but npm 10 runs their scripts then.)
 */
export class ConsumerRepo {
  readonly path = temporaryFolder();

  constructor(tarball: Tarball, type: 'module' | 'commonjs') {
    const dependencies = { 'cdk8s-dagster': `file:${tarball.path}` };
    const id = { name: 'consumer', version: '1.0.0' };
    const consumer = { ...id, type, dependencies };
    const { version, bin, ...own } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const packages = { '': consumer, 'node_modules/cdk8s-dagster': { version, bin, resolved: `file:${tarball.path}` } };
    this.write('package.json', JSON.stringify(consumer));
    this.write('package-lock.json', JSON.stringify({ ...id, lockfileVersion: 3, requires: true, packages }));
    npm(this.path, 'ci', '--offline', '--no-audit', '--no-fund');
    for (const name of Object.keys({ ...own.dependencies, ...own.peerDependencies })) this.link(name);
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.path, path), text);
  }

  /** Makes an installed package of this repository available to the consumer. */
  link(name: string): void {
    const link = join(this.path, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), link);
  }

  typescript(...args: readonly string[]): Outcome {
    return this.node(join(ROOT, 'node_modules/typescript/bin/tsc'), ...args);
  }

  cdk8s(...args: readonly string[]): Outcome {
    return this.node('node_modules/cdk8s-cli/bin/cdk8s', ...args);
  }

  /** The command that the package brings, by its name. */
  cdk8sDagster(...args: readonly string[]): Outcome {
    return run(join(this.path, 'node_modules/.bin/cdk8s-dagster'), args, { cwd: this.path });
  }

  /** Every file below a folder of the consumer: its text, by its path. */
  files(folder = 'dist'): Record<string, string> {
    return filesBelow(join(this.path, folder));
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }

  private node(...args: readonly string[]): Outcome {
    return run(process.execPath, args, { cwd: this.path, env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' } });
  }
}

/** Runs npm without the network, and with an empty cache, so that it finds nothing that is not in the folder. */
function npm(cwd: string, ...args: readonly string[]): string {
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
