import { copyOpen, type Issue, isOpenMap, type Open, type OpenMap } from '../../engine/index.js';
import { type OpenResources, openResources } from '../../kubernetes/fixed-resources.js';
import type { PullPolicy } from '../../kubernetes/image.js';
import { ifAny, restricted } from '../../kubernetes/pod.js';
import type { PodOptions, ProcessOptions } from '../../kubernetes/pod-options.js';
import { restrictedContainer, saidOfSecurity } from '../../kubernetes/security.js';
import { checkVariables } from '../config/variables.js';
import { DAGSTER_UID } from '../users.js';
import { checkRunK8sConfig, type RunK8sConfig } from './run-k8s-config.js';

/** What may be said of the pods of runs, as it is said of all pods. */
export interface RunPodOptions
  extends Pick<ProcessOptions, 'env' | 'envFrom' | 'volumes' | 'volumeMounts' | 'securityContext'> {
  /**
   * The namespace, which has to be there. The release brings an account, the right to launch, the environment and a
   * NetworkPolicy; Secrets (the database's password first), ConfigMaps, claims and accounts that runs refer to have to be in
   * it.
   *
   * @default - the release's
   */
  readonly namespace?: string;
  /** When the kubelet pulls the image. @default 'IfNotPresent' */
  readonly imagePullPolicy?: Open<PullPolicy>;
  /**
   * Requests and limits, in the place of those by default. Code locations and tags of jobs are laid over them quantity by
   * quantity: a limit stays where they say a request alone, and the API server refuses a request above its limit.
   *
   * @default - requests as the values document has them for code locations (in the presets 250m CPU and 512Mi memory, 500m
   * and 1Gi, 1 and 2Gi), no limits
   */
  readonly resources?: OpenResources;
  /** The pod. @default - nothing but what a run needs */
  readonly pod?: RunPodTemplate;
  /** Whatever else the Job may say, as Kubernetes spells it. @default - nothing */
  readonly runK8sConfig?: RunK8sConfig;
}

/** Sidecars are none of it: a Job ends when all containers end, so one is an init container that restarts always. */
export type RunPodTemplate = Omit<PodOptions, 'sidecars' | 'initContainerResources'>;

/** The options that dagster-k8s takes under names of its own, in the order they are written. */
export function renderRunPod(options: RunPodOptions): OpenMap {
  const { pod = {}, resources } = options;
  const pullSecrets = (pod.imagePullSecrets ?? []).map((name) => ({ name }));
  const members = copyOpen({
    image_pull_policy: options.imagePullPolicy,
    image_pull_secrets: pullSecrets.length > 0 ? pullSecrets : undefined,
    scheduler_name: pod.schedulerName,
    labels: pod.labels,
    resources: resources && openResources(resources),
  });
  return isOpenMap(members) ? members : {};
}

/** The options that dagster-k8s takes as parts of the Job. */
export function jobOfRun(options: RunPodOptions): RunK8sConfig {
  const { pod = {} } = options;
  const security = saidOfSecurity(pod, DAGSTER_UID);
  // The pod says the rest, in words of the launcher or of a location.
  const { runAsNonRoot, seccompProfile, ...inherited } = restrictedContainer();
  return {
    containerConfig: {
      securityContext: options.securityContext,
      env: list(options.env),
      envFrom: list(options.envFrom),
      volumeMounts: list(options.volumeMounts),
    },
    podSpecConfig: {
      securityContext: ifAny('security', security).security,
      initContainers: list(pod.initContainers?.map((own) => restricted(own, inherited))),
      volumes: list(options.volumes),
      nodeSelector: pod.nodeSelector,
      affinity: pod.affinity,
      tolerations: list(pod.tolerations),
      topologySpreadConstraints: list(pod.topologySpreadConstraints),
      priorityClassName: pod.priorityClassName,
      terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds,
      hostAliases: list(pod.hostAliases),
    },
    ...(pod.annotations === undefined ? {} : { podTemplateSpecMetadata: { annotations: pod.annotations } }),
  };
}

/** A list that says something, or a knob that may. */
function list<T extends object>(items: T | undefined): T | undefined {
  return Array.isArray(items) && items.length === 0 ? undefined : items;
}

/** What is wrong with the options, their resources and volumes apart. */
export function checkRunPod({ env = [], runK8sConfig }: RunPodOptions, path: string): Issue[] {
  return [
    ...checkVariables(env, `${path}.env`, ['DAGSTER_HOME']),
    ...(runK8sConfig === undefined ? [] : checkRunK8sConfig(runK8sConfig, `${path}.runK8sConfig`)),
  ];
}
