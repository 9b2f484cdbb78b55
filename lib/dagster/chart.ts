import type { Construct } from 'constructs';
import { given, type Note, notAllowed, Release, type ReleaseProps, validate } from '../engine/index.js';
import type { Image } from '../kubernetes/image.js';
import { type LimitRangeOptions, NamespaceLimits } from '../kubernetes/limit-range.js';
import { podOfJob, withPod } from '../kubernetes/merge.js';
import { createNamespace, type NamespaceOptions } from '../kubernetes/namespace.js';
import type { PodOptions } from '../kubernetes/pod-options.js';
import { validateProcess } from '../kubernetes/process-checks.js';
import { NamespaceQuota, type ResourceQuotaOptions } from '../kubernetes/quota.js';
import { CeleryWorkerPods } from './components/celery-workers.js';
import { DagsterDaemon, type DagsterDaemonOptions } from './components/daemon.js';
import { Migration, type MigrationOptions } from './components/migration.js';
import { DagsterPostgres, type DagsterPostgresOptions } from './components/postgres.js';
import { DagsterUserCode, type DagsterUserCodeOptions } from './components/user-code.js';
import { DagsterWebserver, type DagsterWebserverOptions } from './components/webserver.js';
import type { DagsterInstanceOptions } from './config/instance-options.js';
import { PRESETS, type Preset } from './contract/presets.js';
import { VALUES_ORDER } from './contract/values.js';
import { DagsterInstance } from './instance/instance.js';
import { Workspace, type WorkspaceOptions } from './instance/workspace.js';
import { DagsterNetwork } from './network/dagster-network.js';
import type { NetworkPolicyOptions } from './network/network-policy-options.js';
import { notesOf } from './release-notes.js';
import type { RunLauncher } from './runs/run-launcher.js';
import { DAGSTER_VERSION } from './version.js';

export interface DagsterChartProps extends ReleaseProps {
  /**
   * The size of the release; a component's own properties stand over it leaf by leaf.
   *
   * @default 'small'
   */
  readonly preset?: Preset;

  /**
   * Whether the release brings its Namespace, and what is special about it. A Helm chart never does.
   *
   * @default false
   */
  readonly createNamespace?: boolean | NamespaceOptions;

  /**
   * The image of the webserver, the daemon and the helpers.
   *
   * @default docker.io/dagster/dagster-celery-k8s at the version this package was made for
   */
  readonly image?: Image;

  /** The web UI and the GraphQL API. @default - as the preset says */
  readonly webserver?: DagsterWebserverOptions;

  /** Schedules, sensors, the run queue and run monitoring. @default - as the preset says */
  readonly daemon?: DagsterDaemonOptions;

  /** The code locations. @default - none */
  readonly userCode?: DagsterUserCodeOptions;

  /** What `dagster.yaml` says: run coordinator, compute logs, retention and the like. @default - Dagster's own, without telemetry */
  readonly instance?: DagsterInstanceOptions;

  /** How runs are launched. @default RunLauncher.k8s() */
  readonly runLauncher?: RunLauncher;

  /** Code locations that are not part of the release. @default - none */
  readonly workspace?: WorkspaceOptions;

  /** A Job that brings the database up to the schema of this Dagster version. @default - none; Dagster creates a new one by itself */
  readonly migration?: MigrationOptions;

  /** What holds for all pods of the release; a component's own options stand over it. @default - nothing */
  readonly pod?: PodOptions;

  /** Who may talk to whom. @default - NetworkPolicies that allow what the release needs */
  readonly networkPolicy?: NetworkPolicyOptions;

  /** What the namespace may use in all. @default - no ResourceQuota */
  readonly resourceQuota?: ResourceQuotaOptions;

  /** What containers of the namespace get that say nothing themselves. @default - no LimitRange */
  readonly limitRange?: LimitRangeOptions;

  /** The database. @default - PostgreSQL in the release, its password in a Secret that exists before it */
  readonly postgresql?: DagsterPostgresOptions;
}

