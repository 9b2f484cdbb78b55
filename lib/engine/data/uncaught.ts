import { inspect } from 'node:util';

/**
 * Lets an error print itself, and nothing else, if it ends the process: Node would print the line of Node's own code that
 * reports it, and its version, around what is to be read.
 *
 * Whoever catches the error notices nothing of it: the listener is there until the error has had the time to reach the top,
 * which is the end of the turn, and only where nobody else listens, as test runners do.
 */
export function printIfUncaught(error: Error): void {
  if (process.listenerCount('uncaughtException') > 0) return;
  const listener = (thrown: unknown): void => {
    const text = thrown instanceof Error && thrown.name === error.name ? thrown.stack : inspect(thrown);
    process.stderr.write(`${text}\n`, () => process.exit(1));
  };
  process.once('uncaughtException', listener);
  setImmediate(() => process.off('uncaughtException', listener)).unref();
}
