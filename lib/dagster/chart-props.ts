import type { Open, ReleaseProps } from '../engine/index.js';
import type { Image } from '../kubernetes/image.js';
import type { LimitRangeOptions } from '../kubernetes/limit-range.js';
import type { NamespaceOptions } from '../kubernetes/namespace.js';
import type { PodOptions, ServiceAccountOptions } from '../kubernetes/pod-options.js';
import type { ResourceQuotaOptions } from '../kubernetes/quota.js';
import type { DagsterDaemonOptions } from './components/daemon.js';
import type { MigrationOptions } from './components/migration.js';
import type { DagsterPostgresOptions } from './components/postgres.js';
import type { DagsterUserCodeOptions } from './components/user-code.js';
import type { DagsterWebserverOptions } from './components/webserver-options.js';
import type { DagsterInstanceOptions } from './config/instance-options.js';
import type { Preset } from './contract/presets.js';
import type { WorkspaceOptions } from './instance/workspace.js';
import type { NetworkPolicyOptions } from './network/network-policy-options.js';
import type { RunLauncher } from './runs/run-launcher.js';

/** Everything that can be said of a release of Dagster. */
export interface DagsterChartProps extends ReleaseProps {
  /**
   * The size of the release; a component's own properties stand over it leaf by leaf.
   *
   * @default 'small'
   */
  readonly preset?: Preset;

  /**
   * Whether components have the CPU limits of the preset and of their own. Without them a container uses what CPU its node
   * has left, and no less than it requests; memory stays limited. What `resources` of a component or a values document says
   * of a CPU limit holds either way.
   *
   * @default true
   */
  readonly cpuLimits?: boolean;

  /**
   * Whether the release brings its Namespace, and what is special about it. A Helm chart never does.
   *
   * @default false
   */
  readonly createNamespace?: boolean | NamespaceOptions;

  /**
   * The version of Dagster in the release's own images: the tag of `image`, unless that says one itself. Images of code
   * locations have versions of their own.
   *
   * @default - the version this package was made for, `DAGSTER_VERSION`
   */
  readonly dagsterVersion?: Open<string>;

  /**
   * The image of the webserver, the daemon and the helpers; without a tag and a digest it has `dagsterVersion` as its tag.
   *
   * @default - docker.io/dagster/dagster-celery-k8s at `dagsterVersion`
   */
  readonly image?: Image;

  /** The web UI and the GraphQL API. @default - as the preset says */
  readonly webserver?: DagsterWebserverOptions;

  /** Schedules, sensors, the run queue and run monitoring. @default - as the preset says */
  readonly daemon?: DagsterDaemonOptions;

  /** The code locations. @default - none */
  readonly userCode?: DagsterUserCodeOptions;

  /**
   * What `dagster.yaml` says: run coordinator, compute logs, retention and the like. A change restarts the webserver and the
   * daemon; code servers only if it is one of `storage`, `scheduler` or `additionalConfig`, the only ones that they read.
   *
   * @default - Dagster's own, without telemetry
   */
  readonly instance?: DagsterInstanceOptions;

  /** How runs are launched. @default RunLauncher.k8s() */
  readonly runLauncher?: RunLauncher;

  /** Code locations that are not part of the release. @default - none */
  readonly workspace?: WorkspaceOptions;

  /**
   * A Job that brings the database up to the schema of this Dagster version. Pods that are made meanwhile wait for it, unless
   * their `checkDbReady` is `false`, or `storage.authProvider` logs them in.
   *
   * @default - none; Dagster creates a new one by itself
   */
  readonly migration?: MigrationOptions;

  /** What holds for all pods of the release; a component's own options stand over it. @default - nothing */
  readonly pod?: PodOptions;

  /**
   * One account for all pods of the release, its database and its runs among them, which then has the rights of all: whoever
   * has one pod may do what any of them may. No component, code location or run launcher may say another. Where runs are in
   * another namespace, it is created there, too, unless it exists.
   *
   * @default - each component has an account of its own, with the rights that it needs
   */
  readonly serviceAccount?: ServiceAccountOptions;

  /** Who may talk to whom. @default - NetworkPolicies that allow what the release needs */
  readonly networkPolicy?: NetworkPolicyOptions;

  /** What the namespace may use in all. @default - no ResourceQuota */
  readonly resourceQuota?: ResourceQuotaOptions;

  /** What containers of the namespace get that say nothing themselves. @default - no LimitRange */
  readonly limitRange?: LimitRangeOptions;

  /** The database. @default - PostgreSQL in the release, its password in a Secret that exists before it */
  readonly postgresql?: DagsterPostgresOptions;
}
