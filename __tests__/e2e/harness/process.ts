import { execFile } from 'node:child_process';

/** How a command ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecuteOptions {
  /** Seconds after which the command is killed. @default 60 */
  readonly timeout?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command to its end. Never blocks: this process carries the traffic of the Services meanwhile. */
export function execute(
  [command = '', ...args]: readonly string[],
  { timeout = 60, env }: ExecuteOptions = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { timeout: timeout * 1000, killSignal: 'SIGKILL', maxBuffer: 1 << 26, env } as const;
    execFile(command, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr: code === -1 ? `${stderr}${error?.message}` : stderr });
    });
  });
}

/** What a command printed that has to succeed. */
export async function output(command: readonly string[], options: ExecuteOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await execute(command, options);
  if (code !== 0) throw new Error(`${command.join(' ')}: exit code ${code}: ${stderr}${stdout}`);
  return stdout.trim();
}

/** A word of a shell command. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
