import type { ServiceAccountOptions } from '../kubernetes/pod-options.js';
import type { DagsterChartProps } from './chart-props.js';

/** The accounts that the properties of a release say of its components; code locations say theirs. */
export function accountsOfComponents(props: DagsterChartProps): Record<string, ServiceAccountOptions | undefined> {
  const { webserver, daemon, userCode, migration, postgresql, runLauncher } = props;
  return {
    'webserver.serviceAccount': webserver?.serviceAccount,
    'webserver.readOnly.serviceAccount': webserver?.readOnly?.serviceAccount,
    'daemon.serviceAccount': daemon?.serviceAccount,
    'userCode.serviceAccount': userCode?.serviceAccount,
    'migration.serviceAccount': migration?.serviceAccount,
    'postgresql.serviceAccount': postgresql?.serviceAccount,
    'runLauncher.serviceAccount': runLauncher?.serviceAccount,
    'runLauncher.workers.serviceAccount': runLauncher?.celery?.process.serviceAccount,
  };
}
