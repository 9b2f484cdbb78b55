import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Outcome, ROOT, run, temporaryFolder } from '../../support/tools.js';

/** A process that writes a folder as `writeFolder` does, as a user of this number if it may choose. */
const WRITER = `
import { readFileSync } from 'node:fs';
import { ValidationError } from './lib/engine/data/issue.js';
import { writeFolder } from './lib/engine/faces/folder.js';
const [folder, files, user] = process.argv.slice(2);
const content = new Map(Object.entries(JSON.parse(readFileSync(files, 'utf8'))));
if (user !== undefined && process.getuid() === 0) {
  process.setgid(Number(user));
  process.setuid(Number(user));
}
try {
  writeFolder(folder, content);
} catch (error) {
  if (!(error instanceof ValidationError)) throw error;
  process.stderr.write(error.message);
  process.exitCode = 1;
}
`;

/** A running process, and its end. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Outcome & { readonly signal: NodeJS.Signals | null }>;
}

/** The package as it is published, compiled, since starting it takes a fraction of the time that the sources take. */
export class Compiled {
  /** A folder for whatever a test needs, beside the package. */
  readonly path = temporaryFolder();
  private readonly own = join(this.path, 'package');

  constructor() {
    mkdirSync(this.own);
    chmodSync(this.path, 0o755);
    symlinkSync(join(ROOT, 'node_modules'), join(this.own, 'node_modules'));
    symlinkSync(join(ROOT, 'node_modules'), join(this.path, 'node_modules'));
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const compilation = ['-p', join(ROOT, 'lib'), '--emitDeclarationOnly', 'false', '--outDir', this.own];
    const { status, stdout } = run(process.execPath, [compiler, ...compilation]);
    if (status !== 0) throw new Error(stdout);
    this.write('package/writer.mjs', WRITER);
    mkdirSync(join(this.path, 'tmp'));
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), text);
  }

  /** Starts our command, by default in the folder, with temporary files in the folder `tmp` there. */
  start(args: readonly string[], options: SpawnOptions = {}): Running {
    return this.node([join(this.own, 'lib/cli.js'), ...args], options);
  }

  /** Starts a process that calls `writeFolder` with the files that a JSON file holds. */
  startWriter(folder: string, files: string, user?: number): Running {
    return this.node([join(this.own, 'writer.mjs'), folder, files, ...(user === undefined ? [] : [`${user}`])]);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private node(args: readonly string[], { env, ...options }: SpawnOptions = {}): Running {
    const child = spawn(process.execPath, args, {
      cwd: this.path,
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false', TMPDIR: join(this.path, 'tmp'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    const texts = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
    return { process: child, ended: once(child, 'close').then(([status, signal]) => ({ status, signal, ...texts })) };
  }
}
