import { is, isMap } from '../../engine/index.js';
import {
  choice,
  type Fields,
  flag,
  group,
  groups,
  integer,
  needed,
  type OptionalField,
  renderFields,
  text,
} from './fields.js';

/** How many runs with a tag are in progress at once. */
export interface TagConcurrencyLimit {
  /** The key of the tag, for example `dagster/backfill`. */
  readonly key: string;
  /**
   * The value of the tag, or whether each value has a limit of its own.
   *
   * @default - all values share the limit
   */
  readonly value?: string | { readonly applyLimitPerUniqueValue: boolean };
  /** The number of runs. */
  readonly limit: number;
}

/** Limits of pools, which ops and assets belong to. */
export interface PoolConcurrency {
  /** The limit of a pool that has none of its own, 0 to 1000. @default - no limit */
  readonly defaultLimit?: number;
  /** Whether a run or an op takes a slot. @default 'op' */
  readonly granularity?: 'run' | 'op';
  /** With the granularity `op`: runs that may start although all of their ops wait for slots. @default 0 */
  readonly opGranularityRunBuffer?: number;
}

/** Limits of runs. */
export interface RunConcurrency {
  /** Runs in progress at once; -1 for no limit, 0 to start none. @default 10 */
  readonly maxConcurrentRuns?: number;
  /** Limits of runs with certain tags. @default - none */
  readonly tagConcurrencyLimits?: readonly TagConcurrencyLimit[];
}

/** Limits of runs and of pools. */
export interface ConcurrencyOptions {
  /** Limits of pools. @default - none */
  readonly pools?: PoolConcurrency;
  /** Limits of runs; then the run coordinator sets none. @default - those of the run coordinator */
  readonly runs?: RunConcurrency;
}

const APPLY: Fields<{ applyLimitPerUniqueValue: boolean }> = {
  applyLimitPerUniqueValue: needed(flag('applyLimitPerUniqueValue')),
};

const TAG_VALUE: OptionalField = {
  key: 'value',
  check: is.either(is.text, group('value', APPLY).check),
  render: (value) => (isMap(value) ? renderFields(APPLY, value) : `${value}`),
};

const TAG_LIMIT: Fields<TagConcurrencyLimit> = {
  key: needed(text('key')),
  value: TAG_VALUE,
  limit: needed(integer('limit', 0)),
};

/** Limits by tag, which the run coordinator takes as well. */
export const TAG_LIMITS: OptionalField = groups('tag_concurrency_limits', TAG_LIMIT);

const POOLS: Fields<PoolConcurrency> = {
  // The most that Dagster's database takes, unless an environment variable of its own raises it.
  defaultLimit: integer('default_limit', 0, undefined, 1000),
  granularity: choice('granularity', ['run', 'op']),
  opGranularityRunBuffer: integer('op_granularity_run_buffer', 0),
};

const RUNS: Fields<RunConcurrency> = {
  maxConcurrentRuns: integer('max_concurrent_runs', -1, '-1 for no limit'),
  tagConcurrencyLimits: TAG_LIMITS,
};

export const CONCURRENCY: Fields<ConcurrencyOptions> = {
  pools: group('pools', POOLS),
  runs: group('runs', RUNS),
};
