import { type CodeLocationOptions, type DagsterChartProps, RunLauncher } from '../../../lib/index.js';
import { EXAMPLE, errorsOfProps, find, type KubernetesObject, usualObjects } from '../../support/releases.js';

const NAME = 'test-user-code-example';
const SERVER = { host: 'elsewhere.example.com', port: 4000 };
const OTHER = RunLauncher.custom({ module: 'm', class: 'C' });
const annotations = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/sales' };

/** A location whose runs are in another namespace than the release, by its own word. */
const inJobs = (location: Partial<CodeLocationOptions>): KubernetesObject[] =>
  usualObjects({
    userCode: { locations: [{ ...EXAMPLE, ...location, runs: { namespace: 'jobs', ...location.runs } }] },
  });

/** The same by the word of the launcher. */
const byLauncher = (location: Partial<CodeLocationOptions>): KubernetesObject[] =>
  usualObjects({
    runLauncher: RunLauncher.k8s({ namespace: 'jobs' }),
    userCode: { locations: [{ ...EXAMPLE, ...location }] },
  });

const accountsIn = (objects: readonly KubernetesObject[], namespace: string): string[] =>
  objects
    .filter(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.namespace === namespace)
    .map(({ metadata }) => metadata.name);

/** The accounts of a location that may launch steps, and where they may. */
const launching = (objects: readonly KubernetesObject[], name = NAME): string[] =>
  objects
    .filter(({ kind, metadata }) => kind === 'RoleBinding' && metadata.name === `${name}-run-launcher`)
    .map(({ metadata, subjects: [{ namespace, name }] }) => `${metadata.namespace}: ${namespace}/${name}`);

function accountOfRuns(objects: readonly KubernetesObject[]): string {
  const { env } = find(objects, 'Deployment', NAME).spec.template.spec.containers[0];
  const { value } = env.find(({ name }: { name: string }) => name === 'DAGSTER_CONTAINER_CONTEXT');
  return JSON.parse(value).k8s.service_account_name;
}

test.each([
  ['it says itself', inJobs],
  ['the launcher says', byLauncher],
])(
  'an account that a location shares with its runs is created in the namespace of runs that %s, too',
  (_, objectsOf) => {
    const objects = objectsOf({ serviceAccount: { annotations } });
    expect(accountsIn(objects, 'jobs')).toEqual([NAME]);
    expect(accountsIn(objects, 'test')).toContain(NAME);
    const copies = objects.filter(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === NAME);
    expect(copies.map(({ metadata }) => metadata.annotations)).toEqual([annotations, annotations]);
    expect(accountOfRuns(objects)).toBe(NAME);
  },
);

test.each([
  ['it says itself', inJobs],
  ['the launcher says', byLauncher],
])('it may launch steps where its runs are, which %s, and nowhere else', (_, objectsOf) => {
  expect(launching(objectsOf({ serviceAccount: { annotations } }))).toEqual([`jobs: jobs/${NAME}`]);
});

test('an account that exists has to exist there, too, and is bound there', () => {
  const objects = inJobs({ serviceAccount: { name: 'etl' } });
  expect(accountsIn(objects, 'jobs')).toEqual([]);
  expect(launching(objects)).toEqual(['jobs: jobs/etl']);
});

test('runs have an account of their own on request, which is created where they are', () => {
  const objects = inJobs({ runs: { serviceAccount: { annotations } } });
  expect(accountsIn(objects, 'jobs')).toEqual([`${NAME}-runs`]);
  expect(find(objects, 'ServiceAccount', `${NAME}-runs`).metadata.annotations).toEqual(annotations);
  expect(accountOfRuns(objects)).toBe(`${NAME}-runs`);
  expect(launching(objects, `${NAME}-runs`)).toEqual([`jobs: jobs/${NAME}-runs`]);
  expect(find(objects, 'Deployment', NAME).spec.template.spec.serviceAccountName).toBe('test-user-code');
});

test('it may have a name of one’s choice, or be one that exists', () => {
  const named = inJobs({ runs: { serviceAccount: { name: 'hr', create: true } } });
  expect(accountsIn(named, 'jobs')).toContain('hr');
  expect(accountOfRuns(named)).toBe('hr');
  const existing = inJobs({ runs: { serviceAccount: { name: 'hr' } } });
  expect(existing).toEqual(inJobs({ runs: { serviceAccountName: 'hr' } }));
});

test('in the release’s own namespace it is created once', () => {
  const objects = usualObjects({
    userCode: { locations: [{ ...EXAMPLE, runs: { serviceAccount: { annotations } } }] },
  });
  expect(accountsIn(objects, 'test')).toContain(`${NAME}-runs`);
  expect(launching(objects, `${NAME}-runs`)).toEqual([`test: test/${NAME}-runs`]);
});

