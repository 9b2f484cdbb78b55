import type { IEnvVar } from 'kubernetes-models/v1';
import {
  checkName,
  checkResources,
  type Issue,
  isMap,
  type Json,
  type JsonMap,
  quote,
  type Resources,
  repeated,
  resourcesSchema,
  validateAgainst,
  writeYaml,
} from '../../engine/index.js';
import type { ProcessOptions } from '../../kubernetes/pod-options.js';
import { type EnvOr, under } from '../config/fields.js';

/** A queue of steps, and the workers that take steps from it. */
export interface CeleryQueue {
  /** The name: a DNS label. Steps without a tag `dagster-celery/queue` go to the queue `dagster`. */
  readonly name: string;
  /** How many workers there are. @default 2 */
  readonly replicas?: number;
  /** Labels of their pods. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Labels that a node has to have, instead of those for all workers. @default - those for all workers */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Celery's own configuration, over the one for all queues. @default - the one for all queues */
  readonly configSource?: JsonMap;
  /** Arguments of `celery worker`, for example `['--concurrency=2']`. @default - none */
  readonly additionalArgs?: readonly string[];
  /** Requests and limits. @default - those of a worker */
  readonly resources?: Resources;
}

/** Workers of a queue that says nothing of them. */
export const CELERY_REPLICAS = 2;

export interface CeleryWorkersProps {
  readonly queues: readonly CeleryQueue[];
  readonly broker: EnvOr<string>;
  readonly backend: EnvOr<string>;
  readonly configSource: JsonMap;
  readonly include: readonly string[];
  readonly env: readonly IEnvVar[];
  /** What is said of all workers' pods. */
  readonly process: ProcessOptions;
}

/** The Celery workers that a run launcher needs: what each runs, and the configuration it reads. */
export class CeleryWorkers {
  readonly queues: readonly CeleryQueue[];
  /** The broker's and the backend's URLs, from their Secrets. */
  readonly env: readonly IEnvVar[];
  /** What is said of all workers' pods. */
  readonly process: ProcessOptions;

  constructor(private readonly props: CeleryWorkersProps) {
    this.queues = props.queues;
    this.env = props.env;
    this.process = props.process;
  }

  /** The text of the configuration that the workers of a queue read. */
  configYaml(queue: CeleryQueue): string {
    const { broker, backend, configSource } = this.props;
    const merged = { ...configSource, ...queue.configSource };
    const config: Record<string, Json> = {
      broker: url(broker),
      backend: url(backend),
      ...(Object.keys(merged).length > 0 ? { config_source: merged } : {}),
    };
    // Outside of `execution.config`, or of its older name `execution.celery`, Dagster overlooks it: it looks for a broker on
    // this host.
    return writeYaml({ execution: { config } }, 'quoted');
  }

  /** The command of a worker of a queue; it writes below `DAGSTER_HOME`. @param configPath where the configuration is */
  command(queue: CeleryQueue, configPath: string): string[] {
    const args = queue.additionalArgs ?? [];
    return [
      ...['dagster-celery', 'worker', 'start', '-A', 'dagster_celery_k8s.app', '-y', configPath, '-q', queue.name],
      ...this.props.include.flatMap((module) => ['-i', module]),
      ...(args.length > 0 ? ['--', ...args] : []),
    ];
  }

  /** What is wrong with the queues. */
  issues(path: string): Issue[] {
    const names = this.queues.map(({ name }) => name);
    const issues = this.queues.flatMap((queue, index) => checkQueue(queue, `${path}.${index}`));
    for (const name of repeated(names)) {
      issues.push({
        path,
        message: `found ${quote(name)} twice; allowed: each queue once; leave one out, or rename it`,
      });
    }
    if (!names.includes('dagster')) {
      const message = `found ${quote(names)}; allowed: queues of which one is "dagster", where steps go that name none`;
      issues.push({ path, message });
    }
    return issues;
  }
}

function url(source: EnvOr<string>): Json {
  return typeof source === 'string' ? source : { env: source.env };
}

function checkQueue(
  { name, replicas = CELERY_REPLICAS, resources, configSource = {} }: CeleryQueue,
  path: string,
): Issue[] {
  const issues = checkName('queue', name).map(({ message }) => ({ path: `${path}.name`, message }));
  if (!Number.isSafeInteger(replicas) || replicas < 0) {
    issues.push({ path: `${path}.replicas`, message: `found ${quote(replicas)}; allowed: integer, at least 0` });
  }
  if (!isMap(configSource)) {
    issues.push({ path: `${path}.configSource`, message: `found ${quote(configSource)}; allowed: an object` });
  }
  const inResources =
    resources === undefined ? [] : [...validateAgainst(resourcesSchema, resources), ...checkResources(resources)];
  return [...issues, ...under(`${path}.resources`, inResources)];
}
