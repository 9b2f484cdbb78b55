import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../support/tools.js';
import { Program, stateFolder } from '../support/program.js';
import { eventually } from '../support/waiting.js';

/** A repository that is served over HTTP, and a working tree of its branch `main`. */
export class Repository {
  readonly url: string;
  readonly tree: string;
  private readonly server: Program;

  /** @param port its own, since several may be served side by side */
  constructor(port: number) {
    const folder = join(stateFolder(), `repository-${port}`);
    const served = join(folder, 'served');
    this.url = `http://10.250.0.2:${port}/deployments.git`;
    this.tree = join(folder, 'tree');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(served, { recursive: true });
    printed(['init', '--quiet', '--bare', '--initial-branch=main', join(served, 'deployments.git')]);
    printed(['clone', '--quiet', join(served, 'deployments.git'), this.tree]);
    this.git('config', 'user.name', 'test');
    this.git('config', 'user.email', 'test@example.com');
    const script = join(import.meta.dirname, 'server.ts');
    this.server = new Program(`git-${port}`, ['node', '--import', 'tsx/esm', script, served, `${port}`]);
  }

  async ready(): Promise<void> {
    await eventually('the Git server', 60, () => this.git('ls-remote', this.url));
  }

  /** Commits all that is in the working tree, and pushes it. @returns the hash of the commit */
  commit(message: string): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
    this.git('push', '--quiet', 'origin', 'HEAD:main');
    return this.git('rev-parse', 'HEAD');
  }

  git(...args: string[]): string {
    return printed(['-C', this.tree, ...args]);
  }

  end(): void {
    this.server.end();
  }
}

function printed(args: readonly string[]): string {
  const { status, stdout, stderr } = run('git', args);
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}
