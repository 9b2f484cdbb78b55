import type {
  IContainer,
  IEnvFromSource,
  IEnvVar,
  IPodSpec,
  IPodTemplateSpec,
  ITopologySpreadConstraint,
  IVolumeMount,
} from 'kubernetes-models/v1';
import type { ContainerResources, Open, Tokenized } from '../engine/index.js';
import { openResources } from './fixed-resources.js';
import { type Image, imageFields } from './image.js';
import { recommendedLabels, type Selector } from './labels.js';
import type { Named } from './open-types.js';
import type { OpenContainer, PodOptions, Probe, ProbeOptions, ProcessOptions } from './pod-options.js';
import { laidOver } from './probes.js';
import { restrictedContainer, restrictedPod } from './security.js';
import { type MountedVolume, mountsOf, volumesOf } from './volumes.js';

/** What a container runs, beyond what all containers have. */
export interface ContainerProps {
  readonly name: string;
  readonly image: Image;
  /** In the place of the image's entry point. @default - the image's own, which `args` are for */
  readonly command?: Tokenized<readonly string[]>;
  readonly args?: Tokenized<readonly string[]>;
  readonly env?: readonly Tokenized<IEnvVar>[];
  /** Variables that hold unless the options of the process say them. @default - none */
  readonly envByDefault?: readonly Named<IEnvVar>[];
  readonly envFrom?: readonly Tokenized<IEnvFromSource>[];
  readonly mounts?: readonly Tokenized<IVolumeMount>[];
  readonly resources: Tokenized<ContainerResources>;
  /** The port it serves, by name. */
  readonly port?: { readonly name: string; readonly number: number };
  readonly probes?: ProbeOptions;
}

export interface PodProps {
  readonly selector: Selector;
  readonly serviceAccount: string;
  /**
   * Whether its processes talk to the Kubernetes API.
   *
   * @default false
   */
  readonly token?: boolean;
  readonly uid: number;
  /** Rolls the pods when one of them changes; by what is checked. */
  readonly checksums?: Readonly<Record<string, Tokenized<string>>>;
  readonly initContainers?: readonly ContainerProps[];
  readonly container: ContainerProps;
  /** Volumes that the main container sees. */
  readonly volumes?: readonly MountedVolume[];
  /** Whether there may be several pods like it, which are then spread. @default false */
  readonly spread?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly restartPolicy?: 'OnFailure' | 'Never';
}

type Security = NonNullable<OpenContainer['securityContext']>;

/** A pod template that the pod-security level "restricted" admits, unless the options relax it. */
export function podTemplate(props: PodProps, options: ProcessOptions = {}): Tokenized<IPodTemplateSpec> {
  const { pod = {} } = options;
  const checksums = Object.entries(props.checksums ?? {}).map(([name, value]) => [`checksum/${name}`, value]);
  return {
    metadata: {
      labels: { ...pod.labels, ...recommendedLabels(props.selector) },
      ...ifAny('annotations', { ...pod.annotations, ...Object.fromEntries(checksums) }),
    },
    spec: podSpec(props, options),
  };
}

/** The same for a pod that nothing makes from a template. */
export function podSpec(props: PodProps, options: ProcessOptions = {}): Tokenized<IPodSpec> {
  const { pod = {} } = options;
  const security = restrictedPod(pod, props.uid);
  const inherited = restrictedContainer(security);
  return {
    serviceAccountName: options.serviceAccount?.name ?? props.serviceAccount,
    automountServiceAccountToken: props.token ?? false,
    // Variables for Services that happen to be named so would configure what reads variables of that name.
    enableServiceLinks: false,
    securityContext: security,
    ...ifAny('initContainers', [
      ...(pod.initContainers ?? []).map((own) => restricted(own, inherited)),
      ...(props.initContainers ?? []).map((own) =>
        container(
          Object.assign({}, own, {
            resources:
              pod.initContainerResources === undefined ? own.resources : openResources(pod.initContainerResources),
          }),
          inherited,
        ),
      ),
    ]),
    containers: [
      mainContainer(props, options, inherited),
      ...(pod.sidecars ?? []).map((own) => restricted(own, inherited)),
    ],
    ...ifAny('volumes', [...volumesOf(props.volumes ?? []), ...(options.volumes ?? [])]),
    ...scheduling(props, pod),
    ...(props.restartPolicy === undefined ? {} : { restartPolicy: props.restartPolicy }),
  };
}

