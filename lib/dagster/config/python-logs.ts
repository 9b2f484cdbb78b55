import type { JsonMap } from '../../engine/index.js';
import { choice, data, type Fields, group, texts } from './fields.js';

const LEVELS = ['NOTSET', 'DEBUG', 'INFO', 'WARN', 'WARNING', 'ERROR', 'FATAL', 'CRITICAL'] as const;

/** Handlers, formatters and filters as Python's `logging.config.dictConfig` takes them. */
export interface DagsterHandlerConfig {
  /** Handlers by name. @default - none but Dagster's */
  readonly handlers?: JsonMap;
  /** Formatters by name. @default - none */
  readonly formatters?: JsonMap;
  /** Filters by name. @default - none */
  readonly filters?: JsonMap;
}

/** What becomes of messages that code writes with Python's `logging`. */
export interface PythonLogsOptions {
  /** Loggers whose messages go to Dagster's event log; `root` for all. @default - none */
  readonly managedPythonLoggers?: readonly string[];
  /** The lowest level of messages that Dagster's loggers take. @default 'DEBUG' */
  readonly pythonLogLevel?: (typeof LEVELS)[number];
  /** Where messages of Dagster's loggers go, too. @default - nowhere else */
  readonly dagsterHandlerConfig?: DagsterHandlerConfig;
}

const HANDLERS: Fields<DagsterHandlerConfig> = {
  handlers: data('handlers'),
  formatters: data('formatters'),
  filters: data('filters'),
};

export const PYTHON_LOGS: Fields<PythonLogsOptions> = {
  managedPythonLoggers: texts('managed_python_loggers'),
  pythonLogLevel: choice('python_log_level', LEVELS),
  dagsterHandlerConfig: group('dagster_handler_config', HANDLERS),
};
