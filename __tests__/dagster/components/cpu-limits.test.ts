import { DagsterApp, DagsterChart, type DagsterChartProps, PostgresPassword, RunLauncher } from '../../../lib/index.js';
import { EXAMPLE, errorsOfProps, fileOf, podsOf, usualObjects } from '../../support/releases.js';

/** A release with every container that has resources of its own. */
const EVERYTHING: DagsterChartProps = {
  preset: 'large',
  migration: {},
  postgresql: { password: PostgresPassword.createdInCluster() },
  userCode: { locations: [{ ...EXAMPLE, name: 'etl', writableCopies: ['/app'], includeConfigInLaunchedRuns: false }] },
  runLauncher: RunLauncher.celeryK8s({ brokerSecret: { name: 'broker', key: 'url' } }),
};

/** Limits of all containers, by name. */
function limitsOf(props: DagsterChartProps): [string, Record<string, string> | undefined][] {
  return podsOf(usualObjects(props)).flatMap(({ spec }) =>
    [...(spec.initContainers ?? []), ...spec.containers].map(
      ({ name, resources }): [string, Record<string, string>] => [name, resources.limits],
    ),
  );
}

test('without CPU limits, every container of the release is limited in memory alone', () => {
  const limits = limitsOf({ ...EVERYTHING, cpuLimits: false });
  expect(limits.length).toBeGreaterThan(12);
  expect(limits.filter(([, one]) => one?.cpu !== undefined)).toEqual([]);
  const memory = (all: typeof limits) => all.map(([name, one]) => [name, one?.memory]);
  expect(memory(limits)).toEqual(memory(limitsOf(EVERYTHING)));
});

test('CPU limits are there by default', () => {
  expect(limitsOf(EVERYTHING).filter(([, one]) => one?.cpu === undefined)).toEqual([]);
  expect(limitsOf({ ...EVERYTHING, cpuLimits: true })).toEqual(limitsOf(EVERYTHING));
});

test('a CPU limit that is said of a component, or in a values document, holds without the others', () => {
  const limits = new Map(
    limitsOf({
      cpuLimits: false,
      daemon: { resources: { limits: { cpu: '3' } } },
      migration: { resources: { limits: { cpu: '2' } } },
      values: { 'dagster-webserver': { resources: { limits: { cpu: '4' } } } },
    }),
  );
  expect(limits.get('daemon')).toEqual({ cpu: '3', memory: '512Mi' });
  expect(limits.get('migrate')).toEqual({ cpu: '2' });
  expect(limits.get('webserver')).toEqual({ cpu: '4', memory: '512Mi' });
  expect(limits.get('user-code')).toEqual({ memory: '1Gi' });
});

test('`null` in resources takes the CPU limit of one component away', () => {
  const limits = new Map(limitsOf({ webserver: { resources: { limits: { cpu: null } } } }));
  expect(limits.get('webserver')).toEqual({ memory: '512Mi' });
  expect(limits.get('daemon')).toEqual({ cpu: '500m', memory: '512Mi' });
});

test('the values document takes the CPU limits of the published chart away', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  new DagsterChart(app, 'r', { cpuLimits: false });
  expect(fileOf(app.render(), 'r/values.yaml').match(/^ {6}cpu: null$/gm)).toHaveLength(3);
});

test('a quota on CPU limits refuses pods without them, unless a LimitRange gives them one', () => {
  const resourceQuota = { hard: { 'limits.cpu': '20', 'limits.memory': '64Gi' } };
  const runLauncher = RunLauncher.k8s({ resources: { limits: { cpu: '1', memory: '2Gi' } } });
  expect(errorsOfProps({ cpuLimits: false, resourceQuota, runLauncher })).toEqual([
    'test: resourceQuota.hard.limits.cpu: found "20"; allowed: none with cpuLimits: false, since it refuses pods without a CPU limit; leave out one of them',
  ]);
  expect(errorsOfProps({ cpuLimits: true, resourceQuota, runLauncher })).toEqual([]);
  expect(errorsOfProps({ cpuLimits: false, resourceQuota, runLauncher, limitRange: { max: { cpu: '8' } } })).toEqual(
    [],
  );
});
