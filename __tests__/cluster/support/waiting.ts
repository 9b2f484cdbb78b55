import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The result of an attempt once it succeeds.
 *
 * @param what what is waited for, for the error
 * @param within seconds until the last failure counts
 * @param attempt fails by throwing
 */
export async function eventually<T>(what: string, within: number, attempt: () => Promise<T> | T): Promise<T> {
  const end = Date.now() + within * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw new Error(`${what}: not within ${within} s: ${error}`);
    }
    await sleep(500);
  }
}
