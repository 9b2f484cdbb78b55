import { parse } from 'yaml';
import { dagsterYaml } from '../../../lib/dagster/config/dagster-yaml.js';
import type { DagsterInstanceOptions } from '../../../lib/dagster/config/instance-options.js';
import type { RunLauncherContext } from '../../../lib/dagster/runs/launcher.js';
import type { RunLauncher } from '../../../lib/dagster/runs/run-launcher.js';
import { type Issue, printIssue } from '../../../lib/engine/data/issue.js';
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

/** What `dagster.yaml` says with these options, less the run launcher. */
export function configOf(options: DagsterInstanceOptions): Record<string, unknown> {
  return parse(dagsterYaml({}, options));
}

/** The configuration of the class that launches runs. */
export function launcherConfig(launcher: RunLauncher, context: RunLauncherContext = CONTEXT): Record<string, unknown> {
  const { config } = parse(JSON.stringify(launcher.render(context)));
  return config;
}

export function printed(issues: readonly Issue[]): string[] {
  return issues.map(printIssue);
}
