import { Construct } from 'constructs';
import { type Issue, notAllowed, type Open, validate } from '../../engine/index.js';
import { Autoscaler, type AutoscalingOptions } from '../../kubernetes/autoscaling.js';
import { ServiceHttpRoute } from '../../kubernetes/http-route.js';
import type { HttpRouteOptions } from '../../kubernetes/http-route-options.js';
import { versionOf } from '../../kubernetes/image.js';
import { type IngressOptions, ServiceIngress } from '../../kubernetes/ingress.js';
import { selectorOf } from '../../kubernetes/labels.js';
import type { NetworkRole } from '../../kubernetes/network-policy.js';
import { objectName } from '../../kubernetes/object.js';
import { deployment, type ServiceOptions, service, serviceAccount } from '../../kubernetes/objects.js';
import { podTemplate } from '../../kubernetes/pod.js';
import { DisruptionBudget, type DisruptionBudgetOptions } from '../../kubernetes/pod-disruption-budget.js';
import type { ProcessOptions, ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import { validateProcess } from '../../kubernetes/process-checks.js';
import { sidecarPort } from '../../kubernetes/sidecar-port.js';
import type { Preset } from '../contract/presets.js';
import { type ProcessKnobs, processSlice } from '../contract/process-slice.js';
import { checkDbReady } from '../instance/check-db-ready.js';
import type { DagsterInstance } from '../instance/instance.js';
import type { Workspace } from '../instance/workspace.js';
import type { DagsterNetwork, DatabaseRoute } from '../network/dagster-network.js';
import { DAGSTER_UID } from '../users.js';
import { DagsterProcess } from './process.js';
import { SmokeTest } from './smoke-test.js';
import { checkWebserverCommand, type WebserverCommandOptions, webserverCommand } from './webserver-command.js';

/** How a webserver is reached, and how many pods run it. */
export interface ExposureOptions {
  /**
   * The Service in front of it. Where its `targetPort` is that of a log-in proxy beside the webserver, the network policy opens
   * this port alone, and there is no `helm test`, which could not log in. A read-only webserver, which has the same pods, has
   * the same `targetPort` unless it says its own.
   *
   * @default - a ClusterIP on port 80
   */
  readonly service?: ServiceOptions;

  /** An Ingress to it; its path follows the path prefix. @default - none */
  readonly ingress?: IngressOptions;

  /** A Gateway API HTTPRoute to it; its path follows the path prefix. @default - none */
  readonly httpRoute?: HttpRouteOptions;

  /** Pods by load: the values document's `replicaCount` then has no effect. @default - as many as are asked for */
  readonly autoscaling?: AutoscalingOptions;

  /** How many of its pods may be away at once. @default - no PodDisruptionBudget */
  readonly podDisruptionBudget?: DisruptionBudgetOptions;
}

/** The webserver: the web UI and the GraphQL API. */
export interface DagsterWebserverOptions
  extends ProcessKnobs,
    ProcessOptions,
    WebserverCommandOptions,
    ExposureOptions {
  /** A second webserver on which nothing can be changed. @default - none */
  readonly readOnly?: ReadOnlyWebserverOptions;

  /** Whether an init container waits until the database takes a login. @default true */
  readonly checkDbReady?: boolean;
}

/** A webserver beside the first one, with the same options, on which nothing can be changed. */
export interface ReadOnlyWebserverOptions extends ExposureOptions {
  /** How many pods run it. @default 1 */
  readonly replicas?: Open<number>;

  /**
   * The account that its pods run as; it launches nothing, and has no rights.
   *
   * @default - one of its own, with the labels and annotations of the first webserver's
   */
  readonly serviceAccount?: ServiceAccountOptions;
}

export interface DagsterWebserverProps extends DagsterWebserverOptions {
  readonly preset: Preset;
  readonly instance: DagsterInstance;
  readonly workspace: Workspace;
  readonly network: DagsterNetwork;
  readonly database: DatabaseRoute;
  /** The account of all pods of the release. @default - the read-only webserver has one of its own */
  readonly account?: { readonly name: string } | undefined;
}

const SUFFIX = 'webserver';

/** Above 1023, since the process has no privileges. */
const PORT = 3000;

/** Of the pods and of the Service. */
const PORT_NAME = 'http';

const SERVICE_PORT = 80;

/** The web UI and the GraphQL API. */
export class DagsterWebserver extends DagsterProcess {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: DagsterWebserverProps,
  ) {
    super(scope, id, processSlice(scope, 'dagster-webserver', 'The web UI and the GraphQL API', props.preset, props));
    validateProcess(this, props);
    validate(this, () => [
      ...checkWebserverCommand(props),
      ...this.checkTarget('service', props.service),
      ...this.checkTarget('readOnly.service', props.readOnly?.service),
    ]);
    const account = serviceAccount(
      this,
      { suffix: SUFFIX, selector: selectorOf(this.release, SUFFIX) },
      props.serviceAccount,
    );
    props.instance.allowRequesting(this, account, SUFFIX);
    this.createServer(this, SUFFIX, account, props, { replicas: this.replicas, readOnly: false });
    if (props.readOnly !== undefined) {
      const { replicas = 1, serviceAccount: _, service: own, ...others } = props.readOnly;
      const { targetPort } = props.service ?? {};
      const exposure = { ...others, service: targetPort === undefined ? own : { targetPort, ...own } };
      const scope = new Construct(this, 'read-only');
      const account = this.readOnlyAccount(scope, props.readOnly);
      this.createServer(scope, READ_ONLY, account, exposure, { replicas, readOnly: true });
    }
    if (this.portOf(props.service) === PORT) this.createTest(account);
  }

  /** The path below which everything is served, without `/` at its end. */
  get pathPrefix(): string {
    return this.props.pathPrefix ?? '';
  }

  /** What a Service leads to. */
  private portOf({ targetPort = PORT_NAME }: ServiceOptions = {}): number {
    return (targetPort === PORT_NAME ? undefined : sidecarPort(this.props.pod ?? {}, targetPort)) ?? PORT;
  }

  private checkTarget(path: string, { targetPort = PORT_NAME }: ServiceOptions = {}): Issue[] {
    if (targetPort === PORT_NAME || sidecarPort(this.props.pod ?? {}, targetPort) !== undefined) return [];
    const allowed = `"${PORT_NAME}", or the name of a port of a sidecar in pod.sidecars, whose containerPort is a number`;
    return [notAllowed(`${path}.targetPort`, targetPort, allowed)];
  }

  /** It needs a token, since it loads the run launcher, but no rights. */
  private readOnlyAccount(scope: Construct, { serviceAccount: own }: ReadOnlyWebserverOptions): string {
    const { labels, annotations } = this.props.serviceAccount ?? {};
    const shared = {
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    };
    const identity = { suffix: READ_ONLY, selector: selectorOf(this.release, READ_ONLY) };
    return serviceAccount(scope, identity, this.props.account ?? own ?? shared);
  }

  private createTest(serviceAccount: string): void {
    const { service: options, image, instance, pod, network } = this.props;
    new SmokeTest(this, 'smoke-test', {
      url: `http://${objectName(this, SUFFIX)}:${options?.port ?? SERVICE_PORT}${this.pathPrefix}`,
      webserver: { suffix: SUFFIX, selector: selectorOf(this.release, SUFFIX), port: PORT },
      image: image ?? instance.systemImage,
      ...{ serviceAccount, pod, network },
    });
  }

  private createServer(
    scope: Construct,
    suffix: string,
    account: string,
    exposure: ExposureOptions,
    server: Server,
  ): void {
    const selector = selectorOf(this.release, suffix);
    const identity = { suffix, selector };
    const { network, database, workspace, deployment: options } = this.props;
    const version = versionOf(this.props.image ?? this.props.instance.systemImage);
    const replicas = exposure.autoscaling === undefined ? server.replicas : undefined;
    service(scope, 'service', { ...identity, portName: PORT_NAME, port: SERVICE_PORT }, exposure.service);
    deployment(
      scope,
      'deployment',
      { ...identity, replicas, template: this.podTemplate(suffix, account, server.readOnly), version },
      options,
    );
    network.limitSystem(scope, {
      ...identity,
      port: this.portOf(exposure.service),
      database,
      servers: workspace.ports,
    });
    this.expose(scope, identity, exposure);
  }

  private expose(scope: Construct, identity: NetworkRole, exposure: ExposureOptions): void {
    const { autoscaling, httpRoute, ingress, podDisruptionBudget } = exposure;
    const path = this.props.pathPrefix ?? '/';
    if (ingress !== undefined)
      new ServiceIngress(scope, 'ingress', { ...identity, portName: PORT_NAME, path, ...ingress });
    if (httpRoute !== undefined) {
      const port = exposure.service?.port ?? SERVICE_PORT;
      new ServiceHttpRoute(scope, 'http-route', { ...identity, port, path, ...httpRoute });
    }
    if (autoscaling !== undefined) new Autoscaler(scope, 'autoscaler', { ...identity, ...autoscaling });
    if (podDisruptionBudget !== undefined) {
      new DisruptionBudget(scope, 'disruption-budget', { ...identity, ...podDisruptionBudget });
    }
  }

  private podTemplate(suffix: string, account: string, readOnly: boolean): ReturnType<typeof podTemplate> {
    const { instance, workspace, serviceAccount: _, ...options } = this.props;
    const command = webserverCommand(PORT, this.props, readOnly);
    const serverInfo = { httpGet: { path: `${this.pathPrefix}/server_info`, port: PORT_NAME } };
    const wait = checkDbReady(instance);
    return podTemplate(
      {
        selector: selectorOf(this.release, suffix),
        serviceAccount: account,
        token: true,
        uid: DAGSTER_UID,
        checksums: { instance: instance.config.checksum, ...workspace.checksums },
        initContainers: options.checkDbReady === false ? [] : [wait],
        container: {
          name: SUFFIX,
          image: instance.systemImage,
          command: workspace.command(...command),
          ...instance.environment,
          port: { name: PORT_NAME, number: PORT },
          resources: this.resources,
          probes: {
            startup: { ...serverInfo, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 },
            readiness: { ...serverInfo, periodSeconds: 10, timeoutSeconds: 5 },
            liveness: { ...serverInfo, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 6 },
          },
        },
        volumes: [...instance.volumes, workspace.volume],
        spread: true,
      },
      options,
    );
  }
}

/** One of the two webservers. */
interface Server {
  readonly replicas: Open<number>;
  readonly readOnly: boolean;
}

const READ_ONLY = `${SUFFIX}-read-only`;
