import { Construct } from 'constructs';
import type { IEnvVar } from 'kubernetes-models/v1';
import {
  type ContainerResources,
  checkName,
  type Issue,
  type Knob,
  notAllowed,
  type Open,
  Release,
  type Tokenized,
  validate,
} from '../../engine/index.js';
import { checkInteger, MOST_REPLICAS } from '../../kubernetes/checks.js';
import { fixedResources, type OpenResources } from '../../kubernetes/fixed-resources.js';
import { type Image, imageReference, versionOf } from '../../kubernetes/image.js';
import { type Selector, selectorOf } from '../../kubernetes/labels.js';
import { mergePod, withPod } from '../../kubernetes/merge.js';
import { objectName } from '../../kubernetes/object.js';
import { deployment, service, serviceAccount } from '../../kubernetes/objects.js';
import { podTemplate } from '../../kubernetes/pod.js';
import { DisruptionBudget, type DisruptionBudgetOptions } from '../../kubernetes/pod-disruption-budget.js';
import type { PodOptions, ProcessOptions } from '../../kubernetes/pod-options.js';
import { checkChoice, validateProcess } from '../../kubernetes/process-checks.js';
import { checkDbReady } from '../instance/check-db-ready.js';
import type { DagsterInstance } from '../instance/instance.js';
import { DEFAULT_SERVER_PORT, type GrpcServer } from '../instance/workspace-yaml.js';
import type { DagsterNetwork } from '../network/dagster-network.js';
import {
  type ContainerContextOptions,
  checkContainerContext,
  containerContextVariable,
  sharedWithRuns,
} from '../runs/container-context.js';
import { DAGSTER_UID } from '../users.js';

const SERVERS = ['api grpc', 'code-server'] as const;

/** The label that tells code locations apart. */
const CODE_LOCATION = 'dagster.io/code-location';

/** A code location: a gRPC server of the definitions of one project. */
export interface CodeLocationOptions extends ProcessOptions {
  /** The name of the code location, unique in a release: a DNS label, part of object names. */
  readonly name: string;

  /** The image that holds the code, with Dagster in it; runs are launched with it, too. */
  readonly image: Image;

  /**
   * Where the server finds the code, for example `['--python-file', '/app/definitions.py']` or
   * `['--module-name', 'my_project.definitions']`.
   */
  readonly args: readonly string[];

  /**
   * What serves the code: `dagster api grpc` ends when the code cannot be loaded, `dagster code-server start` stays up
   * and can load it again, in one pod alone.
   *
   * @default 'api grpc'
   */
  readonly server?: (typeof SERVERS)[number];

  /** The port of the server and its Service. @default 3030 */
  readonly port?: number;

  /**
   * How many pods serve it.
   *
   * @default - as the values document says
   */
  readonly replicas?: Open<number>;

  /**
   * Requests and limits of its container.
   *
   * @default - as the values document says
   */
  readonly resources?: OpenResources;

  /**
   * Whether what is said here of variables, volumes, labels, annotations, security and scheduling holds for the runs of
   * the location, too.
   *
   * @default true
   */
  readonly includeConfigInLaunchedRuns?: boolean;

  /** What is said of its runs alone, over what they share with the server. @default - nothing */
  readonly runs?: ContainerContextOptions;

  /** How many of its pods may be away at once. @default - no PodDisruptionBudget */
  readonly podDisruptionBudget?: DisruptionBudgetOptions;

  /** Whether an init container, of the release's image, waits until the database takes a login. @default true */
  readonly checkDbReady?: boolean;

  /** Annotations of its Service. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
}

export interface CodeLocationProps extends CodeLocationOptions {
  readonly instance: DagsterInstance;
  readonly network: DagsterNetwork;
  /** The account of all code locations that name none of their own. */
  readonly sharedAccount: string;
  /** What the values document says. */
  readonly defaults: { readonly replicas: Knob<number>; readonly resources: Knob<ContainerResources> };
  /** What holds for all pods of the release; its runs have it from the run launcher. */
  readonly releasePod: PodOptions | undefined;
}

/** One code location: a Deployment of gRPC servers, and the Service in front of them. */
export class CodeLocation extends Construct {
  /** The name of the code location. */
  readonly name: string;
  /** The image that holds the code, with its tag or digest. */
  readonly image: string;
  private readonly suffix: string;
  private readonly port: number;

