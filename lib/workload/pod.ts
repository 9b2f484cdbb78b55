import type { IContainer, IEnvVar, IPodTemplateSpec, IVolume, IVolumeMount } from 'kubernetes-models/v1';
import type { Resources } from '../values/resources.js';
import type { Tokenized } from '../values/token.js';
import { type Image, imageFields } from './image.js';
import { recommendedLabels, type Selector } from './labels.js';
import { restrictedContainer, restrictedPod } from './security.js';

type Probe = IContainer['livenessProbe'];

/** What a container runs, beyond what all containers have. */
export interface ContainerProps {
  readonly name: string;
  readonly image: Image;
  readonly command: Tokenized<readonly string[]>;
  readonly env?: Tokenized<readonly IEnvVar[]>;
  readonly mounts?: readonly IVolumeMount[];
  readonly resources: Tokenized<Resources>;
  /** The port it serves, by name. */
  readonly port?: { readonly name: string; readonly number: number };
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
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
  readonly volumes?: readonly IVolume[];
  /** Seconds between the signal to stop and the end. @default - 30, Kubernetes' own default */
  readonly terminationGracePeriodSeconds?: number;
  readonly restartPolicy?: 'OnFailure';
}

/** A pod template that the pod-security level "restricted" admits. */
export function podTemplate(props: PodProps): Tokenized<IPodTemplateSpec> {
  const checksums = Object.entries(props.checksums ?? {}).map(([name, value]) => [`checksum/${name}`, value]);
  const initContainers = props.initContainers?.map(container);
  return {
    metadata: {
      labels: recommendedLabels(props.selector),
      ...(checksums.length > 0 ? { annotations: Object.fromEntries(checksums) } : {}),
    },
    spec: {
      serviceAccountName: props.serviceAccount,
      automountServiceAccountToken: props.token ?? false,
      // Variables for Services named after a release would configure Dagster's commands, which read DAGSTER_*.
      enableServiceLinks: false,
      securityContext: restrictedPod(props.uid),
      ...(initContainers === undefined ? {} : { initContainers }),
      containers: [container(props.container)],
      volumes: props.volumes ?? [],
      ...(props.restartPolicy === undefined ? {} : { restartPolicy: props.restartPolicy }),
      ...(props.terminationGracePeriodSeconds === undefined
        ? {}
        : { terminationGracePeriodSeconds: props.terminationGracePeriodSeconds }),
    },
  };
}

function container({ port, mounts, image, ...props }: ContainerProps): Tokenized<IContainer> {
  return {
    ...props,
    ...imageFields(image),
    securityContext: restrictedContainer(),
    ...(port === undefined ? {} : { ports: [{ name: port.name, containerPort: port.number, protocol: 'TCP' }] }),
    ...(mounts === undefined ? {} : { volumeMounts: mounts }),
  };
}