test('runs of one location get no rights in the namespace of another’s', () => {
  const objects = usualObjects({
    userCode: {
      locations: [
        { ...EXAMPLE, serviceAccount: { annotations } },
        { ...EXAMPLE, name: 'hr', serviceAccount: { annotations }, runs: { namespace: 'hr' } },
      ],
    },
  });
  expect(launching(objects)).toEqual([`test: test/${NAME}`]);
  expect(launching(objects, 'test-user-code-hr')).toEqual(['hr: hr/test-user-code-hr']);
});

const own = { serviceAccount: { annotations } };
const servedBy = (...locations: Partial<CodeLocationOptions>[]) => ({
  userCode: { locations: locations.map((one, index) => ({ ...EXAMPLE, name: `l${index}`, ...one })) },
});

const SHARED_ACCOUNTS: [string, DagsterChartProps, string[]][] = [
  ['those of code locations that say none', servedBy({}, own), ['test-run', 'test-user-code']],
  ['none where each location has its own', servedBy(own, own), []],
  ['none where the accounts exist', servedBy({ serviceAccount: { name: 'etl' } }), []],
  ['that of servers whose runs have their own', servedBy({ runs: own }), ['test-user-code']],
  ['that of runs which share nothing', servedBy({ ...own, includeConfigInLaunchedRuns: false }), ['test-run']],
  ['none where servers and runs have their own', servedBy({ ...own, runs: own }), []],
  ['none for a location with a token', servedBy({ kubernetesApi: true }), []],
  ['that of servers alone where runs have rights', servedBy({ runs: { kubernetesApi: {} } }), ['test-user-code']],
  ['that of runs of locations elsewhere', { ...servedBy(own), workspace: { servers: [SERVER] } }, ['test-run']],
  [
    'that of runs of locations that a ConfigMap names',
    { ...servedBy(own), workspace: { configMap: 'w' } },
    ['test-run'],
  ],
  ['that of runs before there are locations', servedBy(), ['test-run']],
  ['that of runs of another launcher', { ...servedBy(own), runLauncher: OTHER }, ['test-run']],
  ['what is said', { userCode: { ...servedBy(own).userCode, ...own } }, ['test-user-code']],
  ['what is said of runs', { ...servedBy(own), runLauncher: RunLauncher.k8s(own) }, ['test-run']],
  ['none where runs are elsewhere alone', servedBy({ ...own, runs: { namespace: 'jobs' } }), []],
];

test.each(SHARED_ACCOUNTS)('of the accounts that code locations share, a release has %s', (_, props, accounts) => {
  const objects = usualObjects(props);
  const shared = (name: string): boolean => ['test-user-code', 'test-run'].includes(name);
  const found = objects.filter(({ kind, metadata }) => kind === 'ServiceAccount' && shared(metadata.name));
  expect(found.map(({ metadata }) => metadata.name)).toEqual(accounts);
  const bound = objects.flatMap(({ kind, subjects = [] }) => (kind === 'RoleBinding' ? subjects : []));
  expect(bound.some(({ name }) => name === 'test-run')).toBe(accounts.includes('test-run'));
});

test('a namespace of runs may be called as anything', () => {
  const objects = usualObjects(
    servedBy({}, { runs: { namespace: 'run-launcher' } }, { runs: { namespace: 'account' } }),
  );
  const roles = objects.filter(({ kind, metadata }) => kind === 'Role' && metadata.name === 'test-run-launcher');
  expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(['test', 'run-launcher', 'account']);
});

test('the metadata servers of GKE are open when runs alone have an account of Google’s', () => {
  const google = { annotations: { 'iam.gke.io/gcp-service-account': 'a@b.iam.gserviceaccount.com' } };
  const egress = (runs: CodeLocationOptions['runs']) =>
    find(
      usualObjects({ userCode: { locations: [{ ...EXAMPLE, ...(runs && { runs }) }] } }),
      'NetworkPolicy',
      'test-run',
    ).spec.egress;
  expect(egress({ serviceAccount: google })).toEqual([{}]);
  expect(egress(undefined)).toHaveLength(3);
});

test('rejects an account of runs that is said twice', () => {
  const runs = { serviceAccount: { annotations }, serviceAccountName: 'etl' };
  expect(errorsOfProps({ userCode: { locations: [{ ...EXAMPLE, runs }] } })).toEqual([
    'test/user-code/location-example: runs.serviceAccountName: found "etl"; allowed: nothing beside runs.serviceAccount, whose name says it; leave one of them out',
  ]);
});

test('rejects an account of runs that Celery’s launcher does not give them', () => {
  const runLauncher = RunLauncher.celeryK8s({ brokerSecret: { name: 'celery', key: 'BROKER' } });
  const runs = { serviceAccount: { annotations } };
  const [error, ...others] = errorsOfProps({ runLauncher, userCode: { locations: [{ ...EXAMPLE, runs }] } });
  expect(others).toEqual([]);
  expect(error).toContain('runs.serviceAccount: found {"annotations":');
});