  constructor(scope: Construct, id: string, given: CodeLocationProps) {
    super(scope, id);
    const props = { ...given, ...this.account(given) };
    this.name = props.name;
    this.image = imageReference(props.image);
    this.suffix = `user-code-${props.name}`;
    this.port = props.port ?? DEFAULT_SERVER_PORT;
    validateProcess(this, props);
    validate(this, () => [
      ...checkName('code location name', props.name),
      ...checkReplicas(props),
      ...checkChoice('server', props.server, SERVERS),
      ...checkContainerContext(runsOf(props), 'runs', props.instance.volumes),
    ]);
    const selector = selectorOf(Release.of(this), 'user-code', { [CODE_LOCATION]: props.name });
    const identity = { suffix: this.suffix, selector };
    service(
      this,
      'service',
      { ...identity, portName: 'grpc', port: this.port },
      { annotations: props.serviceAnnotations },
    );
    const replicas = props.replicas ?? (props.server === 'code-server' ? 1 : props.defaults.replicas);
    const template = this.podTemplate(props, selector);
    const version = versionOf(props.image);
    deployment(this, 'deployment', { ...identity, replicas, template, version }, props.deployment);
    props.network.limitCodeServer(this, identity, this.port);
    if (props.podDisruptionBudget !== undefined) {
      new DisruptionBudget(this, 'disruption-budget', { ...identity, ...props.podDisruptionBudget });
    }
  }

  /** The account of its own, if it has one, by its name; runs that have it may launch their steps. */
  private account(props: CodeLocationProps): Pick<CodeLocationProps, 'serviceAccount'> {
    if (props.serviceAccount === undefined) return {};
    const suffix = `user-code-${props.name}`;
    const selector = selectorOf(Release.of(this), 'user-code', { [CODE_LOCATION]: props.name });
    const name = serviceAccount(this, { suffix, selector }, props.serviceAccount);
    const { includeConfigInLaunchedRuns = true, runs } = props;
    if (includeConfigInLaunchedRuns && runs?.serviceAccountName === undefined && runs?.namespace === undefined) {
      props.instance.allowLaunching(this, name, suffix);
    }
    return { serviceAccount: { name } };
  }

  /** Where the webserver and the daemon find it. */
  get server(): GrpcServer {
    return { host: objectName(this, this.suffix), port: this.port, locationName: this.name };
  }

  private podTemplate(props: CodeLocationProps, selector: Selector): ReturnType<typeof podTemplate> {
    const { instance, server = 'api grpc' } = props;
    const healthy = { grpc: { port: this.port, service: 'DagsterApi' } };
    return podTemplate(
      {
        selector,
        serviceAccount: props.sharedAccount,
        uid: DAGSTER_UID,
        checksums: { instance: instance.config.checksum },
        // The server opens the instance when it starts, and ends when the database is not there.
        initContainers: props.checkDbReady === false ? [] : [checkDbReady(instance)],
        container: {
          name: 'user-code',
          image: props.image,
          command: [
            ...['dagster', ...(server === 'api grpc' ? ['api', 'grpc'] : ['code-server', 'start'])],
            ...['-h', '0.0.0.0', '-p', `${this.port}`],
            // The same in all pods of a rollout, another one in the next: clients load the code again then, and only then.
            ...(server === 'api grpc' ? ['--fixed-server-id', '$(POD_TEMPLATE_HASH)'] : []),
            ...props.args,
          ],
          env: [...instance.env, ...serverEnv(props)],
          port: { name: 'grpc', number: this.port },
          resources: props.resources === undefined ? props.defaults.resources : fixedResources(this, props.resources),
          probes: {
            startup: { ...healthy, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 },
            readiness: { ...healthy, periodSeconds: 10, timeoutSeconds: 5 },
            liveness: { ...healthy, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 6 },
          },
        },
        volumes: instance.volumes,
        spread: true,
      },
      withPod<ProcessOptions>(props, props.releasePod),
    );
  }
}

function serverEnv(props: CodeLocationProps): Tokenized<IEnvVar>[] {
  const podTemplateHash = "metadata.labels['pod-template-hash']";
  return [
    { name: 'POD_TEMPLATE_HASH', valueFrom: { fieldRef: { fieldPath: podTemplateHash } } },
    // Runs are launched with the image of the code location they belong to.
    { name: 'DAGSTER_CURRENT_IMAGE', value: imageReference(props.image) },
    containerContextVariable(runsOf(props), props.instance.openRunConfig),
  ];
}

/** What the runs of a location are told: what they share with the server, and what is said of them alone. */
function runsOf({
  includeConfigInLaunchedRuns = true,
  runs = {},
  ...server
}: CodeLocationOptions): ContainerContextOptions {
  const shared = includeConfigInLaunchedRuns ? sharedWithRuns(server) : {};
  return {
    ...shared,
    ...runs,
    env: [...(shared.env ?? []), ...(runs.env ?? [])],
    envFrom: [...(shared.envFrom ?? []), ...(runs.envFrom ?? [])],
    volumes: [...(shared.volumes ?? []), ...(runs.volumes ?? [])],
    volumeMounts: [...(shared.volumeMounts ?? []), ...(runs.volumeMounts ?? [])],
    pod: mergePod(shared.pod, runs.pod),
  };
}

function checkReplicas({ replicas, server }: CodeLocationOptions): Issue[] {
  if (replicas === undefined) return [];
  if (server !== 'code-server' || replicas === 1) return checkInteger('replicas', replicas, 1, MOST_REPLICAS);
  const allowed = '1 for a code-server, which loads code again in one pod alone; use "api grpc"';
  return [notAllowed('replicas', replicas, allowed)];
}
