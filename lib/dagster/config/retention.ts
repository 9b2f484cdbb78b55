import { is, isMap, type JsonMap } from '../../engine/index.js';
import { type Fields, group, integer, type OptionalField, renderFields } from './fields.js';

/** Days after which ticks are deleted, by how they ended; -1 keeps them. */
export interface TickRetentionDays {
  /** Ticks that have not ended. @default -1 */
  readonly started?: number;
  /** Ticks that asked for nothing. @default - -1 for schedules, 7 for the others */
  readonly skipped?: number;
  /** Ticks that asked for runs. @default -1 */
  readonly success?: number;
  /** Ticks that failed. @default -1 */
  readonly failure?: number;
}

/** How long the records of ticks stay in the database: days, -1 keeps them. */
export interface RetentionOptions {
  /** Ticks of schedules. @default - kept */
  readonly schedule?: number | TickRetentionDays;
  /** Ticks of sensors. @default - kept, but skipped ones for 7 days */
  readonly sensor?: number | TickRetentionDays;
  /** Ticks of declarative automation. @default - kept, but skipped ones for 7 days */
  readonly autoMaterialize?: number | TickRetentionDays;
}

const ALL = is.kind('number', 'integer, at least 1, or -1 to keep them', (value) => {
  // Dagster takes one 0 for all as if nothing were said.
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= -1 && value !== 0;
});

const DAYS: Fields<TickRetentionDays> = {
  started: days('started'),
  skipped: days('skipped'),
  success: days('success'),
  failure: days('failure'),
};

export const RETENTION: Fields<RetentionOptions> = {
  schedule: ticks('schedule'),
  sensor: ticks('sensor'),
  autoMaterialize: ticks('auto_materialize'),
};

function days(key: string): OptionalField {
  return integer(key, -1, '-1 to keep them');
}

function ticks(key: string): OptionalField {
  return {
    key,
    check: is.either(ALL, group(key, DAYS).check),
    render: (value): JsonMap => ({
      purge_after_days: isMap(value) ? renderFields(DAYS, value) : typeof value === 'number' ? value : null,
    }),
  };
}
