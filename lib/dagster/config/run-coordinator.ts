import type { Issue, JsonMap } from '../../engine/index.js';
import { TAG_LIMITS, type TagConcurrencyLimit } from './concurrency.js';
import { type ConfigurableClass, checkClass, renderClass, soundClass } from './configurable-class.js';
import {
  checkFields,
  type EnvOr,
  type Fields,
  flag,
  group,
  integer,
  integerOrEnv,
  renderFields,
  soundFields,
} from './fields.js';

/** Whether runs wait whose first ops would wait for slots of a pool anyway. */
export interface BlockOpConcurrencyLimitedRuns {
  /** Whether they wait. @default true */
  readonly enabled?: boolean;
  /** How many of them start nevertheless. @default 0 */
  readonly opConcurrencySlotBuffer?: number;
}

/** The queue of runs. */
export interface QueuedRunCoordinatorOptions {
  /** Runs in progress at once; -1 for no limit, 0 to start none. @default 10 */
  readonly maxConcurrentRuns?: EnvOr<number>;
  /** Limits of runs with certain tags. @default - none */
  readonly tagConcurrencyLimits?: readonly TagConcurrencyLimit[];
  /** Seconds between two looks at the queue. @default 5 */
  readonly dequeueIntervalSeconds?: EnvOr<number>;
  /** Whether several runs are launched at once. @default true */
  readonly dequeueUseThreads?: boolean;
  /** How many are launched at once. @default - 4 with threads */
  readonly dequeueNumWorkers?: EnvOr<number>;
  /** Tries to launch a run again whose code location does not answer. @default 0 */
  readonly maxUserCodeFailureRetries?: EnvOr<number>;
  /** Seconds between such tries. @default 60 */
  readonly userCodeFailureRetryDelaySeconds?: EnvOr<number>;
  /** Whether runs wait whose first ops would wait for slots of a pool anyway. @default - they do */
  readonly blockOpConcurrencyLimitedRuns?: BlockOpConcurrencyLimitedRuns;
}

const BLOCK: Fields<BlockOpConcurrencyLimitedRuns> = {
  enabled: flag('enabled'),
  opConcurrencySlotBuffer: integer('op_concurrency_slot_buffer', 0),
};

const QUEUED: Fields<QueuedRunCoordinatorOptions> = {
  maxConcurrentRuns: integerOrEnv('max_concurrent_runs', -1, '-1 for no limit'),
  tagConcurrencyLimits: TAG_LIMITS,
  dequeueIntervalSeconds: integerOrEnv('dequeue_interval_seconds', 1),
  dequeueUseThreads: flag('dequeue_use_threads'),
  dequeueNumWorkers: integerOrEnv('dequeue_num_workers', 1),
  maxUserCodeFailureRetries: integerOrEnv('max_user_code_failure_retries', 0),
  userCodeFailureRetryDelaySeconds: integerOrEnv('user_code_failure_retry_delay', 0),
  blockOpConcurrencyLimitedRuns: group('block_op_concurrency_limited_runs', BLOCK),
};

/** When a run that somebody asked for starts. */
export class RunCoordinator {
  /** In a queue, from which the daemon launches them within limits. */
  static queued(given: QueuedRunCoordinatorOptions = {}): RunCoordinator {
    const options = soundFields(QUEUED, given, {});
    const { dequeueUseThreads = true, dequeueNumWorkers = dequeueUseThreads ? 4 : undefined } = options;
    const config = renderFields(QUEUED, { ...options, dequeueUseThreads, dequeueNumWorkers });
    const coordinator = { module: 'dagster.core.run_coordinator', class: 'QueuedRunCoordinator', config };
    return new RunCoordinator(
      coordinator,
      (path) => [...checkFields(QUEUED, given, path), ...checkBuffer(options, path)],
      options,
    );
  }

  /** At once, without a queue and without limits. */
  static immediate(): RunCoordinator {
    const module = 'dagster.core.run_coordinator.sync_in_memory_run_coordinator';
    return new RunCoordinator({ module, class: 'SyncInMemoryRunCoordinator' }, () => []);
  }

  /** As a class of your own says, which the images of the webserver and the daemon have to hold. */
  static custom(coordinator: ConfigurableClass): RunCoordinator {
    return new RunCoordinator(soundClass(coordinator), (path) => checkClass(coordinator, path), undefined, true);
  }

  private constructor(
    private readonly coordinator: ConfigurableClass,
    private readonly check: (path: string) => Issue[],
    private readonly queue?: QueuedRunCoordinatorOptions,
    private readonly custom = false,
  ) {}

  /** Whether runs wait in a queue, from which the daemon alone launches them. */
  get queues(): boolean {
    return this.queue !== undefined;
  }

  /** Whether runs start at once, so that limits of runs mean nothing. */
  get startsAtOnce(): boolean {
    return this.queue === undefined && !this.custom;
  }

  /** The limits that it keeps, by the options that say them. */
  get limits(): Readonly<Record<string, unknown>> {
    const { maxConcurrentRuns, tagConcurrencyLimits, blockOpConcurrencyLimitedRuns: block } = this.queue ?? {};
    const limits = {
      maxConcurrentRuns,
      tagConcurrencyLimits,
      'blockOpConcurrencyLimitedRuns.opConcurrencySlotBuffer': block?.opConcurrencySlotBuffer,
    };
    return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
  }

  /** The `run_coordinator` of `dagster.yaml`. */
  render(): JsonMap {
    return renderClass(this.coordinator);
  }

  /** What is wrong with the options. @param path the option that holds it */
  issues(path: string): Issue[] {
    return this.check(path);
  }
}

/** The daemon would not start. */
function checkBuffer(options: QueuedRunCoordinatorOptions, path: string): Issue[] {
  const block = options.blockOpConcurrencyLimitedRuns;
  if (block?.enabled !== false || !block.opConcurrencySlotBuffer) return [];
  const message = `found ${block.opConcurrencySlotBuffer} while enabled is false; allowed: 0; leave it out or enable it`;
  return [{ path: `${path}.blockOpConcurrencyLimitedRuns.opConcurrencySlotBuffer`, message }];
}
