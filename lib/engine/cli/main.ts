import { type Command, CommanderError } from 'commander';
import { ValidationError } from '../data/issue.js';
import { codeOf } from '../faces/folder/system-error.js';

/** What the caller got wrong, by the convention of sysexits.h. */
const USAGE = 64;

/** Runs a command line as this process was called, and gives it its exit code. */
export function main(program: Command): void {
  // Whoever reads may stop reading, as `head` does; the work goes on.
  process.stdout.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
  program.parseAsync().catch((error: unknown) => {
    process.exitCode = exitCodeOf(error);
  });
}

function exitCodeOf(error: unknown): number {
  // Commander has printed it, or it is no error: a version or a help text.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (!(error instanceof ValidationError)) throw error;
  process.stderr.write(`${error.stack}\n`);
  return 1;
}
