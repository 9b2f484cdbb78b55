import type { Outcome } from '../../support/tools.js';

/** What a command prints, without line ends around it. @param what it is, for the error @throws when it failed */
export function printed(what: string, { status, stdout, stderr }: Outcome): string {
  if (status !== 0) throw new Error(`${what}: ${stderr}${stdout}`);
  return stdout.trim();
}
