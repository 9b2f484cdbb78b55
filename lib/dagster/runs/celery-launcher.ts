import type { IEnvFromSource, IEnvVar, IVolume, IVolumeMount } from 'kubernetes-models/v1';
import { checkSecretKey, copyOpen, type Issue, type JsonMap, quote } from '../../engine/index.js';
import type { PullPolicy } from '../../kubernetes/image.js';
import type { ProcessOptions, ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import { mountsOf, volumesOf } from '../../kubernetes/volumes.js';
import type { SecretKey } from '../config/database.js';
import { checkData, isEnvName } from '../config/fields.js';
import { type CeleryQueue, CeleryWorkers } from './celery-queues.js';
import { type Launcher, type LauncherClass, type RunLauncherContext, whereJobsRun } from './launcher.js';
import type { SettledResources } from './run-resources.js';

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
  /** The namespace of runs; what they need has to be in it. @default - the release's */
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

  get serviceAccount(): ServiceAccountOptions {
    return this.options.serviceAccount ?? {};
  }

  /** Runs get variables in no other way. */
  plainEnv(env: readonly IEnvVar[]): Record<string, string> {
    return Object.fromEntries(env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  }

  /** It has no option for them. */
  readonly resources: SettledResources = { requests: {}, limits: {} };
  readonly sizedByLocations = false;

  describe(context: RunLauncherContext): LauncherClass {
    const { options } = this;
    const { brokerSecret, backendSecret, envFrom = [], retries, failPodOnRunFailure } = options;
    const configMaps = envFrom.flatMap(({ configMapRef }) => configMapRef?.name ?? []);
    const secrets = envFrom.flatMap(({ secretRef }) => secretRef?.name ?? []);
    const pullSecrets = (options.imagePullSecrets ?? []).map((name) => ({ name }));
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
        labels: { ...context.labels, ...options.labels },
        volumes: copyOpen([...volumesOf(context.volumes), ...(options.volumes ?? [])]),
        volume_mounts: copyOpen([...mountsOf(context.volumes), ...(options.volumeMounts ?? [])]),
        ...(failPodOnRunFailure === undefined ? {} : { fail_pod_on_run_failure: failPodOnRunFailure }),
      },
    };
  }

  issues({ password, env }: RunLauncherContext): Issue[] {
    const { configSource, envFrom = [] } = this.options;
    const issues = [...this.checkSecrets(), ...this.celery.issues(`${PATH}.workerQueues`)];
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