function scheduling(props: PodProps, pod: PodOptions): { readonly [K in keyof IPodSpec]?: Tokenized<IPodSpec[K]> } {
  const grace = pod.terminationGracePeriodSeconds ?? props.terminationGracePeriodSeconds;
  const own = props.spread ? spreadWherePossible(props.selector) : [];
  return {
    ...ifAny(
      'imagePullSecrets',
      (pod.imagePullSecrets ?? []).map((name) => ({ name })),
    ),
    ...ifAny('nodeSelector', { ...pod.nodeSelector }),
    ...ifAny('affinity', pod.affinity ?? {}),
    ...ifAny('tolerations', pod.tolerations ?? []),
    ...ifAny('topologySpreadConstraints', pod.topologySpreadConstraints ?? own),
    ...ifAny('hostAliases', pod.hostAliases ?? []),
    ...(pod.priorityClassName === undefined ? {} : { priorityClassName: pod.priorityClassName }),
    ...(pod.schedulerName === undefined ? {} : { schedulerName: pod.schedulerName }),
    ...(grace === undefined ? {} : { terminationGracePeriodSeconds: grace }),
  };
}

/** Replicas go to different zones and hosts, but are not held back where there is only one. */
function spreadWherePossible(selector: Selector): ITopologySpreadConstraint[] {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...selector } },
  }));
}

function mainContainer(props: PodProps, options: ProcessOptions, inherited: Security): Tokenized<IContainer> {
  const { env = [], envFrom = [], mounts = [], probes = {} } = props.container;
  const said = (options.env ?? []).map(({ name }) => name);
  const main = Object.assign({}, props.container, {
    image: options.image ?? props.container.image,
    envByDefault: (props.container.envByDefault ?? []).filter(({ name }) => !said.includes(name)),
    env: [...env, ...(options.env ?? [])],
    envFrom: [...envFrom, ...(options.envFrom ?? [])],
    mounts: [...mountsOf(props.volumes ?? []), ...mounts, ...(options.volumeMounts ?? [])],
    probes: laidOver(probes, options.probes),
  });
  return container(main, { ...inherited, ...options.securityContext });
}

function container(
  { port, mounts = [], image, envByDefault = [], env = [], envFrom = [], probes = {}, ...props }: ContainerProps,
  securityContext: Security,
) {
  return {
    securityContext,
    ...props,
    ...imageFields(image),
    ...ifAny('env', [...envByDefault, ...env]),
    ...ifAny('envFrom', envFrom),
    ...(port === undefined
      ? {}
      : { ports: [{ name: port.name, containerPort: port.number, protocol: 'TCP' as const }] }),
    ...ifAny('volumeMounts', mounts),
    ...probe('startupProbe', probes.startup),
    ...probe('readinessProbe', probes.readiness),
    ...probe('livenessProbe', probes.liveness),
  };
}

function probe<K extends string>(name: K, value: Open<Probe> | false | undefined): { [P in K]?: Open<Probe> } {
  return value === undefined || value === false ? {} : record(name, value);
}

/** A container of somebody's own, which inherits all that it does not say itself. */
export function restricted(own: OpenContainer, inherited: Security): OpenContainer {
  return { ...own, securityContext: { ...inherited, ...own.securityContext } };
}

/** A member that is left out when it is empty. */
export function ifAny<K extends string, T extends object>(name: K, value: T): { [P in K]?: T } {
  return Object.keys(value).length > 0 ? record(name, value) : {};
}

function record<K extends string, T>(name: K, value: T): { [P in K]?: T } {
  const members: { [P in K]?: T } = {};
  members[name] = value;
  return members;
}
