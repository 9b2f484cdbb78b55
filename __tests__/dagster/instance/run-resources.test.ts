import { parse } from 'yaml';
import {
  type ContainerContextOptions,
  type DagsterChartProps,
  open,
  RunLauncher,
  resources,
} from '../../../lib/index.js';
import { EXAMPLE, errorsOfProps, find, PRESET_NAMES, usualObjects } from '../../support/releases.js';

const launcherOf = (props: DagsterChartProps) =>
  parse(find(usualObjects(props), 'ConfigMap', 'test-instance').data['dagster.yaml']).run_launcher.config;

/** What the code location of a release says of the resources of its runs. */
function ofRuns(props: DagsterChartProps): unknown {
  const [main] = find(usualObjects(props), 'Deployment', 'test-user-code-example').spec.template.spec.containers;
  return JSON.parse(main.env.find(({ name }: { name: string }) => name === 'DAGSTER_CONTAINER_CONTEXT').value).k8s
    .resources;
}

const gib = (memory: string) => ({ memory: `${memory}Gi` });

/** The errors of a location whose runs say this, with a run launcher that says that. */
const errorsOfRuns = (runs: ContainerContextOptions, launcher = RunLauncher.k8s()): string[] =>
  errorsOfProps({ runLauncher: launcher, userCode: { locations: [{ ...EXAMPLE, runs }] } });

const AT = 'test/user-code/location-example: runs.resources';

test('runs request what a code location of the preset requests, and have no limits that a tag of a job could pass', () => {
  expect(PRESET_NAMES.map((preset) => ofRuns({ preset }))).toEqual([
    { requests: { cpu: '250m', memory: '512Mi' } },
    { requests: { cpu: '500m', memory: '1Gi' } },
    { requests: { cpu: '1', memory: '2Gi' } },
  ]);
});

test('they follow the values document, which the chart renders to the same', () => {
  const values = { 'dagster-user-code': { resources: { requests: { cpu: '1000m' } } } };
  expect(ofRuns({ values })).toEqual({ requests: { cpu: '1', memory: '512Mi' } });
  expect(ofRuns({ userCode: { resources: { requests: { cpu: null } } } })).toEqual({ requests: { memory: '512Mi' } });
});

test('a location is laid over them, quantity by quantity', () => {
  const runs = { resources: { requests: gib('8'), limits: { 'nvidia.com/gpu': '1' } } };
  expect(ofRuns({ userCode: { locations: [{ ...EXAMPLE, runs }] } })).toEqual({
    requests: { cpu: '250m', memory: '8Gi' },
    limits: { 'nvidia.com/gpu': '1' },
  });
});

test.each<[string, object, ContainerContextOptions, string[]]>([
  [
    'requests above a limit of runs',
    { requests: gib('3'), limits: gib('4') },
    { resources: { limits: gib('2') } },
    [
      'requests.memory: over what the run launcher says: found 3Gi, above the limit; allowed: at most the limit, 2Gi; lower the request or raise limits.memory',
    ],
  ],
  [
    'requests above a raw limit of runs',
    { requests: { cpu: '3' }, limits: { cpu: '4' } },
    { runK8sConfig: { containerConfig: { resources: { limits: { cpu: '2' } } } } },
    [
      'requests.cpu: over what the run launcher says: found 3, above the limit; allowed: at most the limit, 2; lower the request or raise limits.cpu',
    ],
  ],
  [
    'requests below a limit that those by default are above',
    { requests: { memory: '128Mi' } },
    { resources: { limits: { memory: '256Mi' } } },
    [],
  ],
])('a values document is held against what a location says of its runs: %s', (_, resources, runs, errors) => {
  const values = { 'dagster-user-code': { resources } };
  const locations = [{ ...EXAMPLE, runs }];
  expect(errorsOfProps({ values, userCode: { locations } })).toEqual(errors.map((error) => `${AT}.${error}`));
});

test('a location says nothing where the run launcher does, or where it may not', () => {
  const runLaunchers = [
    RunLauncher.k8s({ resources: {} }),
    RunLauncher.k8s({ runK8sConfig: { containerConfig: { resources: { requests: { cpu: '1' } } } } }),
    RunLauncher.k8s({ onlyAllowUserDefinedK8sConfigFields: { container_config: { env: true } } }),
  ];
  expect(runLaunchers.map((runLauncher) => ofRuns({ runLauncher }))).toEqual([undefined, undefined, undefined]);
  const allowed = { container_config: { resources: true } };
  const runLauncher = RunLauncher.k8s({ onlyAllowUserDefinedK8sConfigFields: allowed });
  expect(ofRuns({ runLauncher })).toEqual({ requests: { cpu: '250m', memory: '512Mi' } });
});

test('locations elsewhere have those of the preset small', () => {
  expect(launcherOf({ preset: 'large' }).resources).toEqual({ requests: { cpu: '250m', memory: '512Mi' } });
});

test('what the run launcher says is in the place of that', () => {
  const runLauncher = RunLauncher.k8s({ resources: { limits: { memory: '4096Mi' } } });
  expect(launcherOf({ preset: 'large', runLauncher }).resources).toEqual({ limits: { memory: '4Gi' } });
});

