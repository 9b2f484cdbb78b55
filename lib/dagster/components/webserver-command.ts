import { type Issue, notAllowed, quote } from '../../engine/index.js';
import { checkChoice } from '../../kubernetes/process-checks.js';
import { checkLogFormat, type LogFormat } from './log-format.js';

const LOG_LEVELS = ['critical', 'error', 'warning', 'info', 'debug', 'trace'] as const;

/** How `dagster-webserver` is started. */
export interface WebserverCommandOptions {
  /** The path below which everything is served, for example `/dagster`. @default - the root */
  readonly pathPrefix?: string;

  /** How log lines look. @default - colored, Dagster's own */
  readonly logFormat?: LogFormat;

  /** Which log lines of the web server are written. @default - warning, Dagster's own */
  readonly logLevel?: (typeof LOG_LEVELS)[number];

  /** Milliseconds after which the database gives up on a statement. @default - 15000, Dagster's own */
  readonly dbStatementTimeout?: number;

  /** Seconds after which a database connection is replaced; -1 for never. @default - 3600, Dagster's own */
  readonly dbPoolRecycle?: number;

  /** Database connections beyond the pool's size; -1 for any number. @default - 20, Dagster's own */
  readonly dbPoolMaxOverflow?: number;
}

/** The words of the command, less the workspace. */
export function webserverCommand(port: number, options: WebserverCommandOptions, readOnly: boolean): string[] {
  const flag = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [name, `${value}`];
  return [
    ...['dagster-webserver', '-h', '0.0.0.0', '-p', `${port}`],
    ...flag('--path-prefix', options.pathPrefix),
    ...flag('--log-format', options.logFormat),
    ...flag('--log-level', options.logLevel),
    ...flag('--db-statement-timeout', options.dbStatementTimeout),
    ...flag('--db-pool-recycle', options.dbPoolRecycle),
    ...flag('--db-pool-max-overflow', options.dbPoolMaxOverflow),
    ...(readOnly ? ['--read-only'] : []),
  ];
}

export function checkWebserverCommand(options: WebserverCommandOptions): Issue[] {
  const { pathPrefix, dbStatementTimeout, dbPoolRecycle, dbPoolMaxOverflow } = options;
  const issues = [
    ...checkLogFormat(options.logFormat),
    ...checkChoice('logLevel', options.logLevel, LOG_LEVELS),
    ...checkPathPrefix('pathPrefix', pathPrefix),
  ];
  const atLeast = (path: string, value: number | undefined, least: number): void => {
    if (value === undefined || (Number.isInteger(value) && value >= least)) return;
    issues.push({ path, message: `found ${quote(value)}; allowed: integer, at least ${least}` });
  };
  atLeast('dbStatementTimeout', dbStatementTimeout, 0);
  atLeast('dbPoolRecycle', dbPoolRecycle, -1);
  atLeast('dbPoolMaxOverflow', dbPoolMaxOverflow, -1);
  return issues;
}

/** @param path of the option */
export function checkPathPrefix(path: string, pathPrefix: string | undefined): Issue[] {
  if (pathPrefix === undefined || /^(\/[\w.~-]+)+$/.test(pathPrefix)) return [];
  return [notAllowed(path, pathPrefix, 'a path such as "/dagster", without "/" at its end')];
}
