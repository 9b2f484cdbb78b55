import { Construct } from 'constructs';
import type { IPodTemplateSpec } from 'kubernetes-models/v1';
import { Fact, type Issue, notAllowed, type Open, Release, validate } from '../../engine/index.js';
import { Autoscaler } from '../../kubernetes/autoscaling.js';
import { ServiceHttpRoute } from '../../kubernetes/http-route.js';
import { versionOf } from '../../kubernetes/image.js';
import { ServiceIngress } from '../../kubernetes/ingress.js';
import { selectorOf } from '../../kubernetes/labels.js';
import type { NetworkRole } from '../../kubernetes/network-policy.js';
import { objectName } from '../../kubernetes/object.js';
import {
  checkServiceName,
  deployment,
  type ServiceOptions,
  service,
  serviceAccount,
} from '../../kubernetes/objects.js';
import { podTemplate } from '../../kubernetes/pod.js';
import { DisruptionBudget } from '../../kubernetes/pod-disruption-budget.js';
import type { ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import { validateProcess } from '../../kubernetes/process-checks.js';
import { checkApart } from '../../kubernetes/routes.js';
import { sidecarPort } from '../../kubernetes/sidecar-port.js';
import type { Preset } from '../contract/presets.js';
import { processSlice } from '../contract/process-slice.js';
import { checkDbReady } from '../instance/check-db-ready.js';
import type { DagsterInstance } from '../instance/instance.js';
import type { Workspace } from '../instance/workspace.js';
import type { DagsterNetwork, DatabaseRoute } from '../network/dagster-network.js';
import { DAGSTER_UID } from '../users.js';
import { DagsterProcess } from './process.js';
import { SmokeTest } from './smoke-test.js';
import { checkPathPrefix, checkWebserverCommand, webserverCommand } from './webserver-command.js';
import type { DagsterWebserverOptions, ExposureOptions, ReadOnlyWebserverOptions } from './webserver-options.js';

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
      ...checkPathPrefix('readOnly.pathPrefix', props.readOnly?.pathPrefix),
      ...this.checkService('service', props.service),
      ...this.checkService('readOnly.service', props.readOnly?.service),
      ...this.checkRoutes(),
    ]);
    const account = serviceAccount(
      this,
      { suffix: SUFFIX, selector: selectorOf(this.release, SUFFIX) },
      props.serviceAccount,
    );
    props.instance.allowRequesting(this, account, SUFFIX);
    const { pathPrefix } = props;
    const server = { replicas: this.replicas, readOnly: false, pathPrefix, says: props.serviceAccount };
    this.createServer(this, SUFFIX, account, props, server);
    if (props.readOnly !== undefined) {
      const {
        replicas = 1,
        serviceAccount: _,
        service: own,
        pathPrefix = props.pathPrefix,
        ...others
      } = props.readOnly;
      const { targetPort } = props.service ?? {};
      const exposure = { ...others, service: targetPort === undefined ? own : { targetPort, ...own } };
      const scope = new Construct(this, 'read-only');
      const says = this.readOnlyAccount(props.readOnly);
      const account = serviceAccount(scope, { suffix: READ_ONLY, selector: selectorOf(this.release, READ_ONLY) }, says);
      this.createServer(scope, READ_ONLY, account, exposure, { replicas, readOnly: true, pathPrefix, says });
    }
    if (this.portOf(props.service) === PORT) this.createTest(account);
  }

  /** The path below which everything is served, without `/` at its end. */
  get pathPrefix(): string {
    return this.props.pathPrefix ?? '';
  }

  /** The name of its Service. */
  get serviceName(): string {
    return this.props.service?.name ?? objectName(this, SUFFIX);
  }

  /** What a Service leads to. */
  private portOf({ targetPort = PORT_NAME }: ServiceOptions = {}): number {
    return (targetPort === PORT_NAME ? undefined : sidecarPort(this.props.pod ?? {}, targetPort)) ?? PORT;
  }

  private checkService(path: string, { name, targetPort = PORT_NAME }: ServiceOptions = {}): Issue[] {
    const issues = checkServiceName(`${path}.name`, name);
    if (targetPort === PORT_NAME || sidecarPort(this.props.pod ?? {}, targetPort) !== undefined) return issues;
    const allowed = `"${PORT_NAME}", or the name of a port of a sidecar in pod.sidecars, whose containerPort is a number`;
    return [...issues, notAllowed(`${path}.targetPort`, targetPort, allowed)];
  }

  /** What would lead to both webservers at once. */
  private checkRoutes(): Issue[] {
    const { readOnly, ...first } = this.props;
    if (readOnly === undefined) return [];
    const { pathPrefix: path = '/', ingress, httpRoute } = first;
    const { pathPrefix = path, service, ...second } = readOnly;
    const twin = { ...second, at: 'readOnly', path: pathPrefix };
    const serviceName = service?.name ?? objectName(this, READ_ONLY);
    return checkApart(
      Release.of(this),
      { path, ingress, httpRoute, serviceName: this.serviceName },
      { ...twin, serviceName },
    );
  }

  /** It needs a token, since it loads the run launcher, but no rights. */
  private readOnlyAccount({ serviceAccount: own }: ReadOnlyWebserverOptions): ServiceAccountOptions {
    const { labels, annotations } = this.props.serviceAccount ?? {};
    const shared = {
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    };
    return this.props.account ?? own ?? shared;
  }

  private createTest(serviceAccount: string): void {
    const { service: options, image, instance, pod, network } = this.props;
    new SmokeTest(this, 'smoke-test', {
      url: `http://${this.serviceName}:${options?.port ?? SERVICE_PORT}${this.pathPrefix}`,
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
    const template = new Fact<IPodTemplateSpec>(() => this.podTemplate(suffix, account, server));
    service(scope, 'service', { portName: PORT_NAME, port: SERVICE_PORT, ...identity }, exposure.service);
    deployment(scope, 'deployment', { replicas, template, version, ...identity }, options);
    network.limitSystem(scope, {
      ...identity,
      port: this.portOf(exposure.service),
      account: server.says,
      database,
      servers: workspace.ports,
    });
    this.expose(scope, identity, exposure, server.pathPrefix);
  }

  private expose(scope: Construct, identity: NetworkRole, exposure: ExposureOptions, path = '/'): void {
    const { autoscaling, httpRoute, ingress, podDisruptionBudget } = exposure;
    const serviceName = exposure.service?.name ?? objectName(this, identity.suffix);
    if (ingress !== undefined)
      new ServiceIngress(scope, 'ingress', { ...identity, serviceName, portName: PORT_NAME, path, ...ingress });
    if (httpRoute !== undefined) {
      const port = exposure.service?.port ?? SERVICE_PORT;
      new ServiceHttpRoute(scope, 'http-route', { ...identity, serviceName, port, path, ...httpRoute });
    }
    if (autoscaling !== undefined) new Autoscaler(scope, 'autoscaler', { ...identity, ...autoscaling });
    if (podDisruptionBudget !== undefined) {
      new DisruptionBudget(scope, 'disruption-budget', { ...identity, ...podDisruptionBudget });
    }
  }

  private podTemplate(
    suffix: string,
    account: string,
    { readOnly, pathPrefix }: Server,
  ): ReturnType<typeof podTemplate> {
    const { instance, workspace, serviceAccount: _, ...options } = this.props;
    const command = webserverCommand(PORT, { ...this.props, pathPrefix }, readOnly);
    const serverInfo = { httpGet: { path: `${pathPrefix ?? ''}/server_info`, port: PORT_NAME } };
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
            startup: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60, ...serverInfo },
            readiness: { periodSeconds: 10, timeoutSeconds: 5, ...serverInfo },
            liveness: { periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 6, ...serverInfo },
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
  readonly pathPrefix: string | undefined;
  /** What is said of its account. */
  readonly says: ServiceAccountOptions | undefined;
}

const READ_ONLY = `${SUFFIX}-read-only`;
