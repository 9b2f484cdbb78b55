import { parse } from 'yaml';
import type { RunLauncherContext } from '../../../lib/dagster/runs/launcher.js';
import type { RunLauncher } from '../../../lib/dagster/runs/run-launcher.js';
import { scratch } from '../../../lib/kubernetes/volumes.js';

/** A release, as its run launcher sees it. */
export const CONTEXT: RunLauncherContext = {
  namespace: 'data',
  pod: {},
  serviceAccount: 'test-run',
  instanceConfigMap: 'test-instance',
  environmentConfigMap: 'test-run-environment',
  password: { name: 'test-postgresql', key: 'postgresql-password' },
  env: [
    {
      name: 'DAGSTER_PG_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'test-postgresql', key: 'postgresql-password' } },
    },
  ],
  volumes: [scratch('dagster-home', '/opt/dagster/dagster_home'), scratch('tmp', '/tmp')],
  labels: { 'dagster.io/release': 'test' },
};

/** The configuration of the class that launches runs. */
export function launcherConfig(launcher: RunLauncher, context: RunLauncherContext = CONTEXT): Record<string, unknown> {
  const { config } = parse(JSON.stringify(launcher.render(context)));
  return config;
}
