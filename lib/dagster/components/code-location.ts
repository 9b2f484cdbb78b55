import { Construct } from 'constructs';
import type { IEnvVar, IPodTemplateSpec } from 'kubernetes-models/v1';
import {
  type ContainerResources,
  checkName,
  Fact,
  type Issue,
  type Knob,
  notAllowed,
  type OpenMap,
  Release,
  type Tokenized,
  validate,
} from '../../engine/index.js';
import { checkInteger, MOST_REPLICAS } from '../../kubernetes/checks.js';
import { fixedResources } from '../../kubernetes/fixed-resources.js';
import { imageReference, mayChange, versionOf } from '../../kubernetes/image.js';
import { type Selector, selectorOf } from '../../kubernetes/labels.js';
import { withPod } from '../../kubernetes/merge.js';
import { objectName } from '../../kubernetes/object.js';
import { checkServiceName, deployment, service } from '../../kubernetes/objects.js';
import { podTemplate } from '../../kubernetes/pod.js';
import { DisruptionBudget } from '../../kubernetes/pod-disruption-budget.js';
import type { PodOptions, ProcessOptions } from '../../kubernetes/pod-options.js';
import { checkChoice, validateProcess } from '../../kubernetes/process-checks.js';
import { checkDbReady } from '../instance/check-db-ready.js';
import type { DagsterInstance } from '../instance/instance.js';
import { DEFAULT_SERVER_PORT, type GrpcServer } from '../instance/workspace-yaml.js';
import type { DagsterNetwork } from '../network/dagster-network.js';
import {
  type ContainerContextOptions,
  checkContainerContext,
  containerContext,
  containerContextVariable,
  runsOf,
  sharedOf,
} from '../runs/container-context.js';
import { checkPodOfRun } from '../runs/pod-of-run.js';
import { checkInitContainers } from '../runs/run-containers.js';
import type { SettledResources } from '../runs/run-resources.js';
import { DAGSTER_UID } from '../users.js';
import type { CodeLocationOptions } from './code-location-options.js';
import { SERVERS } from './code-location-options.js';
import { checkAccounts, ownAccounts, type SharedAccounts } from './location-accounts.js';
import { checkServerArgs } from './server-args.js';
import { serverId } from './server-id.js';
import { checkWritableCopies, withWritableCopies } from './writable-copies.js';

/** The label that tells code locations apart. */
const CODE_LOCATION = 'dagster.io/code-location';

export interface CodeLocationProps extends CodeLocationOptions {
  readonly instance: DagsterInstance;
  readonly network: DagsterNetwork;
  /** The accounts of code locations that say none of their own. */
  readonly accounts: SharedAccounts;
  /** What the values document says. */
  readonly defaults: { readonly replicas: Knob<number>; readonly resources: Knob<ContainerResources> };
  /** Requests and limits of its runs where it says nothing of them; `undefined` if nobody knows. */
  readonly runResources: SettledResources | undefined;
  /** What holds for all pods of the release; its runs have it from the run launcher. */
  readonly releasePod: PodOptions | undefined;
}

/** One code location: a Deployment of gRPC servers, and the Service in front of them. */
export class CodeLocation extends Construct {
  /** The name of the code location. */
  readonly name: string;
  /** The image that holds the code, with its tag or digest. */
  readonly image: string;
  /** Whether its servers have the account of all code locations that say none of their own. */
  readonly sharesAccount: boolean;
  private readonly suffix: string;
  private readonly serviceName: string;
  private readonly port: number;
  private readonly runs: ContainerContextOptions;

