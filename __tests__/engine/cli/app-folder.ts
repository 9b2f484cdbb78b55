import { cpSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, type Outcome, ROOT, run, temporaryFolder } from '../../support/tools.js';

/** This repository as a user has it after `npm ci`, in a folder of its own, so that `dist` here is never touched. */
export class AppFolder {
  readonly path = temporaryFolder();

  constructor() {
    for (const name of ['main.ts', 'cdk8s.yaml', 'package.json']) cpSync(join(ROOT, name), join(this.path, name));
    for (const name of ['lib', 'node_modules', 'packaging']) symlinkSync(join(ROOT, name), join(this.path, name));
  }

  /** Replaces main.ts by an app that holds what these statements put into it. */
  holds(...statements: readonly string[]): void {
    this.write('main.ts', main('DagsterApp', statements));
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.path, path), text);
  }

  /** What `npm run synth -- ARGS` runs. */
  synth(...args: readonly string[]): Outcome {
    return this.ourCommand('synth', ...args);
  }

  ourCommand(...args: readonly string[]): Outcome {
    return this.node('--import', 'tsx', 'lib/cli.ts', ...args);
  }

  /** Plain `cdk8s synth`. */
  cdk8sSynth(...args: readonly string[]): Outcome {
    return this.node('node_modules/cdk8s-cli/bin/cdk8s', 'synth', ...args);
  }

  /** The script of package.json, with a cache of its own, so that npm leaves no logs behind. */
  npmRunSynth(): Outcome {
    const env = { ...process.env, npm_config_cache: join(this.path, '.npm'), npm_config_update_notifier: 'false' };
    return run('npm', ['run', '--silent', 'synth'], { cwd: this.path, env });
  }

  /** Every file below a folder of the app: its text, by its path. */
  files(folder = 'dist'): Record<string, string> {
    return filesBelow(join(this.path, folder));
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }

  private node(...args: readonly string[]): Outcome {
    const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false' };
    return run(process.execPath, args, { cwd: this.path, env });
  }
}

/** The text of a main.ts with an app of a class, and what these statements put into it. */
export function main(appClass: 'App' | 'DagsterApp', statements: readonly string[]): string {
  const imports = [`import { App } from 'cdk8s';`, `import { DagsterApp, DagsterChart } from './lib/index.js';`];
  return [...imports, `const app = new ${appClass}();`, ...statements, 'app.synth();', ''].join('\n');
}

/** The statement that places a release of a preset. */
export function release(preset: string, props = ''): string {
  return `new DagsterChart(app, '${preset}', { preset: '${preset}', ${props} });`;
}
