import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IContainer } from 'kubernetes-models/v1';
import { AUDIT, type Audit, parseAudit } from './audit.js';
import { asIdentity, type Identity } from './identity.js';
import type { Image } from './images.js';
import { memoryOf } from './memory.js';
import { execute, type Outcome, quoted } from './process.js';
import { enterRootFileSystem, type Mount } from './root-file-system.js';
import { deferred } from './waiting.js';

export interface ContainerProps {
  readonly spec: IContainer;
  readonly image: Image;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly identity: Identity;
  readonly mounts: readonly Mount[];
  /** The process that holds the pod's namespaces. */
  readonly holder: number;
  readonly address: string;
  /** A folder of its own. */
  readonly folder: string;
  /** The file that takes what it prints. */
  readonly log: string;
}

/** A container as a process: the first one of its own PID namespace, in its own root file system. */
export class Container {
  readonly name: string;
  readonly spec: IContainer;
  readonly address: string;
  /** Its exit code, once it has ended; 128 and more for a signal. */
  readonly exited: Promise<number>;
  private readonly child: ChildProcess;
  private over = false;
  private asked = false;

  constructor(private readonly props: ContainerProps) {
    this.spec = props.spec;
    this.name = props.spec.name;
    this.address = props.address;
    mkdirSync(join(props.folder, 'root'), { recursive: true });
    const log = openSync(props.log, 'a');
    const audit = openSync(this.auditFile, 'w');
    const pod = ['--target', `${props.holder}`, '--net', '--uts', '--ipc'];
    const own = ['--mount', '--pid', '--fork', '--kill-child'];
    this.child = spawn('nsenter', [...pod, 'unshare', ...own, 'sh', '-c', this.script()], {
      stdio: ['ignore', log, log, audit],
    });
    closeSync(log);
    closeSync(audit);
    const { promise, resolve } = deferred<number>();
    this.child.on('exit', (code) => {
      this.over = true;
      resolve(code ?? 128);
    });
    this.exited = promise;
  }

  get running(): boolean {
    return !this.over;
  }

  /** Whether it was told to stop. */
  get stopping(): boolean {
    return this.asked;
  }

  /** What it found out about itself before its command started. */
  get audit(): Audit {
    return parseAudit(readFileSync(this.auditFile, 'utf8'));
  }

  /** The last lines it printed. */
  tail(lines = 30): string {
    return readFileSync(this.props.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** The memory that its processes hold, in bytes. */
  get memory(): number {
    return memoryOf(this.firstProcess());
  }

  /** Runs a command in it, with its environment and as its user. */
  readonly exec = (command: readonly string[], seconds: number): Promise<Outcome> => {
    const inside = ['--target', `${this.firstProcess()}`, '--mount', '--pid', '--net', '--uts', '--ipc'];
    return execute(['nsenter', ...inside, ...this.environmentAndUser(), ...command], { timeout: seconds });
  };

  /** Ends it as the kubelet does, and tells whether it ended by itself in the time it was given. */
  async stop(graceSeconds: number): Promise<boolean> {
    this.asked = true;
    if (this.over) return true;
    this.signal('SIGTERM');
    let graceful = true;
    const timer = setTimeout(() => {
      graceful = false;
      this.signal('SIGKILL');
    }, graceSeconds * 1000);
    await this.exited;
    clearTimeout(timer);
    return graceful;
  }

  /** Ends it at once. */
  kill(): void {
    this.asked = true;
    this.child.kill('SIGKILL');
  }

  private get auditFile(): string {
    return join(this.props.folder, 'audit');
  }

  private signal(name: 'SIGTERM' | 'SIGKILL'): void {
    try {
      process.kill(this.firstProcess(), name);
    } catch {
      // It has just ended.
    }
  }

  /** Its first process, as this process sees it. */
  private firstProcess(): number {
    const parent = this.child.pid;
    const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim();
    if (children === '') throw new Error(`container ${this.name} has ended`);
    return Number(children);
  }

  private script(): string {
    const { folder, image, mounts, spec, command } = this.props;
    const readOnly = spec.securityContext?.readOnlyRootFilesystem ?? false;
    const workingDir = spec.workingDir ?? '/';
    const words = [...this.environmentAndUser(), '/bin/sh', '-c', AUDIT, workingDir, ...command];
    return [
      'set -e',
      ...enterRootFileSystem({ at: join(folder, 'root'), image, mounts, readOnly }),
      `exec ${words.map(quoted).join(' ')}`,
    ].join('\n');
  }

  private environmentAndUser(): string[] {
    const variables = Object.entries(this.props.environment).map(([name, value]) => `${name}=${value}`);
    return ['/usr/bin/env', '-i', ...variables, ...asIdentity(this.props.identity)];
  }
}
