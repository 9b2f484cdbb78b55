import type { Issue } from '../../engine/index.js';
import { checkChoice } from '../../kubernetes/process-checks.js';

/** How log lines look. */
export type LogFormat = (typeof LOG_FORMATS)[number];

const LOG_FORMATS = ['colored', 'json', 'rich'] as const;

export function checkLogFormat(format: LogFormat | undefined): Issue[] {
  return checkChoice('logFormat', format, LOG_FORMATS);
}
