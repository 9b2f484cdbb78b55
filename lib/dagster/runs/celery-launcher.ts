import type { IEnvFromSource, IEnvVar, IVolume, IVolumeMount } from 'kubernetes-models/v1';
import { checkSecretKey, copyOpen, type Issue, type JsonMap, notAllowed, quote } from '../../engine/index.js';
import type { PullPolicy } from '../../kubernetes/image.js';
import type { ProcessOptions, ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import { mountsOf, volumesOf } from '../../kubernetes/volumes.js';
import type { SecretKey } from '../config/database.js';
import { checkData, isEnvName } from '../config/fields.js';
import { type CeleryQueue, CeleryWorkers } from './celery-queues.js';
import type { ContainerContextOptions, Shared } from './container-context.js';
import { type Launcher, type LauncherClass, type RunLauncherContext, whereJobsRun } from './launcher.js';
import type { RunPodTemplate } from './run-pod.js';
import type { SettledResources } from './run-resources.js';
import {
  checkDifferences,
  checkMounted,
  ownVolumes,
  type RunVolumes,
  saidVolumes,
  together,
  withoutRepeats,
} from './run-volumes.js';
import { sayingsOf } from './said-of-runs.js';

/** What the real launcher takes; the pods of runs cannot be restricted, since it has no option for that. */
export interface CeleryK8sRunLauncherOptions {
  /** The Secret with the broker's URL. The key is also the name of the variable that holds it in all processes. */
  readonly brokerSecret: SecretKey;
  /** The Secret with the URL of what keeps results, in the same way. @default - `rpc://`: the broker, if it is RabbitMQ */
  readonly backendSecret?: SecretKey;
  /** The queues of steps. @default - one, `dagster`, with 2 workers */
  readonly workerQueues?: readonly CeleryQueue[];
  /** Celery's own configuration. @default - Dagster's own */
  readonly configSource?: JsonMap;
  /** Python modules that workers import. @default - none */
  readonly include?: readonly string[];
  /** Whether a step that failed is tried again as its retry policy says. @default true */
  readonly retries?: boolean;
  /** What is said of all workers' pods. @default - nothing but what they need */
  readonly workers?: ProcessOptions;
  /**
   * The namespace of runs, which has to be there. The release brings an account, the right to launch, the environment and a
   * NetworkPolicy; Secrets (the database's password first), ConfigMaps, claims and accounts that runs refer to have to be in
   * it.
   *
   * @default - the release's
   */
  readonly namespace?: string;
  /** When the kubelet pulls the images of runs. @default 'IfNotPresent' */
  readonly imagePullPolicy?: PullPolicy;
  /** Names of Secrets to pull the images of runs with. @default - none */
  readonly imagePullSecrets?: readonly string[];
  /** The account of runs. @default - one of the release's own, which may launch Jobs */
  readonly serviceAccount?: ServiceAccountOptions;
  /** Labels of runs. @default - none but the usual */
  readonly labels?: Readonly<Record<string, string>>;
  /** ConfigMaps and Secrets, by name alone, whose values become variables of runs. @default - none */
  readonly envFrom?: readonly IEnvFromSource[];
  /** Volumes of runs. @default - none but what a run needs */
  readonly volumes?: readonly IVolume[];
  /** Where runs see them. @default - nowhere */
  readonly volumeMounts?: readonly IVolumeMount[];
  /** Whether the pod of a run fails when the run does. @default false */
  readonly failPodOnRunFailure?: boolean;
}

/** The only key that dagster-k8s looks for the password under, when no variable can be given. */
const PASSWORD_KEY = 'postgresql-password';

const PATH = 'runLauncher';

const INSTEAD = 'say it of the run launcher if it has an option, or in the tag dagster-k8s/config of jobs';

/** What runs take of the release's `pod`. */
const OF_PODS = ['pod.labels', 'pod.imagePullSecrets'];

/** Where a code location says what it shares with its runs, if not under the same name. */
const SHARED: Readonly<Record<string, string>> = {
  imagePullPolicy: 'image.pullPolicy',
  serviceAccountName: 'serviceAccount.name',
};

/** Each run is a Job, and its steps go to Celery workers. */
export class CeleryLauncher implements Launcher {
  // Dagster would not start with run_monitoring.max_resume_run_attempts above 0.
  readonly resumesRuns = false;
  /** It reads no container contexts. */
  readonly open = [];
  readonly env: readonly IEnvVar[];
  readonly celery: CeleryWorkers;

  constructor(private readonly options: CeleryK8sRunLauncherOptions) {
    const { brokerSecret, backendSecret } = options;
    this.env = this.secrets.map((secret) => ({ name: secret.key, valueFrom: { secretKeyRef: { ...secret } } }));
    this.celery = new CeleryWorkers({
      queues: options.workerQueues ?? [{ name: 'dagster' }],
      broker: { env: brokerSecret.key },
      backend: backendSecret === undefined ? 'rpc://' : { env: backendSecret.key },
      configSource: options.configSource ?? {},
      include: options.include ?? [],
      env: this.env,
      process: options.workers ?? {},
    });
  }

  get namespace(): string | undefined {
    return this.options.namespace;
  }

  get serviceAccount(): ServiceAccountOptions | undefined {
    return this.options.serviceAccount;
  }

  /** Runs get variables in no other way. */
  plainEnv(env: readonly IEnvVar[]): Record<string, string> {
    return Object.fromEntries(env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  }

  /** It has no option for them. */
  readonly resources: SettledResources = { requests: {}, limits: {} };
  readonly sizedByLocations = false;

  volumes(context: RunLauncherContext): RunVolumes {
    return together(ownVolumes(context.volumes), saidVolumes(this.options));
  }

  unheard(shared: Shared, runs: ContainerContextOptions): Issue[] {
    const allowed = `nothing, since runs of CeleryK8sRunLauncher hear nothing of code locations; ${INSTEAD}`;
    return [
      ...sayingsOf(shared).map(({ path, value }) =>
        notAllowed(
          SHARED[path] ?? path,
          value,
          `${allowed}; includeConfigInLaunchedRuns: false keeps it to the server`,
        ),
      ),
      ...sayingsOf(runs).map(({ path, value }) => notAllowed(`runs.${path}`, value, allowed)),
    ];
  }

  describe(context: RunLauncherContext): LauncherClass {
    const { options } = this;
    const { brokerSecret, backendSecret, envFrom = [], retries, failPodOnRunFailure } = options;
    const configMaps = envFrom.flatMap(({ configMapRef }) => configMapRef?.name ?? []);
    const secrets = envFrom.flatMap(({ secretRef }) => secretRef?.name ?? []);
    const names = options.imagePullSecrets ?? context.pod.imagePullSecrets ?? [];
    const pullSecrets = names.map((name) => ({ name }));
    return {
      module: 'dagster_celery_k8s',
      class: 'CeleryK8sRunLauncher',
      config: {
        ...whereJobsRun(context, options.namespace),
        // The launcher does not start without one.
        postgres_password_secret: context.password?.name ?? '',
        broker: { env: brokerSecret.key },
        ...(backendSecret === undefined ? {} : { backend: { env: backendSecret.key } }),
        ...(options.include === undefined ? {} : { include: [...options.include] }),
        ...(options.configSource === undefined ? {} : { config_source: options.configSource }),
        ...(retries === undefined ? {} : { retries: retries ? { enabled: {} } : { disabled: {} } }),
        env_config_maps: [context.environmentConfigMap, ...configMaps],
        env_secrets: [...new Set([...this.secrets.map(({ name }) => name), ...secrets])],
        ...(options.imagePullPolicy === undefined ? {} : { image_pull_policy: options.imagePullPolicy }),
        ...(pullSecrets.length > 0 ? { image_pull_secrets: pullSecrets } : {}),
        labels: copyOpen({ ...context.pod.labels, ...options.labels, ...context.labels }),
        volumes: copyOpen(withoutRepeats([...volumesOf(context.volumes), ...(options.volumes ?? [])])),
        volume_mounts: copyOpen(withoutRepeats([...mountsOf(context.volumes), ...(options.volumeMounts ?? [])])),
        ...(failPodOnRunFailure === undefined ? {} : { fail_pod_on_run_failure: failPodOnRunFailure }),
      },
    };
  }

  issues(context: RunLauncherContext): Issue[] {
    const { password, env } = context;
    const { configSource, envFrom = [] } = this.options;
    const issues = [
      ...this.checkSecrets(),
      ...this.celery.issues(`${PATH}.workerQueues`),
      ...checkDifferences(ownVolumes(context.volumes), saidVolumes(this.options), PATH),
      ...checkMounted(this.volumes(context), PATH),
      ...checkPodOfRelease(context.pod),
    ];
    const reject = (path: string, found: string, allowed: string): void => {
      issues.push({ path, message: `found ${found}; allowed: ${allowed}` });
    };
    if (password === undefined) {
      reject(PATH, 'a database without a password', 'a password, which CeleryK8sRunLauncher insists on');
    } else if (password.key !== PASSWORD_KEY) {
      const remedy = `${quote(PASSWORD_KEY)}, the only key that CeleryK8sRunLauncher reads; keep the password under it`;
      reject(`${PATH} database password key`, quote(password.key), remedy);
    }
    for (const { name } of env.filter(({ valueFrom }) => valueFrom !== undefined)) {
      if (name === 'DAGSTER_PG_PASSWORD') continue;
      reject(
        `env ${name}`,
        'a reference',
        'a value, since runs get no single values of Secrets; use runLauncher.envFrom',
      );
    }
    envFrom.forEach((source, index) => {
      const { configMapRef, secretRef, prefix } = source;
      const optional = configMapRef?.optional ?? secretRef?.optional;
      if (prefix === undefined && optional === undefined) return;
      reject(`${PATH}.envFrom.${index}`, quote(source), 'a ConfigMap or Secret by name alone');
    });
    return configSource === undefined ? issues : [...issues, ...checkData(configSource, `${PATH}.configSource`)];
  }

  private get secrets(): SecretKey[] {
    const { brokerSecret, backendSecret } = this.options;
    return backendSecret === undefined ? [brokerSecret] : [brokerSecret, backendSecret];
  }

  /** Runs get all values of a Secret as variables under their keys, so the keys have to be names, and different. */
  private checkSecrets(): Issue[] {
    const { brokerSecret, backendSecret } = this.options;
    const allowed = 'the name of an environment variable, such as "DAGSTER_CELERY_BROKER_URL"';
    const issues = Object.entries({ brokerSecret, backendSecret }).flatMap(([name, secret]) => {
      if (secret === undefined) return [];
      const path = `${PATH}.${name}`;
      if (isEnvName(secret.key))
        return checkSecretKey(secret.name, secret.key).map(({ message }) => ({ path, message }));
      return [{ path: `${path}.key`, message: `found ${quote(secret.key)}; allowed: ${allowed}` }];
    });
    if (backendSecret === undefined || backendSecret.key !== brokerSecret.key) return issues;
    if (backendSecret.name === brokerSecret.name) return issues;
    const message = `found ${quote(backendSecret.key)}, as for the broker; allowed: another key, since keys name variables`;
    return [...issues, { path: `${PATH}.backendSecret.key`, message }];
  }
}

/** What holds for all pods of the release, and cannot hold for these. */
function checkPodOfRelease(pod: RunPodTemplate): Issue[] {
  const assigned = pod.user === 'assigned' ? ['pod.user'] : [];
  const others = sayingsOf({ pod }).filter(({ path }) => ![...OF_PODS, ...assigned].includes(path));
  const allowed = `${OF_PODS.join(' and ')} alone with CeleryK8sRunLauncher, which has no option for it`;
  const remedy = 'say it in the pod of each component, and for runs in the tag dagster-k8s/config of jobs';
  return others.map(({ path, value }) => notAllowed(path, value, `${allowed}; ${remedy}`));
}
