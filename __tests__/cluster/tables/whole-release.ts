import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAGSTER_VERSION, type DagsterChartProps, PostgresPassword } from '../../../lib/index.js';
import type { KubernetesObject } from '../../support/releases.js';
import { expectLoaded } from '../support/checks.js';
import { Dagster } from '../support/dagster.js';
import { makeNamespaces, restricted } from '../support/namespaces.js';
import { expectRolledOut } from './complaints.js';
import { apply, ctl, list, objectsOf, read, remove } from './support.js';

/** The release whose pods really run, and its namespace. */
export const NAME = 'tables';

/** A namespace that is not the release's. */
export const ELSEWHERE = 'tables-elsewhere';

export const PRIORITY = 'tables-priority';

const LITTLE = { requests: { cpu: '50m' } };

export const props: DagsterChartProps = {
  postgresql: { password: PostgresPassword.createdInCluster(), resources: LITTLE },
  webserver: { resources: LITTLE, autoscaling: { minReplicas: 2, maxReplicas: 3 }, podDisruptionBudget: {} },
  daemon: { resources: LITTLE },
  migration: {},
  userCode: {
    resources: LITTLE,
    locations: [
      {
        name: 'etl',
        image: { repository: 'docker.io/dagster/user-code-example', tag: DAGSTER_VERSION },
        args: ['--python-file', '/code/definitions.py'],
        volumes: [{ name: 'code', configMap: { name: 'code' } }],
        volumeMounts: [{ name: 'code', mountPath: '/code' }],
        podDisruptionBudget: { minAvailable: 1 },
      },
    ],
  },
  pod: { priorityClassName: PRIORITY },
  resourceQuota: { hard: { 'requests.cpu': '2', 'limits.memory': '8Gi' } },
  limitRange: { defaults: { memory: '768Mi' }, max: { memory: '2Gi' } },
};

/** The pods of a component, runs and steps being `run_worker` and `step_worker`. */
export function podsOf(component: string): KubernetesObject[] {
  return list(NAME, 'pods', `app.kubernetes.io/component=${component}`);
}

/** Starts the release. @returns the API of its webserver */
export async function start(): Promise<Dagster> {
  const definitions = readFileSync(join(import.meta.dirname, 'definitions.py'), 'utf8');
  const code = { name: 'code', namespace: NAME };
  makeNamespaces(restricted(NAME), restricted(ELSEWHERE));
  apply([
    { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: PRIORITY }, value: 1000 },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: code, data: { 'definitions.py': definitions } },
    ...objectsOf(NAME, props),
  ]);
  await expectRolledOut(NAME);
  const dagster = new Dagster(`http://${read(NAME, 'service', `${NAME}-webserver`).spec.clusterIP}`);
  await expectLoaded(dagster, ['etl']);
  return dagster;
}

export function end(): void {
  remove(NAME, ELSEWHERE);
  ctl(['delete', 'priorityclass', PRIORITY]);
}
