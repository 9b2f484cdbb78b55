import type { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IServiceAccount } from 'kubernetes-models/v1';
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

export interface DagsterDaemonOptions extends ServiceKnobs {}

export interface DagsterDaemonProps extends DagsterDaemonOptions {
  readonly preset: Preset;
  readonly instance: DagsterInstance;
  readonly workspace: Workspace;
}

const SUFFIX = 'daemon';

/** The daemon: schedules, sensors, the run queue and run monitoring. */
export class DagsterDaemon extends DagsterService {
  constructor(scope: Construct, id: string, props: DagsterDaemonProps) {
    super(
      scope,
      id,
      serviceSlice('dagster-daemon', 'Schedules, sensors, the run queue and run monitoring', props.preset, props, 1),
    );
    if (!this.release.mayExist(this.enabled)) return;
    const { instance, workspace } = props;
    const selector = selectorOf(this.release, SUFFIX);
    const serviceAccount = objectName(this, SUFFIX);
    createObject<IServiceAccount>(
      this,
      'service-account',
      { apiVersion: 'v1', kind: 'ServiceAccount', suffix: SUFFIX, selector },
      { automountServiceAccountToken: false },
    );
    instance.allowLaunching(this, serviceAccount, SUFFIX);
    const volumes = [...instance.volumes, workspace.volume];
    createObject<IDeployment>(
      this,
      'deployment',
      { apiVersion: 'apps/v1', kind: 'Deployment', suffix: SUFFIX, selector },
      {
        spec: {
          replicas: this.replicas,
          // Two daemons at once would run every schedule and sensor twice.
          strategy: { type: 'Recreate' },
          selector: { matchLabels: selector },
          template: podTemplate({
            selector,
            serviceAccount,
            token: true,
            uid: DAGSTER_UID,
            checksums: { instance: instance.config.checksum, workspace: workspace.config.checksum },
            initContainers: [checkDbReady(instance)],
            container: {
              name: SUFFIX,
              image: instance.systemImage,
              command: workspace.command('dagster-daemon', 'run'),
              env: instance.env,
              resources: this.resources,
              mounts: mountsOf(volumes),
              // Each check starts a Python process; it fails when a daemon thread has had no heartbeat for long.
              livenessProbe: {
                exec: { command: ['dagster-daemon', 'liveness-check'] },
                initialDelaySeconds: 60,
                periodSeconds: 120,
                timeoutSeconds: 60,
                failureThreshold: 5,
              },
            },
            volumes: volumesOf(volumes),
          }),
        },
      },
    );
  }
}