  constructor(scope: Construct, id: string, given: CodeLocationProps) {
    super(scope, id);
    this.name = given.name;
    this.suffix = `user-code-${given.name}`;
    const selector = selectorOf(Release.of(this), 'user-code', { [CODE_LOCATION]: given.name });
    const identity = { suffix: this.suffix, selector };
    const said = { ...given, ...ownAccounts(this, identity, given) };
    this.sharesAccount = said.serviceAccount === undefined;
    const props = withWritableCopies(this, said);
    this.image = imageReference(props.image);
    this.serviceName = props.serviceName ?? objectName(this, this.suffix);
    this.port = props.port ?? DEFAULT_SERVER_PORT;
    this.runs = runsOf(props);
    validateProcess(this, props);
    const check = (): Issue[] => [
      ...checkName('code location name', props.name),
      ...checkReplicas(props),
      ...checkServerArgs(given),
      ...checkServiceName('serviceName', props.serviceName),
      ...checkChoice('server', props.server, SERVERS),
      ...checkContainerContext(this.runs, 'runs', {
        runMounts: props.instance.runMounts,
        runResources: props.runResources,
      }),
      ...checkInitContainers(props.instance.podOfRun()?.spec, this.runContext, 'runs'),
      ...checkUser(said),
      ...checkWritableCopies(said, 'writableCopies'),
      ...checkAccounts(given),
      ...props.instance.launcher.unheard(sharedOf(said), given.runs ?? {}),
    ];
    validate(this, () => {
      const issues = check();
      const { instance } = props;
      return issues.length > 0
        ? issues
        : checkPodOfRun(instance.podOfRun(this.runContext), 'runs', () => instance.podOfRun());
    });
    if (props.runs?.namespace !== undefined) props.instance.runNamespaces.enter(props.runs.namespace);
    service(
      this,
      'service',
      {
        ...identity,
        portName: 'grpc',
        port: this.port,
        // A client that went from pod to pod would load the code again each time.
        ...(mayChange(props.image) ? { sessionAffinity: 'ClientIP' } : {}),
      },
      {
        ...(props.serviceName === undefined ? {} : { name: props.serviceName }),
        annotations: props.serviceAnnotations,
      },
    );
    const replicas = props.replicas ?? (props.server === 'code-server' ? 1 : props.defaults.replicas);
    const resources = props.resources === undefined ? props.defaults.resources : fixedResources(this, props.resources);
    const template = new Fact<IPodTemplateSpec>(() => this.podTemplate(props, resources, selector));
    const version = versionOf(props.image);
    deployment(this, 'deployment', { replicas, template, version, ...identity }, props.deployment);
    props.network.limitCodeServer(this, identity, this.port);
    if (props.podDisruptionBudget !== undefined) {
      new DisruptionBudget(this, 'disruption-budget', { ...identity, ...props.podDisruptionBudget });
    }
  }

  /** Where the webserver and the daemon find it. */
  get server(): GrpcServer {
    return { host: this.serviceName, port: this.port, locationName: this.name };
  }

  /** What it says of its runs, in words of Dagster. */
  get runContext(): OpenMap {
    return containerContext(this.runs);
  }

  /** The namespace of its runs. @default - that of the run launcher */
  get runNamespace(): string | undefined {
    return this.runs.namespace;
  }

  private podTemplate(
    props: CodeLocationProps,
    resources: Tokenized<ContainerResources>,
    selector: Selector,
  ): ReturnType<typeof podTemplate> {
    const { instance, server = 'api grpc' } = props;
    const healthy = { grpc: { port: this.port, service: 'DagsterApi' } };
    return podTemplate(
      {
        selector,
        serviceAccount: props.accounts.servers,
        token: (props.kubernetesApi ?? false) !== false,
        uid: DAGSTER_UID,
        checksums: { instance: instance.codeServerConfig.checksum },
        // The server opens the instance when it starts, and ends when the database is not there.
        initContainers: props.checkDbReady === false ? [] : [checkDbReady(instance)],
        container: {
          name: 'user-code',
          image: props.image,
          // As for runs, so that the entry point of the image prepares the one as it prepares the other.
          args: [
            ...['dagster', ...(server === 'api grpc' ? ['api', 'grpc'] : ['code-server', 'start'])],
            ...['-h', '0.0.0.0', '-p', `${this.port}`],
            ...(server === 'api grpc' ? ['--fixed-server-id', `$(${serverId(props.image).name})`] : []),
            ...props.args,
          ],
          ...instance.environment,
          env: [...instance.environment.env, ...serverEnv(props)],
          port: { name: 'grpc', number: this.port },
          resources,
          probes: {
            startup: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 180, ...healthy },
            readiness: { periodSeconds: 10, timeoutSeconds: 5, ...healthy },
            liveness: { periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 6, ...healthy },
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
  const { name, fieldPath } = serverId(props.image);
  return [
    { name, valueFrom: { fieldRef: { fieldPath } } },
    // Runs are launched with the image of the code location they belong to.
    { name: 'DAGSTER_CURRENT_IMAGE', value: imageReference(props.image) },
    containerContextVariable(runsOf(props), props.instance.runConfig(props.defaults.resources)),
  ];
}

/** Runs have a user from the run launcher, which another can replace, but which nobody can take away. */
function checkUser(said: CodeLocationProps): Issue[] {
  if (said.releasePod?.user === 'assigned') return [];
  const users = { 'pod.user': sharedOf(said).pod?.user, 'runs.pod.user': said.runs?.pod?.user };
  const allowed = '"fixed" or "root", unless pod.user of the release is "assigned"; say it there';
  return Object.entries(users).flatMap(([path, user]) =>
    user === 'assigned' ? [notAllowed(path, user, allowed)] : [],
  );
}

function checkReplicas({ replicas, server }: CodeLocationOptions): Issue[] {
  if (replicas === undefined) return [];
  if (server !== 'code-server' || replicas === 1) return checkInteger('replicas', replicas, 1, MOST_REPLICAS);
  const allowed = '1 for a code-server, which loads code again in one pod alone; use "api grpc"';
  return [notAllowed('replicas', replicas, allowed)];
}
