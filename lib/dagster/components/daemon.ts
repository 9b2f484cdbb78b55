import type { Construct } from 'constructs';
import type { IPodTemplateSpec } from 'kubernetes-models/v1';
import { Fact, type Issue, quote, validate } from '../../engine/index.js';
import { versionOf } from '../../kubernetes/image.js';
import { selectorOf } from '../../kubernetes/labels.js';
import { deployment, serviceAccount } from '../../kubernetes/objects.js';
import { podTemplate } from '../../kubernetes/pod.js';
import type { DeploymentOptions, Probe, ProcessOptions } from '../../kubernetes/pod-options.js';
import { validateProcess } from '../../kubernetes/process-checks.js';
import type { Preset } from '../contract/presets.js';
import { type ProcessKnobs, processSlice } from '../contract/process-slice.js';
import { checkDbReady } from '../instance/check-db-ready.js';
import type { DagsterInstance } from '../instance/instance.js';
import type { Workspace } from '../instance/workspace.js';
import type { DagsterNetwork, DatabaseRoute } from '../network/dagster-network.js';
import { DAGSTER_UID } from '../users.js';
import { checkLogFormat, type LogFormat } from './log-format.js';
import { DagsterProcess } from './process.js';

/** The daemon, of which there is one. */
export interface DagsterDaemonOptions extends ProcessKnobs, ProcessOptions {
  /** The Deployment; its strategy is always Recreate, since two daemons at once would run everything twice. @default - nothing more */
  readonly deployment?: Omit<DeploymentOptions, 'strategy'>;

  /**
   * Seconds without a heartbeat after which one of its threads counts as hung, which fails the liveness probe.
   *
   * @default 1800
   */
  readonly heartbeatTolerance?: number;

  /** How log lines look. @default - colored, Dagster's own */
  readonly logFormat?: LogFormat;

  /** Whether an init container waits until the database takes a login. @default true */
  readonly checkDbReady?: boolean;
}

export interface DagsterDaemonProps extends DagsterDaemonOptions {
  readonly preset: Preset;
  readonly instance: DagsterInstance;
  readonly workspace: Workspace;
  readonly network: DagsterNetwork;
  readonly database: DatabaseRoute;
}

const SUFFIX = 'daemon';
const TITLE = 'Schedules, sensors, the run queue and run monitoring';

/** Each check starts a Python process; it fails when a thread of the daemon has had no heartbeat for long. */
const LIVENESS: Probe = {
  exec: { command: ['dagster-daemon', 'liveness-check'] },
  initialDelaySeconds: 60,
  periodSeconds: 120,
  timeoutSeconds: 60,
  failureThreshold: 5,
};

/** The daemon: schedules, sensors, the run queue and run monitoring. */
export class DagsterDaemon extends DagsterProcess {
  constructor(scope: Construct, id: string, props: DagsterDaemonProps) {
    super(scope, id, processSlice(scope, 'dagster-daemon', TITLE, props.preset, props, 1));
    validateProcess(this, props);
    validate(this, () => [...checkHeartbeatTolerance(props.heartbeatTolerance), ...checkLogFormat(props.logFormat)]);
    const selector = selectorOf(this.release, SUFFIX);
    const account = serviceAccount(this, { suffix: SUFFIX, selector }, props.serviceAccount);
    props.instance.allowLaunching(this, account, SUFFIX);
    const { database, workspace } = props;
    props.network.limitSystem(this, {
      suffix: SUFFIX,
      selector,
      account: props.serviceAccount,
      database,
      servers: workspace.ports,
    });
    const template = new Fact<IPodTemplateSpec>(() => this.podTemplate(props, account));
    // Two daemons at once would run every schedule and sensor twice.
    const strategy = { type: 'Recreate' } as const;
    deployment(
      this,
      'deployment',
      {
        suffix: SUFFIX,
        selector,
        replicas: this.replicas,
        template,
        version: versionOf(props.image ?? props.instance.systemImage),
      },
      { ...props.deployment, strategy },
    );
  }

  private podTemplate(props: DagsterDaemonProps, account: string): ReturnType<typeof podTemplate> {
    const { instance, workspace, heartbeatTolerance, logFormat } = props;
    const tolerance = { name: 'DAGSTER_DAEMON_HEARTBEAT_TOLERANCE', value: `${heartbeatTolerance}` };
    const logFlags = logFormat === undefined ? [] : ['--log-format', logFormat];
    return podTemplate(
      {
        selector: selectorOf(this.release, SUFFIX),
        serviceAccount: account,
        token: true,
        uid: DAGSTER_UID,
        checksums: { instance: instance.config.checksum, ...workspace.checksums },
        initContainers: props.checkDbReady === false ? [] : [checkDbReady(instance)],
        container: {
          name: SUFFIX,
          image: instance.systemImage,
          command: workspace.command('dagster-daemon', 'run', ...logFlags),
          ...instance.environment,
          env: [...instance.environment.env, ...(heartbeatTolerance === undefined ? [] : [tolerance])],
          resources: this.resources,
          probes: { liveness: LIVENESS },
        },
        volumes: [...instance.volumes, workspace.volume],
      },
      props,
    );
  }
}

function checkHeartbeatTolerance(seconds: number | undefined): Issue[] {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds > 0)) return [];
  return [{ path: 'heartbeatTolerance', message: `found ${quote(seconds)}; allowed: seconds, a whole number above 0` }];
}
