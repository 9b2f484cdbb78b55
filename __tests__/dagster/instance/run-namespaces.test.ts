import { type DagsterChartProps, PostgresPassword, RunLauncher } from '../../../lib/index.js';
import { chartFiles, inFolder, NAMESPACE, template } from '../../helm/render.js';
import {
  EXAMPLE,
  errorsOfProps,
  find,
  type KubernetesObject,
  parseManifests,
  usualObjects,
} from '../../support/releases.js';

const elsewhere = { runLauncher: RunLauncher.k8s({ namespace: 'jobs' }) };

/** The objects in a namespace, each by its kind and name. */
const namesIn = (objects: readonly KubernetesObject[], namespace: string): string[] =>
  objects
    .filter(({ metadata }) => metadata.namespace === namespace)
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    .sort();

const IN_JOBS = [
  'ConfigMap test-run-environment',
  'NetworkPolicy test-run',
  'Role test-run-launcher',
  'Role test-run-pods',
  'Role test-run-terminator',
  'RoleBinding test-daemon-run-launcher',
  'RoleBinding test-run-run-launcher',
  'RoleBinding test-run-run-pods',
  'RoleBinding test-webserver-run-terminator',
  'ServiceAccount test-run',
];

const inJobs = (objects: readonly KubernetesObject[]) =>
  objects.filter(({ metadata }) => metadata.namespace === 'jobs');

test('runs in another namespace find there what they need', () => {
  const objects = usualObjects(elsewhere);
  expect(namesIn(objects, 'jobs')).toEqual(IN_JOBS);
  const kinds = namesIn(objects, 'test');
  expect(kinds).toContain('ConfigMap test-run-environment');
  expect(kinds.filter((name) => /^(Role|ServiceAccount test-run)/.test(name))).toEqual([]);
});

test('they find the database by its full name, and may connect to it and to code servers', () => {
  const objects = usualObjects(elsewhere);
  const environments = objects.filter(({ metadata }) => metadata.name === 'test-run-environment');
  expect(environments.map(({ data }) => data.DAGSTER_PG_HOST)).toEqual(['test-postgresql', 'test-postgresql.test.svc']);
  const peer = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'jobs' } },
    podSelector: { matchLabels: { 'dagster.io/release': 'test' } },
  };
  for (const name of ['test-postgresql', 'test-user-code-example']) {
    expect(find(objects, 'NetworkPolicy', name).spec.ingress[0].from.at(-1)).toEqual(peer);
  }
});

test('who launches them may do so there', () => {
  const bindings = inJobs(usualObjects(elsewhere)).filter(({ kind }) => kind === 'RoleBinding');
  expect(bindings.map(({ subjects }) => subjects[0])).toEqual(
    expect.arrayContaining([
      { kind: 'ServiceAccount', name: 'test-daemon', namespace: 'test' },
      { kind: 'ServiceAccount', name: 'test-run', namespace: 'jobs' },
      { kind: 'ServiceAccount', name: 'test-webserver', namespace: 'test' },
    ]),
  );
});

test('an account that exists is bound, and not created', () => {
  const runLauncher = RunLauncher.k8s({ namespace: 'jobs', serviceAccount: { name: 'runner' } });
  const objects = usualObjects({ runLauncher });
  expect(namesIn(objects, 'jobs')).toEqual(IN_JOBS.filter((name) => name !== 'ServiceAccount test-run'));
  const own = inJobs(objects).find(({ metadata }) => metadata.name === 'test-run-run-launcher');
  expect(own?.subjects).toEqual([{ kind: 'ServiceAccount', name: 'runner', namespace: 'jobs' }]);
});

test('a location may have a namespace for its runs, beside that of the others', () => {
  const objects = usualObjects({ userCode: { locations: [{ ...EXAMPLE, runs: { namespace: 'jobs' } }] } });
  expect(namesIn(objects, 'jobs')).toEqual(IN_JOBS);
  const here = namesIn(objects, 'test').filter((name) => IN_JOBS.includes(name));
  expect(here).toEqual(IN_JOBS.filter((name) => !/^(RoleBinding|ServiceAccount) test-run/.test(name)));
});

test('workers of Celery may launch steps there', () => {
  const runLauncher = RunLauncher.celeryK8s({ brokerSecret: { name: 'celery', key: 'BROKER' }, namespace: 'jobs' });
  expect(namesIn(usualObjects({ runLauncher }), 'jobs')).toEqual(
    [...IN_JOBS, 'RoleBinding test-celery-worker-run-launcher'].sort(),
  );
});

test('the release’s own namespace is none elsewhere', () => {
  expect(usualObjects({ runLauncher: RunLauncher.k8s({ namespace: 'test' }) })).toEqual(usualObjects());
});

test('without policies nobody is limited there', () => {
  const objects = usualObjects({ ...elsewhere, networkPolicy: { enabled: false } });
  expect(namesIn(objects, 'jobs')).toEqual(IN_JOBS.filter((name) => name !== 'NetworkPolicy test-run'));
});

