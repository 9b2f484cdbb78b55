import type { IEnvVar } from 'kubernetes-models/v1';
import type { Tokenized } from '../../engine/index.js';
import type { Image } from '../../kubernetes/image.js';
import type { PodOptions } from '../../kubernetes/pod-options.js';
import type { DatabaseConnection } from '../config/database.js';
import type { DagsterInstanceOptions } from '../config/instance-options.js';
import type { DagsterNetwork } from '../network/dagster-network.js';
import type { ReleaseAccount } from '../release-account.js';
import type { RunLauncher } from '../runs/run-launcher.js';

export interface DagsterInstanceProps {
  /** How the release's processes reach the database. */
  readonly connection: DatabaseConnection;
  /** The image of the webserver, the daemon and the helpers: Dagster's own. */
  readonly systemImage: Image;
  /** What `dagster.yaml` says. @default - as each option says */
  readonly options?: DagsterInstanceOptions;
  /** How runs are launched. @default RunLauncher.k8s() */
  readonly runLauncher?: RunLauncher;
  /** Who may talk to whom. @default - anybody to anybody */
  readonly network?: DagsterNetwork;
  /** What holds for all pods of the release, runs included. */
  readonly pod?: PodOptions | undefined;
  /** The account of all pods, runs included. @default - none; the run launcher says that of runs */
  readonly account?: ReleaseAccount | undefined;
  /** Whether there are code locations that the release does not serve. @default false */
  readonly servesElsewhere?: boolean;
  /** Whether a Job of the release migrates the database. @default false */
  readonly migrates?: boolean;
}

/** The variables of a container, those that its own options may replace apart. */
export interface ProcessEnvironment {
  readonly envByDefault: readonly IEnvVar[];
  readonly env: readonly Tokenized<IEnvVar>[];
}
