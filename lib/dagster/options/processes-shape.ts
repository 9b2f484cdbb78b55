import { type Checks, is } from '../../engine/index.js';
import {
  AUTOSCALING,
  DISRUPTION_BUDGET,
  HTTP_ROUTE,
  INGRESS,
  SERVICE,
} from '../../kubernetes/options/exposure-shape.js';
import {
  DEPLOYMENT,
  OBJECT,
  OPEN_RESOURCES,
  PROCESS,
  RESOURCES,
  SERVICE_ACCOUNT,
} from '../../kubernetes/options/process-shape.js';
import type { DagsterDaemonOptions } from '../components/daemon.js';
import type { MigrationOptions } from '../components/migration.js';
import type { WebserverCommandOptions } from '../components/webserver-command.js';
import type { DagsterWebserverOptions, ReadOnlyWebserverOptions } from '../components/webserver-options.js';
import type { ProcessKnobs } from '../contract/process-slice.js';

/** What a slice of the values document decides. @param key where the slice is */
export function processKnobs(key: string): Checks<ProcessKnobs> {
  return {
    enabled: is.decided(is.flag, `${key}.enabled`),
    replicas: is.decided(is.number, `${key}.replicaCount`),
    resources: is.decided(RESOURCES, `${key}.resources`),
  };
}

const COMMAND: Checks<WebserverCommandOptions> = {
  pathPrefix: is.anyText,
  logFormat: is.text,
  logLevel: is.text,
  dbStatementTimeout: is.number,
  dbPoolRecycle: is.number,
  dbPoolMaxOverflow: is.number,
};

const EXPOSURE: Checks<Omit<ReadOnlyWebserverOptions, 'pathPrefix' | 'replicas' | 'serviceAccount'>> = {
  service: SERVICE,
  ingress: INGRESS,
  httpRoute: HTTP_ROUTE,
  autoscaling: AUTOSCALING,
  podDisruptionBudget: DISRUPTION_BUDGET,
};

export const WEBSERVER = is.bag<DagsterWebserverOptions>({
  ...processKnobs('dagster-webserver'),
  ...PROCESS,
  ...COMMAND,
  ...EXPOSURE,
  readOnly: is.bag<ReadOnlyWebserverOptions>({
    ...EXPOSURE,
    pathPrefix: is.anyText,
    replicas: is.open(is.number),
    serviceAccount: SERVICE_ACCOUNT,
  }),
  checkDbReady: is.flag,
});

const { strategy, ...ROLLED_AT_ONCE } = DEPLOYMENT;

export const DAEMON = is.bag<DagsterDaemonOptions>({
  ...processKnobs('dagster-daemon'),
  ...PROCESS,
  deployment: is.bag<NonNullable<DagsterDaemonOptions['deployment']>>(ROLLED_AT_ONCE),
  heartbeatTolerance: is.number,
  logFormat: is.text,
  checkDbReady: is.flag,
});

const { deployment, probes, ...PROCESS_OF_JOB } = PROCESS;

export const MIGRATION = is.bag<MigrationOptions>({
  ...PROCESS_OF_JOB,
  resources: OPEN_RESOURCES,
  job: is.bag(OBJECT),
});
