import type { Issue, JsonMap } from '../../engine/index.js';
import { type ConfigurableClass, checkClass, renderClass, soundClass } from './configurable-class.js';
import { checkFields, type EnvOr, type Fields, integerOrEnv, renderFields } from './fields.js';

/** The daemon as the scheduler. */
export interface DaemonSchedulerOptions {
  /** Ticks of a schedule that the daemon makes up for after it was away. @default 5 */
  readonly maxCatchupRuns?: EnvOr<number>;
  /** Tries to evaluate a tick again that failed. @default 0 */
  readonly maxTickRetries?: EnvOr<number>;
}

const DAEMON: Fields<DaemonSchedulerOptions> = {
  maxCatchupRuns: integerOrEnv('max_catchup_runs', 0),
  maxTickRetries: integerOrEnv('max_tick_retries', 0),
};

/** What evaluates schedules. */
export class Scheduler {
  /** The daemon. */
  static daemon(options: DaemonSchedulerOptions = {}): Scheduler {
    const config = renderFields(DAEMON, options);
    const scheduler = { module: 'dagster.core.scheduler', class: 'DagsterDaemonScheduler', config };
    return new Scheduler(soundClass(scheduler), (path) => checkFields(DAEMON, options, path));
  }

  /** A class of your own, which the images of all Dagster processes have to hold. */
  static custom(scheduler: ConfigurableClass): Scheduler {
    return new Scheduler(soundClass(scheduler), (path) => checkClass(scheduler, path));
  }

  private constructor(
    private readonly scheduler: ConfigurableClass,
    private readonly check: (path: string) => Issue[],
  ) {}

  /** The `scheduler` of `dagster.yaml`. */
  render(): JsonMap {
    return renderClass(this.scheduler);
  }

  /** What is wrong with the options. @param path the option that holds it */
  issues(path: string): Issue[] {
    return this.check(path);
  }
}