const SYSTEM_IMAGE: Image = { repository: 'docker.io/dagster/dagster-celery-k8s', tag: DAGSTER_VERSION };

/**
 * One release of Dagster in one namespace.
 *
 * @example
 *
 *   const app = new DagsterApp();
 *   const chart = new DagsterChart(app, 'analytics', { preset: 'medium' });
 *   chart.userCode.addLocation({ name: 'etl', image, args: ['--module-name', 'etl.definitions'] });
 *   app.synth();
 */
export class DagsterChart extends Release {
  /**
   * The release that a values document describes.
   *
   * @param values the document, or its YAML text, read as Helm reads it
   */
  static fromValues(
    scope: Construct,
    id: string,
    values: object | string,
    props: DagsterChartProps = {},
  ): DagsterChart {
    return new DagsterChart(scope, id, { ...props, values });
  }

  readonly postgresql: DagsterPostgres;
  readonly instance: DagsterInstance;
  readonly userCode: DagsterUserCode;
  readonly webserver: DagsterWebserver;
  readonly daemon: DagsterDaemon;

  constructor(scope: Construct, id: string, options: DagsterChartProps = {}) {
    super(scope, id, options);
    const props = given(options);
    const { image: systemImage = SYSTEM_IMAGE, pod } = props;
    const preset = this.preset(props.preset ?? 'small');
    validateProcess(this, { image: systemImage });
    const { createNamespace: wanted = false } = props;
    if (wanted !== false) createNamespace(this, 'namespace', wanted === true ? {} : wanted);
    const network = new DagsterNetwork(this, 'network', props.networkPolicy);
    if (props.resourceQuota !== undefined) new NamespaceQuota(this, 'resource-quota', props.resourceQuota);
    if (props.limitRange !== undefined) new NamespaceLimits(this, 'limit-range', props.limitRange);
    this.postgresql = new DagsterPostgres(this, 'postgresql', {
      ...withPod(props.postgresql ?? {}, pod),
      systemImage,
      network,
    });
    this.instance = new DagsterInstance(this, 'instance', {
      connection: this.postgresql.connection,
      systemImage,
      options: props.instance,
      runLauncher: props.runLauncher,
      pod,
    });
    this.userCode = new DagsterUserCode(this, 'user-code', {
      ...props.userCode,
      pod,
      preset,
      instance: this.instance,
      network,
    });
    const workspace = new Workspace(this, 'workspace', {
      ...props.workspace,
      enabled: this.userCode.enabled,
      own: () => this.userCode.servers,
      ports: () => this.userCode.ports,
    });
    const shared = { preset, instance: this.instance, workspace, network, database: this.postgresql.route };
    this.webserver = new DagsterWebserver(this, 'webserver', { ...withPod(props.webserver ?? {}, pod), ...shared });
    this.daemon = new DagsterDaemon(this, 'daemon', { ...withPod(props.daemon ?? {}, pod), ...shared });
    const { celery: workers } = this.instance;
    if (workers !== undefined) {
      new CeleryWorkerPods(this, 'celery-workers', { workers, instance: this.instance, network, pod });
    }
    if (props.migration !== undefined)
      new Migration(this, 'migration', {
        ...withPod(props.migration, podOfJob(pod)),
        instance: this.instance,
        network,
      });
  }

  override get appName(): string {
    return 'dagster';
  }

  override get chartName(): string {
    return 'floe-dagster';
  }

  protected override get valuesOrder(): readonly string[] {
    return VALUES_ORDER;
  }

  /** Native gRPC probes are stable from 1.27 on. */
  override get kubeVersion(): string {
    return '>=1.27.0-0';
  }

  override get notes(): readonly Note[] {
    return notesOf(this);
  }

  private preset(preset: Preset): Preset {
    if (Object.hasOwn(PRESETS, preset)) return preset;
    validate(this, () => [notAllowed('preset', preset, Object.keys(PRESETS).join(', '))]);
    return 'small';
  }
}