test.each<[string, ContainerContextOptions]>([
  ['requests alone', { resources: { requests: gib('8') } }],
  ['a limit of a GPU alone', { resources: { limits: { 'nvidia.com/gpu': '1' } } }],
  ['a limit above the requests of the preset', { resources: { limits: gib('1') } }],
  ['raw requests alone', { runK8sConfig: { containerConfig: { resources: { requests: gib('9') } } } }],
])('the runs of a location may say %s', (_, runs) => {
  expect(errorsOfRuns(runs)).toEqual([]);
});

test.each<[string, ContainerContextOptions, RunLauncher, string]>([
  [
    'a request above the limit of the run launcher',
    { resources: { requests: gib('8') } },
    RunLauncher.k8s({ resources: { limits: gib('2') } }),
    'requests.memory: over what the run launcher says: found 8Gi, above the limit; allowed: at most the limit, 2Gi; lower the request or raise limits.memory',
  ],
  [
    'a limit below the request of the preset',
    { resources: { limits: { memory: '256Mi' } } },
    RunLauncher.k8s(),
    'requests.memory: over what the run launcher says: found 512Mi, above the limit; allowed: at most the limit, 256Mi; lower the request or raise limits.memory',
  ],
  [
    'a raw request above the limit of the run launcher',
    { runK8sConfig: { containerConfig: { resources: { requests: { cpu: '3' } } } } },
    RunLauncher.k8s({ runK8sConfig: { containerConfig: { resources: { limits: { cpu: '2' } } } } }),
    'requests.cpu: over what the run launcher says: found 3, above the limit; allowed: at most the limit, 2; lower the request or raise limits.cpu',
  ],
  [
    'a request above the default of a knob',
    { resources: { requests: gib('8') } },
    RunLauncher.k8s({ resources: open('runs', resources({ limits: gib('4') })) }),
    'requests.memory: over what the run launcher says: found 8Gi, above the limit; allowed: at most the limit, 4Gi; lower the request or raise limits.memory',
  ],
  [
    'that a limit is none, which Dagster does not hear',
    { resources: { limits: { memory: null } } },
    RunLauncher.k8s({ resources: { limits: gib('2') } }),
    "limits.memory: found null; allowed: a quantity, since Dagster keeps the run launcher's where a location says none; change it there",
  ],
])('the runs of a location may not say %s', (_, runs, launcher, message) => {
  expect(errorsOfRuns(runs, launcher)).toEqual([`${AT}.${message}`]);
});

test.each([
  [{ resources: { requests: gib('3'), limits: gib('2') } }],
  [{ runK8sConfig: { containerConfig: { resources: { requests: gib('3'), limits: gib('2') } } } }],
  [{ resources: { limits: gib('2') }, runK8sConfig: { containerConfig: { resources: { requests: gib('3') } } } }],
])('rejects requests above limits of the run launcher: %j', (options) => {
  expect(errorsOfProps({ runLauncher: RunLauncher.k8s(options) })).toEqual([
    'test/instance: runLauncher.resources.requests.memory: found 3Gi, above the limit; allowed: at most the limit, 2Gi; lower the request or raise limits.memory',
  ]);
});

describe('in a namespace with a quota', () => {
  const remedy = 'say them in resources of the run launcher, or as defaults of limitRange';
  const refused = (key: string) =>
    `test: resourceQuota.hard.${key}: found "9"; allowed: a resource that runs say; the quota refuses pods without it; ${remedy}`;

  test('runs have to say the limits that it counts', () => {
    const hard = { pods: '9', 'requests.cpu': '9', memory: '9', 'limits.cpu': '9', 'limits.memory': '9' };
    expect(errorsOfProps({ resourceQuota: { hard } })).toEqual([refused('limits.cpu'), refused('limits.memory')]);
  });

  test('the run launcher may say them', () => {
    const resourceQuota = { hard: { 'limits.memory': '9Gi', 'requests.memory': '9Gi' } };
    const runLauncher = RunLauncher.k8s({ resources: { limits: gib('2') } });
    expect(errorsOfProps({ resourceQuota, runLauncher })).toEqual([]);
  });

  test('a limit range may say them, with no default limit below what runs request', () => {
    const resourceQuota = { hard: { 'limits.memory': '99Gi' } };
    expect(errorsOfProps({ resourceQuota, limitRange: { max: gib('8') } })).toEqual([]);
    expect(errorsOfProps({ preset: 'large', limitRange: { defaults: gib('1') } })).toEqual([
      'test: limitRange.defaults.memory: found "1Gi"; allowed: at least 2Gi, which runs request; raise it, or give the run launcher resources with a limit',
    ]);
  });

  test('runs of Celery, which say nothing, need a limit range', () => {
    const runLauncher = RunLauncher.celeryK8s({ brokerSecret: { name: 'celery', key: 'BROKER' } });
    expect(errorsOfProps({ runLauncher, resourceQuota: { hard: { 'requests.cpu': '9' } } })).toEqual([
      refused('requests.cpu'),
    ]);
  });
});
