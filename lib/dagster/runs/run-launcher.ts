import { isDeepStrictEqual } from 'node:util';
import type { IEnvVar } from 'kubernetes-models/v1';
import {
  checked,
  copyPlain,
  divideOpen,
  type Issue,
  isMap,
  type JsonMap,
  notAllowed,
  type OpenMap,
  type PodTemplate,
} from '../../engine/index.js';
import type { ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import { type ConfigurableClass, checkClass, renderClass, soundClass } from '../config/configurable-class.js';
import { CELERY_RUN_LAUNCHER, K8S_RUN_LAUNCHER } from '../options/runs-shape.js';
import { type CeleryK8sRunLauncherOptions, CeleryLauncher } from './celery-launcher.js';
import type { CeleryWorkers } from './celery-queues.js';
import type { ContainerContextOptions, Shared } from './container-context.js';
import { K8sLauncher, type K8sRunLauncherOptions } from './k8s-launcher.js';
import type { Launcher, LauncherClass, RunLauncherContext } from './launcher.js';
import { checkPodOfRun, podOfRun } from './pod-of-run.js';
import type { SettledResources } from './run-resources.js';
import type { RunVolumes } from './run-volumes.js';

/** What stands for a launcher of which not even the broker is said. */
const SOME_CELERY: CeleryK8sRunLauncherOptions = { brokerSecret: { name: 'none', key: 'NONE' } };

/**
 * How runs are launched.
 *
 * @see https://docs.dagster.io/api/libraries/dagster-k8s
 */
export class RunLauncher {
  /** Each run is a Job whose pod meets the pod-security level "restricted", unless the options relax it. */
  static k8s(options: K8sRunLauncherOptions = {}): RunLauncher {
    const given = checked(K8S_RUN_LAUNCHER, options, {}, 'runLauncher');
    return new RunLauncher(new K8sLauncher(given.options), given.issues);
  }

  /**
   * Each run is a Job, and its steps go to Celery workers, which launch a Job for each. Jobs use `celery_k8s_job_executor`:
   * the broker, the backend, Celery's configuration, the modules and retries that are said here stand over those in the
   * `execution.config` of a run, and what else is said there stands over this, or is added where it is a list.
   *
   * The launcher of dagster-celery-k8s has no options for security contexts or resources: they are tags of jobs,
   * `dagster-k8s/config`. Its runs hear nothing of code locations.
   */
  static celeryK8s(options: CeleryK8sRunLauncherOptions): RunLauncher {
    const given = checked(CELERY_RUN_LAUNCHER, options, SOME_CELERY, 'runLauncher');
    return new RunLauncher(new CeleryLauncher(given.options), given.issues);
  }

  /** As a class of your own says, which the images of the webserver, the daemon and all code locations have to hold. */
  static custom(launcher: ConfigurableClass): RunLauncher {
    const sound = soundClass(launcher);
    return new RunLauncher({
      serviceAccount: undefined,
      resumesRuns: undefined,
      open: [],
      celery: undefined,
      env: [],
      plainEnv: () => ({}),
      resources: undefined,
      sizedByLocations: false,
      volumes: () => undefined,
      unheard: () => [],
      describe: () => sound,
      issues: () => checkClass(launcher, 'runLauncher'),
    });
  }

  private readonly described = new WeakMap<RunLauncherContext, LauncherClass>();

  private constructor(
    private readonly launcher: Launcher,
    private readonly misuse: readonly Issue[] = [],
  ) {}

  /** The namespace of runs; `undefined`: the release's. */
  get namespace(): string | undefined {
    return this.launcher.namespace;
  }

  /** What is said of the account of runs. */
  get serviceAccount(): ServiceAccountOptions | undefined {
    return this.launcher.serviceAccount;
  }

  /** Whether a run whose pod is gone can go on in another; `undefined` if nobody knows. */
  get resumesRuns(): boolean | undefined {
    return this.launcher.resumesRuns;
  }

  /** The Celery workers that it needs, if it does. */
  get celery(): CeleryWorkers | undefined {
    return this.launcher.celery;
  }

  /** Variables that every process which loads the instance needs for it. */
  get env(): readonly IEnvVar[] {
    return this.launcher.env;
  }

  /** Which of the variables of a run's environment have to come from its ConfigMap. */
  plainEnv(env: readonly IEnvVar[]): Readonly<Record<string, string>> {
    return this.launcher.plainEnv(env);
  }

  /** Requests and limits of runs that no code location changes; `undefined` if nobody knows. */
  get resources(): SettledResources | undefined {
    return this.launcher.resources;
  }

  /** Whether the code locations say what runs request, since nobody else does. */
  get sizedByLocations(): boolean {
    return this.launcher.sizedByLocations;
  }

  /** Volumes of runs that no code location changes; `undefined` if nobody knows. */
  volumes(context: RunLauncherContext): RunVolumes | undefined {
    return this.launcher.volumes(context);
  }

  /** What of a code location's words on its runs they do not get. @param shared what it says of itself and of them */
  unheard(shared: Shared, runs: ContainerContextOptions): Issue[] {
    return this.launcher.unheard(shared, runs);
  }

  /** The `run_launcher` of `dagster.yaml`, less what knobs decide. */
  render(context: RunLauncherContext): JsonMap {
    const { module, class: name, config = {} } = this.describe(context);
    const fixed = copyPlain(divideOpen(config).fixed);
    return renderClass({ module, class: name, config: isMap(fixed) ? fixed : {} });
  }

  /** What knobs decide of it, which code locations say in its place, since a configuration file holds no knobs. */
  openConfig(context: RunLauncherContext): OpenMap {
    return divideOpen(this.describe(context).config ?? {}).open;
  }

  /** The pods of runs; `undefined` if nobody knows. @param location what a code location says of them */
  podOfRun(context: RunLauncherContext, location?: OpenMap): PodTemplate | undefined {
    if (this.launcher.volumes(context) === undefined) return undefined;
    return podOfRun(this.describe(context).config ?? {}, location);
  }

  /** The class, and its configuration, which is worked out once for each context. */
  private describe(context: RunLauncherContext): LauncherClass {
    const known = this.described.get(context) ?? this.launcher.describe(context);
    this.described.set(context, known);
    return known;
  }

  /** What is wrong with the pods of runs because of what the launcher says of them, if it says anything. */
  private faults(context: RunLauncherContext): Issue[] {
    const usual = RunLauncher.k8s();
    const pod = this.podOfRun(context);
    if (this.serviceAccount === undefined && isDeepStrictEqual(pod, usual.podOfRun(context))) return [];
    return checkPodOfRun(pod, 'runLauncher', () => usual.podOfRun({ ...context, serviceAccount: 'run' }));
  }

  /** What is wrong with the options, in the release that the context describes. */
  issues(context: RunLauncherContext): Issue[] {
    const issues = [...this.misuse, ...this.launcher.issues(context)];
    if (issues.length > 0) return issues;
    const stuck = Object.entries(this.openConfig(context)).filter(([key]) => !this.launcher.open.includes(key));
    const allowed = 'a fixed value, since neither dagster.yaml nor a code location can say it by a knob';
    return [
      ...stuck.map(([key, value]) => notAllowed(`runLauncher ${key}`, value, allowed)),
      // What the release says of all pods is found in those of its objects.
      ...this.faults(context),
    ];
  }
}