test('Helm renders the same', () => {
  const props: DagsterChartProps = {
    ...elsewhere,
    userCode: { locations: [{ ...EXAMPLE, runs: { namespace: 'more' } }] },
  };
  const { stdout } = inFolder(chartFiles('test', props), (folder) => template(folder, {}));
  const rendered = parseManifests(stdout).filter((object) => object !== null);
  const key = ({ kind, metadata }: KubernetesObject) => `${kind} ${metadata.namespace} ${metadata.name}`;
  const sorted = (objects: readonly KubernetesObject[]) => [...objects].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const managedBy = 'app.kubernetes.io/managed-by';
  const plain = (objects: readonly KubernetesObject[]) =>
    JSON.parse(JSON.stringify(sorted(objects), (name, value) => (name === managedBy ? undefined : value)));
  expect(plain(rendered)).toEqual(plain(usualObjects({ ...props, namespace: NAMESPACE })));
});

test.each([
  ['a Job', PostgresPassword.createdInCluster()],
  ['External Secrets', PostgresPassword.fromExternalSecret({ secretStore: { name: 'vault' }, remoteKey: 'a' })],
])('rejects a password that %s makes for the release alone', (who, password) => {
  expect(errorsOfProps({ ...elsewhere, postgresql: { password } })).toEqual([
    `test: namespace of runs: found "jobs"; allowed: the namespace of the release, in which alone ${who} makes the Secret of the password; use PostgresPassword.fromSecret(), with the Secret in both namespaces`,
  ]);
});

test('a password that nobody makes is taken to be in both namespaces', () => {
  const password = PostgresPassword.fromSecret({ name: 'db' });
  const externalDatabase = { host: 'db.example.com', port: 5432 };
  expect(errorsOfProps({ ...elsewhere, postgresql: { password } })).toEqual([]);
  expect(
    errorsOfProps({ ...elsewhere, postgresql: { password: PostgresPassword.createdInCluster(), externalDatabase } }),
  ).toEqual([]);
});

test('the chart says that the password has to be in both namespaces', () => {
  const notes = chartFiles('test', elsewhere).get('templates/NOTES.txt') ?? '';
  expect(notes).toContain('kubectl --namespace jobs create secret generic ');
  const readme = chartFiles('test', elsewhere).get('README.md') ?? '';
  expect(readme.match(/kubectl --namespace \S+ create secret/g)).toEqual([
    'kubectl --namespace NAMESPACE create secret',
    'kubectl --namespace jobs create secret',
  ]);
});

test('rejects a database whose name only the release’s namespace knows', () => {
  const postgresql = { externalDatabase: { host: 'db', port: 5432 } };
  expect(errorsOfProps({ postgresql })).toEqual([]);
  expect(errorsOfProps({ ...elsewhere, postgresql })).toEqual([
    'test: postgresql.externalDatabase.host: found "db"; allowed: a full host name, since runs in jobs see other Services; add the namespace, as in "db.data.svc"',
  ]);
});

const hostSaid = (host: string) => ({
  postgresql: { enabled: false, externalDatabase: { host, port: 5432 } },
});

test.each<[string, DagsterChartProps, RegExp | undefined]>([
  ['a host that is none elsewhere', { values: hostSaid('db') }, /host: found "db"; allowed: a full host name/],
  [
    'such a host over another',
    { postgresql: { externalDatabase: { host: 'db.data.svc', port: 5432 } }, values: hostSaid('db') },
    /host: found "db"; allowed: a full host name/,
  ],
  [
    'a full host over such a host',
    { postgresql: { externalDatabase: { host: 'db', port: 5432 } }, values: hostSaid('db.data.svc') },
    undefined,
  ],
  [
    'an external database, so that no Job makes the password',
    { postgresql: { password: PostgresPassword.createdInCluster() }, values: hostSaid('db.data.svc') },
    undefined,
  ],
])('a values document may decide what runs elsewhere see: %s', (_, props, error) => {
  const runs = { userCode: { locations: [{ ...EXAMPLE, runs: { namespace: 'jobs' } }] } };
  for (const where of [elsewhere, runs]) {
    const expected = error === undefined ? [] : [expect.stringMatching(error)];
    expect(errorsOfProps({ ...where, ...props })).toEqual(expected);
  }
});

test('what the quota of the release’s namespace says is nothing to runs elsewhere', () => {
  const resourceQuota = { hard: { 'limits.memory': '99Gi' } };
  expect(errorsOfProps({ ...elsewhere, resourceQuota })).toEqual([]);
});

test('rejects what is no namespace', () => {
  const [error, ...others] = errorsOfProps({ runLauncher: RunLauncher.k8s({ namespace: 'My Jobs' }) });
  expect(error).toContain('test/instance/runs/in-My Jobs: namespace "My Jobs" is no DNS label');
  expect(others.join()).not.toContain('undefined');
});
