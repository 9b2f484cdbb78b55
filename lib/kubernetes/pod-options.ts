import type { IDeploymentSpec } from 'kubernetes-models/apps/v1';
import type {
  IAffinity,
  IContainer,
  IEnvFromSource,
  IEnvVar,
  IHostAlias,
  IPodSecurityContext,
  ISecurityContext,
  IToleration,
  ITopologySpreadConstraint,
  IVolume,
  IVolumeMount,
} from 'kubernetes-models/v1';
import type { Open } from '../engine/index.js';
import type { OpenResources } from './fixed-resources.js';
import type { Image } from './image.js';
import type { Named, OpenMembers, Texts } from './open-types.js';

export type Probe = NonNullable<IContainer['livenessProbe']>;

/** A container, parts of which may be knobs. */
export interface OpenContainer extends Omit<OpenMembers<IContainer>, 'name' | 'securityContext'> {
  /** Its name, unique in the pod. */
  readonly name: string;
  /** Laid over the restricted one. @default - restricted */
  readonly securityContext?: OpenMembers<ISecurityContext>;
}

/**
 * Checks of a process. One with a handler (`exec`, `grpc`, `httpGet` or `tcpSocket`) replaces the component's own; one with
 * times alone, such as `{ failureThreshold: 120 }`, changes these of the component's own and keeps the rest of it.
 */
export interface ProbeOptions {
  /** Until it succeeds, the others wait. @default - the component's own; `false`: none */
  readonly startup?: Open<Probe> | false;
  /** While it fails, the pod gets no traffic. @default - the component's own; `false`: none */
  readonly readiness?: Open<Probe> | false;
  /** When it fails, the container is restarted. @default - the component's own; `false`: none */
  readonly liveness?: Open<Probe> | false;
}

/**
 * The user that a pod runs as: the `fixed` one of the component, `root`, or one that is `assigned` by the cluster, as
 * OpenShift does it with a range of users for each namespace.
 */
export type PodUser = 'fixed' | 'root' | 'assigned';

/** The pod around a process. */
export interface PodOptions {
  /** Labels, beside those that select the pod. @default - none */
  readonly labels?: Texts;
  /** Annotations. @default - none */
  readonly annotations?: Texts;
  /** Names of Secrets to pull images with. @default - none */
  readonly imagePullSecrets?: readonly Open<string>[];
  /** Containers beside the main one; restricted unless their own security context says otherwise. @default - none */
  readonly sidecars?: readonly OpenContainer[];
  /**
   * Init containers, before the component's own; one with `restartPolicy: Always` is a native sidecar. Restricted unless
   * their own security context says otherwise.
   *
   * @default - none
   */
  readonly initContainers?: readonly OpenContainer[];
  /** Requests and limits of the component's own init containers. @default - small ones */
  readonly initContainerResources?: OpenResources;
  /** Labels that a node has to have. @default - none */
  readonly nodeSelector?: Texts;
  /** Which nodes and neighbours are wanted. @default - none */
  readonly affinity?: OpenMembers<IAffinity>;
  /** Taints that are put up with. @default - none */
  readonly tolerations?: Open<readonly IToleration[]>;
  /** How replicas are spread. @default - over zones and hosts where possible, for what may have several replicas */
  readonly topologySpreadConstraints?: Open<readonly ITopologySpreadConstraint[]>;
  /** The priority class. @default - the cluster's default */
  readonly priorityClassName?: Open<string>;
  /** The scheduler. @default - the cluster's default */
  readonly schedulerName?: Open<string>;
  /** Seconds between the signal to stop and the end. @default - 30, or the component's own */
  readonly terminationGracePeriodSeconds?: Open<number>;
  /** Further lines of `/etc/hosts`. @default - none */
  readonly hostAliases?: Open<readonly IHostAlias[]>;
  /**
   * The user that its containers run as. For `root`, its pods need a namespace whose pod-security level is `baseline`. For
   * `assigned`, neither a user nor a group is written: the cluster says both.
   *
   * @default 'fixed'
   */
  readonly user?: PodUser;
  /**
   * Laid over the restricted security context of the pod: relaxing it is explicit. Its `runAsNonRoot` and `seccompProfile`
   * hold for all containers that do not say their own, the component's init containers included.
   *
   * @default - restricted
   */
  readonly securityContext?: OpenMembers<IPodSecurityContext>;
}

/** The labels and annotations of an object, beside those of all objects of the release. */
export interface ObjectOptions {
  /** Labels. @default - none but the usual */
  readonly labels?: Texts;
  /** Annotations. @default - none */
  readonly annotations?: Texts;
}

/** The Deployment around a pod. */
export interface DeploymentOptions extends ObjectOptions {
  /** How one rollout replaces another. @default - Kubernetes' own, or the component's */
  readonly strategy?: Open<NonNullable<IDeploymentSpec['strategy']>>;
  /** Old rollouts to keep. @default - 10, Kubernetes' own */
  readonly revisionHistoryLimit?: Open<number>;
}

/** The ServiceAccount that pods run as. */
export interface ServiceAccountOptions {
  /** Its name: of one that exists, unless `create` says otherwise. @default - that of the component */
  readonly name?: string;
  /**
   * Whether the release creates it.
   *
   * @default - true, unless a name is all that is said: that account exists
   */
  readonly create?: boolean;
  /** Labels of the account that is created. @default - none but the usual */
  readonly labels?: Texts;
  /** Annotations of the account that is created, for example for workload identity. @default - none */
  readonly annotations?: Texts;
}

/** What may be said of every process, whatever it runs. */
export interface ProcessOptions {
  /** The image. @default - the release's */
  readonly image?: Image;
  /** Environment variables, plain or from a Secret or ConfigMap, beside the component's own. @default - none */
  readonly env?: readonly Named<IEnvVar>[];
  /** ConfigMaps and Secrets whose values all become environment variables. @default - none */
  readonly envFrom?: readonly OpenMembers<IEnvFromSource>[];
  /** Volumes of the pod, beside the component's own. @default - none */
  readonly volumes?: readonly Named<IVolume>[];
  /** Where the main container sees them. @default - nowhere */
  readonly volumeMounts?: readonly Named<IVolumeMount>[];
  /** Laid over the restricted security context of the main container: relaxing it is explicit. @default - restricted */
  readonly securityContext?: OpenMembers<ISecurityContext>;
  /** Checks. @default - the component's own */
  readonly probes?: ProbeOptions;
  /** The pod. @default - nothing but what the component needs */
  readonly pod?: PodOptions;
  /** The Deployment. @default - nothing but what the component needs */
  readonly deployment?: DeploymentOptions;
  /** The account the pod runs as. @default - one of the component's own, without a token unless it needs one */
  readonly serviceAccount?: ServiceAccountOptions;
}
