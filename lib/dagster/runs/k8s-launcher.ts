import { type Issue, type Resources, within } from '../../engine/index.js';
import { checkImage, type Image, imageReference } from '../../kubernetes/image.js';
import { mergePod } from '../../kubernetes/merge.js';
import type { ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import { restrictedContainer, restrictedPod } from '../../kubernetes/security.js';
import { mountsOf, volumesOf } from '../../kubernetes/volumes.js';
import { checkFields, data, type Fields, flag, integer, texts } from '../config/fields.js';
import { PRESETS } from '../contract/presets.js';
import { DAGSTER_UID } from '../users.js';
import { type Launcher, type LauncherClass, type RunLauncherContext, whereJobsRun } from './launcher.js';
import { renderRunK8sConfig } from './run-k8s-config.js';
import { checkRunPod, jobOfRun, type RunPodOptions, renderRunPod } from './run-pod.js';
import { checkLauncherResources, mergedResources, type SettledResources } from './run-resources.js';
import {
  checkDifferences,
  checkMounted,
  inPlaceOf,
  ownVolumes,
  type RunVolumes,
  rawVolumes,
  saidVolumes,
  together,
} from './run-volumes.js';

/** Fields of a Job that code locations and tags of runs may set, by Dagster's names of its parts. */
export interface AllowedK8sConfigFields {
  /** Fields of the container. @default - none */
  readonly container_config?: Readonly<Record<string, boolean>>;
  /** Fields of the spec of the pod. @default - none */
  readonly pod_spec_config?: Readonly<Record<string, boolean>>;
  /** Fields of the metadata of the pod. @default - none */
  readonly pod_template_spec_metadata?: Readonly<Record<string, boolean>>;
  /** Fields of the metadata of the Job. @default - none */
  readonly job_metadata?: Readonly<Record<string, boolean>>;
  /** Fields of the spec of the Job. @default - none */
  readonly job_spec_config?: Readonly<Record<string, boolean>>;
  /** Whether they may say the namespace. @default false */
  readonly namespace?: boolean;
}

/** Runs as Jobs, and the pods of these Jobs. */
export interface K8sRunLauncherOptions extends RunPodOptions {
  /** The image of runs whose code location names none. @default - the image of the code location */
  readonly image?: Image;
  /** The account of runs. @default - one of the release's own, which may launch Jobs */
  readonly serviceAccount?: ServiceAccountOptions;
  /** Seconds after which the Job of a finished run is deleted; the run itself stays in the database. @default 86400 */
  readonly ttlSecondsAfterFinished?: number;
  /** How often Kubernetes starts the pod of a run again that failed. @default 0 */
  readonly backoffLimit?: number;
  /** Seconds after which Kubernetes ends a run. @default - no limit */
  readonly activeDeadlineSeconds?: number;
  /** Whether the pod of a run fails when the run does. @default false */
  readonly failPodOnRunFailure?: boolean;
  /** The only fields of a Job that code locations and tags of runs may set. @default - all */
  readonly onlyAllowUserDefinedK8sConfigFields?: AllowedK8sConfigFields;
  /** The only variables that code locations and tags of runs may set. @default - all */
  readonly onlyAllowUserDefinedEnvVars?: readonly string[];
}

/** A day. */
const RUN_TTL = 24 * 60 * 60;

/** For locations elsewhere; the release's own say what a location of their preset requests. */
const RESOURCES: Resources = { requests: PRESETS.small['dagster-user-code'].requests };

const OWN: Fields<
  Pick<
    K8sRunLauncherOptions,
    | 'ttlSecondsAfterFinished'
    | 'backoffLimit'
    | 'activeDeadlineSeconds'
    | 'failPodOnRunFailure'
    | 'onlyAllowUserDefinedK8sConfigFields'
    | 'onlyAllowUserDefinedEnvVars'
  >
> = {
  ttlSecondsAfterFinished: integer('ttlSecondsAfterFinished', 0),
  backoffLimit: integer('backoffLimit', 0),
  activeDeadlineSeconds: integer('activeDeadlineSeconds', 1),
  failPodOnRunFailure: flag('fail_pod_on_run_failure'),
  onlyAllowUserDefinedK8sConfigFields: data('only_allow_user_defined_k8s_config_fields'),
  onlyAllowUserDefinedEnvVars: texts('only_allow_user_defined_env_vars'),
};

/** Each run is a Job whose pod meets the pod-security level "restricted". */
export class K8sLauncher implements Launcher {
  readonly resumesRuns = true;
  readonly open = [
    'image_pull_policy',
    'image_pull_secrets',
    'scheduler_name',
    'labels',
    'resources',
    'run_k8s_config',
  ];
  readonly celery = undefined;
  readonly env = [];

  private readonly options: K8sRunLauncherOptions;

  constructor({ resources, ...options }: K8sRunLauncherOptions) {
    this.options = resources === undefined ? options : { ...options, resources };
  }

  get namespace(): string | undefined {
    return this.options.namespace;
  }

  get serviceAccount(): ServiceAccountOptions | undefined {
    return this.options.serviceAccount;
  }

  plainEnv(): Record<string, string> {
    return {};
  }

  get resources(): SettledResources {
    return mergedResources({ requests: {}, limits: {} }, { resources: RESOURCES, ...this.options });
  }

  /** Unless somebody else says it, or they may not. */
  get sizedByLocations(): boolean {
    const { resources, runK8sConfig, onlyAllowUserDefinedK8sConfigFields: allowed } = this.options;
    const said = resources ?? runK8sConfig?.containerConfig?.resources;
    return said === undefined && (allowed === undefined || allowed.container_config?.resources === true);
  }

  volumes(context: RunLauncherContext): RunVolumes {
    const said = together(ownVolumes(context.volumes), saidVolumes(this.options));
    return inPlaceOf(said, rawVolumes(this.options.runK8sConfig));
  }

  unheard(): Issue[] {
    return [];
  }

  describe(context: RunLauncherContext): LauncherClass {
    const { options } = this;
    const allowed = options.onlyAllowUserDefinedK8sConfigFields;
    const { resources = RESOURCES, imagePullPolicy = options.image?.pullPolicy } = options;
    const shared = mergePod(context.pod, options.pod);
    const pod = { ...shared, labels: { ...shared.labels, ...context.labels } };
    return {
      module: 'dagster_k8s',
      class: 'K8sRunLauncher',
      config: {
        ...whereJobsRun(context, options.namespace),
        ...(options.image === undefined ? {} : { job_image: imageReference(options.image) }),
        env_config_maps: [context.environmentConfigMap],
        ...renderRunPod({ resources, imagePullPolicy, pod }),
        ...(options.failPodOnRunFailure === undefined ? {} : { fail_pod_on_run_failure: options.failPodOnRunFailure }),
        run_k8s_config: this.job(context),
        ...(allowed === undefined ? {} : { only_allow_user_defined_k8s_config_fields: { ...allowed } }),
        ...(options.onlyAllowUserDefinedEnvVars === undefined
          ? {}
          : { only_allow_user_defined_env_vars: [...options.onlyAllowUserDefinedEnvVars] }),
      },
    };
  }

  issues(context: RunLauncherContext): Issue[] {
    const { image } = this.options;
    const own = Object.entries(this.options).filter(([name]) => Object.hasOwn(OWN, name));
    return [
      ...checkFields(OWN, Object.fromEntries(own), 'runLauncher'),
      ...(image === undefined ? [] : within('runLauncher', checkImage(image))),
      ...checkRunPod(this.options, 'runLauncher'),
      ...checkDifferences(ownVolumes(context.volumes), saidVolumes(this.options), 'runLauncher'),
      ...checkMounted(this.volumes(context), 'runLauncher'),
      ...checkLauncherResources({ resources: RESOURCES, ...this.options }, 'runLauncher.resources'),
    ];
  }

  private job({ env, volumes, pod: shared }: RunLauncherContext): ReturnType<typeof renderRunK8sConfig> {
    const { options } = this;
    const pod = mergePod(shared, options.pod);
    const security = restrictedPod(pod, DAGSTER_UID);
    const { ttlSecondsAfterFinished = RUN_TTL, backoffLimit, activeDeadlineSeconds } = options;
    return renderRunK8sConfig(
      {
        podSpecConfig: {
          // A run may launch its steps as Jobs of their own.
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          volumes: volumesOf(volumes),
        },
        containerConfig: { volumeMounts: mountsOf(volumes), env: [...env] },
        jobSpecConfig: { ttlSecondsAfterFinished, backoffLimit, activeDeadlineSeconds },
      },
      jobOfRun({
        ...options,
        // Fields replace one another, so that relaxing one leaves no half of it behind.
        securityContext: { ...restrictedContainer(security), ...options.securityContext },
        pod: { ...pod, securityContext: security },
      }),
      options.runK8sConfig ?? {},
    );
  }
}
