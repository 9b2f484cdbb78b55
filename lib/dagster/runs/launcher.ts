import type { IEnvVar } from 'kubernetes-models/v1';
import type { Issue, OpenMap } from '../../engine/index.js';
import type { ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import type { MountedVolume } from '../../kubernetes/volumes.js';
import type { SecretKey } from '../config/database.js';
import { DAGSTER_HOME } from '../config/paths.js';
import type { CeleryWorkers } from './celery-queues.js';
import type { ContainerContextOptions, Shared } from './container-context.js';
import type { RunPodTemplate } from './run-pod.js';
import type { SettledResources } from './run-resources.js';
import type { RunVolumes } from './run-volumes.js';

/** What a release says to its run launcher. */
export interface RunLauncherContext {
  readonly namespace: string;
  /** The account that runs have. */
  readonly serviceAccount: string;
  /** The ConfigMap that holds `dagster.yaml`. */
  readonly instanceConfigMap: string;
  /** The ConfigMap whose values become the environment of run pods. */
  readonly environmentConfigMap: string;
  /** The database's password, unless the pods' identity replaces it. */
  readonly password: SecretKey | undefined;
  /** Variables that refer to Secrets and the like, beside those of the ConfigMap. */
  readonly env: readonly IEnvVar[];
  /** What a run may write, and what it has to read. */
  readonly volumes: readonly MountedVolume[];
  readonly labels: Readonly<Record<string, string>>;
  /** What holds for all pods of the release. */
  readonly pod: RunPodTemplate;
}

/** A class that launches runs, with its configuration. */
export interface LauncherClass {
  readonly module: string;
  readonly class: string;
  readonly config?: OpenMap;
}

/** One way to launch runs. */
export interface Launcher {
  /** What is said of the account of runs. */
  readonly serviceAccount: ServiceAccountOptions | undefined;
  /** The namespace of runs. @default - the release's */
  readonly namespace?: string | undefined;
  /** Whether a run whose pod is gone can go on in another; `undefined` if nobody knows. */
  readonly resumesRuns: boolean | undefined;
  /** Workers that the launcher needs. */
  readonly celery: CeleryWorkers | undefined;
  /** Variables that whoever loads the launcher needs. */
  readonly env: readonly IEnvVar[];
  /** The parts of its configuration that the code locations may say instead, by their names. */
  readonly open: readonly string[];
  /** Which of the variables of a run's environment have to come from the ConfigMap. */
  plainEnv(env: readonly IEnvVar[]): Readonly<Record<string, string>>;
  /** Requests and limits of runs that no code location changes; `undefined` if nobody knows. */
  readonly resources: SettledResources | undefined;
  /** Whether the code locations say what runs request, since nobody else does. */
  readonly sizedByLocations: boolean;
  /** Volumes of runs that no code location changes; `undefined` if nobody knows. */
  volumes(context: RunLauncherContext): RunVolumes | undefined;
  /** What of a code location's words on its runs they do not get. @param shared what it says of itself and of them */
  unheard(shared: Shared, runs: ContainerContextOptions): Issue[];
  /** As `dagster.yaml` names it, but for knobs in its configuration. */
  describe(context: RunLauncherContext): LauncherClass;
  issues(context: RunLauncherContext): Issue[];
}

/** What every launcher of Jobs is told of the release. */
export function whereJobsRun(context: RunLauncherContext, namespace: string | undefined): OpenMap {
  return {
    job_namespace: namespace ?? context.namespace,
    load_incluster_config: true,
    service_account_name: context.serviceAccount,
    instance_config_map: context.instanceConfigMap,
    dagster_home: DAGSTER_HOME,
  };
}
