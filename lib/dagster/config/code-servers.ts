import { type Fields, flag, integer } from './fields.js';

/** How the webserver and the daemon wait for code servers. */
export interface CodeServersOptions {
  /** Seconds in which a server that a process starts itself has to answer. @default 180 */
  readonly localStartupTimeoutSeconds?: number;
  /** Seconds in which a code location has to load again. @default 180 */
  readonly reloadTimeoutSeconds?: number;
  /** Whether a process waits for the servers it started when it ends. @default - it does not */
  readonly waitForLocalProcessesOnShutdown?: boolean;
}

export const CODE_SERVERS: Fields<CodeServersOptions> = {
  localStartupTimeoutSeconds: integer('local_startup_timeout', 1),
  reloadTimeoutSeconds: integer('reload_timeout', 1),
  waitForLocalProcessesOnShutdown: flag('wait_for_local_processes_on_shutdown'),
};
