import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the node that the tests run on, which only a node of their own has. */
export function stateFolder(): string {
  const { E2E_STATE } = process.env;
  if (E2E_STATE === undefined) throw new Error('this test needs a node of its own: run it without E2E_KUBECONFIG');
  return E2E_STATE;
}

/** A program that runs beside the node; its output is a file among the logs of the node. */
export class Program {
  private readonly process: ChildProcess;

  constructor(name: string, [command = '', ...args]: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const log = openSync(join(stateFolder(), 'logs', `${name}.log`), 'a');
    this.process = spawn(command, args, { stdio: ['ignore', log, log], env: { ...process.env, ...env } });
    this.process.unref();
  }

  end(): void {
    this.process.kill('SIGKILL');
  }
}
