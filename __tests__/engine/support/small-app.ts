import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, type Outcome } from '../../support/tools.js';
import type { Compiled, Running } from './compiled.js';

/** A folder with an app for cdk8s that is a shell script, since starting it takes no time. */
export class SmallApp {
  readonly path: string;

  /** @param lines what the app does in its output folder, which is there already */
  constructor(
    private readonly compiled: Compiled,
    private readonly name: string,
    lines: readonly string[],
    config = '',
  ) {
    this.path = join(compiled.path, name);
    this.does(...lines);
    this.write('cdk8s.yaml', `app: ./app\n${config}`);
  }

  does(...lines: readonly string[]): void {
    this.write(
      'app',
      ['#!/bin/sh', 'set -e', 'mkdir -p "$CDK8S_OUTDIR"', 'cd "$CDK8S_OUTDIR"', ...lines, ''].join('\n'),
    );
    chmodSync(join(this.path, 'app'), 0o755);
  }

  write(path: string, text: string): void {
    this.compiled.write(join(this.name, path), text);
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
    return this.compiled.start(args, { cwd: this.path, env });
  }

  run(...args: readonly string[]): Promise<Outcome & { signal: NodeJS.Signals | null }> {
    return this.start(args).ended;
  }

  /** The files in the folder of the app, less those that make the app. */
  get files(): Record<string, string> {
    const { app, 'cdk8s.yaml': config, ...others } = filesBelow(this.path);
    return others;
  }
}
