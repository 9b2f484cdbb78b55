import type { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IService, IServiceAccount } from 'kubernetes-models/v1';
import type { Preset } from '../contract/presets.js';
import { type ServiceKnobs, serviceSlice } from '../contract/service.js';
import { checkDbReady } from '../instance/check-db-ready.js';
import type { DagsterInstance } from '../instance/instance.js';
import type { Workspace } from '../instance/workspace.js';
import { selectorOf } from '../workload/labels.js';
import { createObject, objectName } from '../workload/object.js';
import { podTemplate } from '../workload/pod.js';
import { DAGSTER_UID } from '../workload/security.js';
import { mountsOf, volumesOf } from '../workload/volumes.js';
import { DagsterService } from './service.js';

export interface DagsterWebserverOptions extends ServiceKnobs {
  /**
   * The port of the Service.
   *
   * @default 80
   */
  readonly servicePort?: number;
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
  constructor(scope: Construct, id: string, props: DagsterWebserverProps) {
    super(scope, id, serviceSlice('dagster-webserver', 'The web UI and the GraphQL API', props.preset, props));
    if (!this.release.mayExist(this.enabled)) return;
    const { instance } = props;
    const selector = selectorOf(this.release, SUFFIX);
    const serviceAccount = objectName(this, SUFFIX);
    createObject<IServiceAccount>(
      this,
      'service-account',
      { apiVersion: 'v1', kind: 'ServiceAccount', suffix: SUFFIX, selector },
      { automountServiceAccountToken: false },
    );
    instance.allowLaunching(this, serviceAccount, SUFFIX);
    createObject<IService>(
      this,
      'service',
      { apiVersion: 'v1', kind: 'Service', suffix: SUFFIX, selector },
      {
        spec: {
          type: 'ClusterIP',
          selector,
          ports: [{ name: 'http', port: props.servicePort ?? 80, targetPort: 'http', protocol: 'TCP' }],
        },
      },
    );
    createObject<IDeployment>(
      this,
      'deployment',
      { apiVersion: 'apps/v1', kind: 'Deployment', suffix: SUFFIX, selector },
      {
        spec: {
          replicas: this.replicas,
          selector: { matchLabels: selector },
          template: this.podTemplate(props, serviceAccount),
        },
      },
    );
  }

  private podTemplate(
    { instance, workspace }: DagsterWebserverProps,
    serviceAccount: string,
  ): ReturnType<typeof podTemplate> {
    const volumes = [...instance.volumes, workspace.volume];
    const serverInfo = { httpGet: { path: '/server_info', port: 'http' } };
    return podTemplate({
      selector: selectorOf(this.release, SUFFIX),
      serviceAccount,
      token: true,
      uid: DAGSTER_UID,
      checksums: { instance: instance.config.checksum, workspace: workspace.config.checksum },
      initContainers: [checkDbReady(instance)],
      container: {
        name: SUFFIX,
        image: instance.systemImage,
        command: workspace.command('dagster-webserver', '-h', '0.0.0.0', '-p', `${PORT}`),
        env: instance.env,
        port: { name: 'http', number: PORT },
        resources: this.resources,
        mounts: mountsOf(volumes),
        startupProbe: { ...serverInfo, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 },
        readinessProbe: { ...serverInfo, periodSeconds: 10, timeoutSeconds: 5 },
        livenessProbe: { ...serverInfo, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 6 },
      },
      volumes: volumesOf(volumes),
    });
  }
}
