import type { IEnvVar } from 'kubernetes-models/v1';
import {
  byDefault,
  copyOpen,
  type Issue,
  isOpenMap,
  JsonText,
  type OpenMap,
  type Tokenized,
} from '../../engine/index.js';
import type { OpenResources } from '../../kubernetes/fixed-resources.js';
import type { KubernetesApiOptions } from '../../kubernetes/kubernetes-api.js';
import { mergePod } from '../../kubernetes/merge.js';
import { ifAny } from '../../kubernetes/pod.js';
import type { ProcessOptions, ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import { saidOfSecurity, sharedWithContainers } from '../../kubernetes/security.js';
import { DAGSTER_UID } from '../users.js';
import { laidOver, renderRunK8sConfig } from './run-k8s-config.js';
import { checkRunPod, jobOfRun, type RunPodOptions, renderRunPod } from './run-pod.js';
import { checkLocationResources, type SettledResources } from './run-resources.js';
import { checkDifferences, checkMounted, type RunVolumes, rawVolumes, saidVolumes, together } from './run-volumes.js';

/** What a code location says of the runs that are launched for it. */
export interface ContainerContextOptions extends Omit<RunPodOptions, 'resources'> {
  /** Requests and limits, laid over those of the run launcher quantity by quantity. @default - those of the run launcher */
  readonly resources?: OpenResources;
  /**
   * The name of the account of the runs, which exists in their namespace and gets the rights of runs.
   *
   * @default - that of the code location if it has one of its own, or else that of the run launcher
   */
  readonly serviceAccountName?: string;
  /**
   * The account of the runs, which is created in their namespace unless a name is all that is said; it gets the rights of runs.
   *
   * @default - as `serviceAccountName` says
   */
  readonly serviceAccount?: ServiceAccountOptions;
  /**
   * What the code of the runs may do with the Kubernetes API, beside launching steps and starting pods: rights of the runs
   * alone, which get an account of their own unless one is said for them. By default the rights hold where the runs are.
   *
   * @default - nothing but that, and what `kubernetesApi` of a code location says whose account they share
   */
  readonly kubernetesApi?: KubernetesApiOptions;
}

/**
 * The variable `DAGSTER_CONTAINER_CONTEXT`, with which a code server tells the run launcher what the runs of its location
 * need. It is laid over what the run launcher says: maps are merged, lists appended. Kubelet would replace `$(NAME)` in
 * it, which is meant for the runs.
 *
 * @param launcher what the run launcher says by knobs, which cannot stand in `dagster.yaml`
 */
export function containerContextVariable(options: ContainerContextOptions, launcher: OpenMap): Tokenized<IEnvVar> {
  const k8s = laidOver(launcher, containerContext(options));
  return { name: 'DAGSTER_CONTAINER_CONTEXT', value: new JsonText({ k8s }, true) };
}

/** The same as data, and nothing of the run launcher's. */
export function containerContext(options: ContainerContextOptions): OpenMap {
  const { namespace, serviceAccountName, env, volumes, volumeMounts, securityContext, ...rest } = options;
  const run_k8s_config = renderRunK8sConfig(jobOfRun(rest), options.runK8sConfig ?? {});
  const context = copyOpen({
    namespace,
    service_account_name: serviceAccountName,
    ...renderRunPod(rest),
    env: unlessEmpty(env),
    volumes: unlessEmpty(volumes),
    volume_mounts: unlessEmpty(volumeMounts),
    security_context: ifAny('own', {
      ...sharedWithContainers(saidOfSecurity(rest.pod ?? {}, DAGSTER_UID)),
      ...securityContext,
    }).own,
    run_k8s_config: Object.keys(run_k8s_config).length > 0 ? run_k8s_config : undefined,
  });
  return isOpenMap(context) ? context : {};
}

function unlessEmpty<T>(items: readonly T[] = []): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}

/**
 * What of a code server its runs share: variables, volumes, security contexts, labels, annotations, and where and how it
 * is scheduled. What concerns its replicas stays behind: how they keep away from one another, and how they end.
 */
export function sharedWithRuns(server: ProcessOptions): ContainerContextOptions {
  const { env, envFrom, volumes, volumeMounts, securityContext, image, pod = {}, serviceAccount } = server;
  const { sidecars, initContainerResources, topologySpreadConstraints, affinity, ...shared } = pod;
  const { terminationGracePeriodSeconds, ...template } = shared;
  const nodeAffinity = affinity?.nodeAffinity;
  return {
    ...{ env, envFrom, volumes, volumeMounts, securityContext },
    imagePullPolicy: image?.pullPolicy,
    serviceAccountName: serviceAccount?.name,
    pod: { ...template, ...(nodeAffinity === undefined ? {} : { affinity: { nodeAffinity } }) },
  };
}

/** A code location, as far as its runs are concerned. */
interface SaysOfRuns extends ProcessOptions {
  readonly includeConfigInLaunchedRuns?: boolean;
  readonly writableCopies?: readonly string[];
  readonly runs?: ContainerContextOptions;
}

/** What a code location says of itself and of its runs at once. */
export interface Shared extends ContainerContextOptions {
  /** Folders that are copied, beside the volumes and init containers that this takes. */
  readonly writableCopies?: readonly string[] | undefined;
}

/** What it says of itself and of its runs at once. */
export function sharedOf({ includeConfigInLaunchedRuns = true, writableCopies, ...server }: SaysOfRuns): Shared {
  return includeConfigInLaunchedRuns ? { ...sharedWithRuns(server), writableCopies } : {};
}

/** What the runs of a location are told: what they share with the server, and what is said of them alone. */
export function runsOf({ runs = {}, ...server }: SaysOfRuns): ContainerContextOptions {
  const { writableCopies, ...shared } = sharedOf(server);
  return {
    ...shared,
    ...runs,
    env: inPlaceOf(shared.env, runs.env, ({ name }) => name),
    envFrom: [...(shared.envFrom ?? []), ...(runs.envFrom ?? [])],
    volumes: inPlaceOf(shared.volumes, runs.volumes, ({ name }) => name),
    volumeMounts: inPlaceOf(shared.volumeMounts, runs.volumeMounts, ({ mountPath }) => byDefault(mountPath)),
    ...ifAny('securityContext', { ...shared.securityContext, ...runs.securityContext }),
    pod: mergePod(shared.pod, runs.pod),
  };
}

/** Items in the place of those that they share an identity with, and beside all others. */
function inPlaceOf<T>(under: readonly T[] = [], over: readonly T[] = [], identity: (item: T) => unknown): T[] {
  const replaced = over.map(identity);
  return [...under.filter((item) => !replaced.includes(identity(item))), ...over];
}

/** What the pod of a run has that a code location says nothing of. */
export interface RunBasis {
  /** Volumes of every run; `undefined` if nobody knows. */
  readonly runMounts: RunVolumes | undefined;
  /** Requests and limits of the run launcher; `undefined` if nobody knows. */
  readonly runResources: SettledResources | undefined;
}

/** What is wrong with what a code location says of its runs. */
export function checkContainerContext(options: ContainerContextOptions, path: string, basis: RunBasis): Issue[] {
  const { runMounts, runResources = { requests: {}, limits: {} } } = basis;
  const own = together(saidVolumes(options), rawVolumes(options.runK8sConfig));
  return [
    ...checkRunPod(options, path),
    ...checkDifferences(runMounts ?? { volumes: [], mounts: [] }, own, path),
    ...(runMounts === undefined ? [] : checkMounted({ ...own, volumes: together(runMounts, own).volumes }, path)),
    ...checkLocationResources(runResources, options, `${path}.resources`),
  ];
}
