import { Construct } from 'constructs';
import type { Preset } from '../contract/presets.js';
import { type ServiceKnobs, serviceSlice } from '../contract/service.js';
import { checkDbReady } from '../instance/check-db-ready.js';
import type { DagsterInstance } from '../instance/instance.js';
import type { Workspace } from '../instance/workspace.js';
import type { Token } from '../values/token.js';
import { selectorOf } from '../workload/labels.js';
import { deployment, type ServiceOptions, service, serviceAccount } from '../workload/objects.js';
import type { ProcessOptions } from '../workload/options.js';
import { podTemplate } from '../workload/pod.js';
import { DAGSTER_UID } from '../workload/security.js';
import { validate, validateProcess } from '../workload/validate.js';
import { DagsterService } from './service.js';
import { checkWebserverCommand, type WebserverCommandOptions, webserverCommand } from './webserver-command.js';

export interface DagsterWebserverOptions extends ServiceKnobs, ProcessOptions, WebserverCommandOptions {
  /** The Service in front of it. @default - a ClusterIP on port 80 */
  readonly service?: ServiceOptions;

  /** A second webserver on which nothing can be changed. @default - none */
  readonly readOnly?: ReadOnlyWebserverOptions;

  /** Whether an init container waits until the database takes a login. @default true */
  readonly checkDbReady?: boolean;
}

/** A webserver beside the first one, with the same options, on which nothing can be changed. */
export interface ReadOnlyWebserverOptions {
  /** How many pods run it. @default 1 */
  readonly replicas?: number;

  /** The Service in front of it. @default - a ClusterIP on port 80 */
  readonly service?: ServiceOptions;
}

export interface DagsterWebserverProps extends DagsterWebserverOptions {
  readonly preset: Preset;
  readonly instance: DagsterInstance;
  readonly workspace: Workspace;
}

const SUFFIX = 'webserver';

/** Above 1023, since the process has no privileges. */
const PORT = 3000;

/** The web UI and the GraphQL API. */
export class DagsterWebserver extends DagsterService {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: DagsterWebserverProps,
  ) {
    super(scope, id, serviceSlice('dagster-webserver', 'The web UI and the GraphQL API', props.preset, props));
    validateProcess(this, props);
    validate(this, () => checkWebserverCommand(props));
    if (!this.release.mayExist(this.enabled)) return;
    const account = serviceAccount(
      this,
      { suffix: SUFFIX, selector: selectorOf(this.release, SUFFIX) },
      props.serviceAccount,
    );
    props.instance.allowLaunching(this, account, SUFFIX);
    this.createServer(this, SUFFIX, account, { replicas: this.replicas, service: props.service, readOnly: false });
    if (props.readOnly !== undefined) {
      const { replicas = 1, service: options } = props.readOnly;
      this.createServer(new Construct(this, 'read-only'), READ_ONLY, account, {
        replicas,
        service: options,
        readOnly: true,
      });
    }
  }

  private createServer(scope: Construct, suffix: string, account: string, server: Server): void {
    const selector = selectorOf(this.release, suffix);
    service(scope, 'service', { suffix, selector, portName: 'http', port: 80 }, server.service);
    const template = this.podTemplate(suffix, account, server.readOnly);
    deployment(scope, 'deployment', { suffix, selector, replicas: server.replicas, template }, this.props.deployment);
  }

  private podTemplate(suffix: string, account: string, readOnly: boolean): ReturnType<typeof podTemplate> {
    const { instance, workspace, pathPrefix = '', ...options } = this.props;
    const command = webserverCommand(PORT, this.props, readOnly);
    const serverInfo = { httpGet: { path: `${pathPrefix}/server_info`, port: 'http' } };
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
          env: instance.env,
          port: { name: 'http', number: PORT },
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
  readonly replicas: number | Token<number>;
  readonly service: ServiceOptions | undefined;
  readonly readOnly: boolean;
}

const READ_ONLY = `${SUFFIX}-read-only`;
