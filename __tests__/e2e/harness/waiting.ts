import { setTimeout as sleep } from 'node:timers/promises';

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `${error}`;
}

/**
 * The result of an attempt once it succeeds.
 *
 * @param what what is waited for, for the error
 * @param within seconds until the last failure counts
 * @param attempt fails by throwing
 * @param isHopeless whether a failure is for good
 */
export async function eventually<T>(
  what: string,
  within: number,
  attempt: () => Promise<T> | T,
  isHopeless: (error: unknown) => boolean = () => false,
): Promise<T> {
  const end = Date.now() + within * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (isHopeless(error)) throw error;
      if (Date.now() > end) throw new Error(`${what}: not within ${within} s: ${messageOf(error)}`);
    }
    await sleep(250);
  }
}

/** A promise and how to settle it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // A rejection that nobody waits for is no error of the process.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
