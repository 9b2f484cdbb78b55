import { type DagsterChartProps, PostgresPassword, RunLauncher, type ServiceAccountOptions } from '../../lib/index.js';
import { chartFiles } from '../helm/render.js';
import { EXAMPLE, errorsOfProps, find, namesOf, podsOf, usualChart, usualObjects } from '../support/releases.js';

/** Everything that has pods. */
const ALL: DagsterChartProps = {
  webserver: { readOnly: {} },
  migration: {},
  postgresql: { password: PostgresPassword.createdInCluster() },
};

const withAccount = (serviceAccount: ServiceAccountOptions, props: DagsterChartProps = {}) =>
  usualObjects({ ...ALL, ...props, serviceAccount });

const subjectsOf = (objects: ReturnType<typeof usualObjects>): string[] =>
  objects
    .filter(({ kind }) => kind === 'RoleBinding')
    .flatMap(({ subjects, roleRef }) =>
      subjects.map((subject: { name: string; namespace: string }) =>
        [roleRef.name, subject.namespace, subject.name].join(' '),
      ),
    )
    .sort();

test('all pods and runs have the one account of a release, which is the only one', () => {
  const annotations = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/dagster' };
  const objects = withAccount({ annotations });
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
  expect(accounts.map(({ metadata }) => [metadata.name, metadata.annotations])).toEqual([
    ['test-dagster', annotations],
  ]);
  expect(accounts[0]?.automountServiceAccountToken).toBe(false);
  expect(new Set(podsOf(objects).map(({ spec }) => spec.serviceAccountName))).toEqual(new Set(['test-dagster']));
  expect(podsOf(objects)).toHaveLength(7);
  expect(find(objects, 'ConfigMap', 'test-instance').data['dagster.yaml']).toContain(
    'service_account_name: "test-dagster"',
  );
});

test('it has the rights that its pods need, each by the binding of a component, so that they end with it', () => {
  expect(subjectsOf(withAccount({}))).toEqual([
    'test-postgresql-password test test-dagster',
    'test-run-launcher test test-dagster',
    'test-run-launcher test test-dagster',
    'test-run-pods test test-dagster',
    'test-run-terminator test test-dagster',
  ]);
});

test('a name alone is that of an account that exists', () => {
  const objects = withAccount({ name: 'dagster' });
  expect(namesOf(objects).filter((name) => name.startsWith('ServiceAccount'))).toEqual([]);
  expect(new Set(podsOf(objects).map(({ spec }) => spec.serviceAccountName))).toEqual(new Set(['dagster']));
  expect(new Set(subjectsOf(objects).map((subject) => subject.split(' ').at(-1)))).toEqual(new Set(['dagster']));
});

test('workers of Celery have it, too', () => {
  const runLauncher = RunLauncher.celeryK8s({ brokerSecret: { name: 'celery', key: 'BROKER' } });
  const objects = withAccount({}, { runLauncher });
  const { spec } = find(objects, 'Deployment', 'test-celery-dagster').spec.template;
  expect(spec.serviceAccountName).toBe('test-dagster');
  expect(find(objects, 'RoleBinding', 'test-celery-worker-run-launcher').subjects).toEqual([
    { kind: 'ServiceAccount', name: 'test-dagster', namespace: 'test' },
  ]);
});

test('code locations that are added later have it', () => {
  const chart = usualChart({ serviceAccount: {} });
  chart.userCode.addLocation({ ...EXAMPLE, name: 'later' });
  const { spec } = find(chart.toJson(), 'Deployment', 'test-user-code-later').spec.template;
  expect(spec.serviceAccountName).toBe('test-dagster');
});

test('where runs are elsewhere it is created there, too, unless it exists', () => {
  const runLauncher = RunLauncher.k8s({ namespace: 'jobs' });
  const postgresql = {};
  const annotations = { team: 'data' };
  const accountsOf = (serviceAccount: ServiceAccountOptions) =>
    withAccount(serviceAccount, { runLauncher, postgresql })
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ metadata }) => [metadata.namespace, metadata.name, metadata.annotations]);
  expect(accountsOf({ annotations })).toEqual([
    ['test', 'test-dagster', annotations],
    ['jobs', 'test-dagster', annotations],
  ]);
  expect(accountsOf({ name: 'dagster' })).toEqual([]);
  expect(subjectsOf(withAccount({}, { runLauncher, postgresql }))).toEqual([
    'test-run-launcher jobs test-dagster',
    'test-run-launcher test test-dagster',
    'test-run-pods jobs test-dagster',
    'test-run-terminator test test-dagster',
  ]);
});

test('GKE’s metadata servers are open to code when the account is one of Google’s', () => {
  const annotations = { 'iam.gke.io/gcp-service-account': 'dagster@example.iam.gserviceaccount.com' };
  const egress = (serviceAccount: ServiceAccountOptions) =>
    find(withAccount(serviceAccount), 'NetworkPolicy', 'test-run').spec.egress;
  expect(egress({ annotations })).toEqual([{}]);
  expect(egress({})).toHaveLength(3);
});

test('the chart has the same account', () => {
  const files = [...chartFiles('test', { serviceAccount: {} }).values()].join('\n');
  expect(files.match(/^kind: ServiceAccount$/gm)).toHaveLength(1);
});

test('rejects any other account beside it, all at once', () => {
  const other = { serviceAccount: { name: 'other' } };
  const errors = errorsOfProps({
    serviceAccount: { name: 'dagster' },
    webserver: { ...other, readOnly: other },
    daemon: other,
    postgresql: other,
    migration: other,
    userCode: {
      ...other,
      locations: [{ ...EXAMPLE, ...other, runs: { serviceAccountName: 'other' } }],
    },
    runLauncher: RunLauncher.celeryK8s({ brokerSecret: { name: 'c', key: 'B' }, ...other, workers: other }),
  });
  const rest = 'allowed: nothing beside serviceAccount of the release, which all pods have; leave one of them out';
  const refused = (at: string, path: string, value = '{"name":"other"}') => `${at}: ${path}: found ${value}; ${rest}`;
  expect(errors).toEqual(
    expect.arrayContaining([
      refused('test', 'webserver.serviceAccount'),
      refused('test', 'webserver.readOnly.serviceAccount'),
      refused('test', 'daemon.serviceAccount'),
      refused('test', 'userCode.serviceAccount'),
      refused('test', 'migration.serviceAccount'),
      refused('test', 'postgresql.serviceAccount'),
      refused('test', 'runLauncher.serviceAccount'),
      refused('test', 'runLauncher.workers.serviceAccount'),
      refused('test/user-code/location-example', 'serviceAccount'),
      refused('test/user-code/location-example', 'runs.serviceAccountName', '"other"'),
    ]),
  );
});

test.each([
  ['without a name', { create: false }, 'true without a name; name the account that exists'],
  [
    'with annotations',
    { name: 'a', create: false, annotations: { b: 'c' } },
    'true with labels or annotations; set them on the account that exists',
  ],
])('rejects an account that nobody creates %s', (_, serviceAccount, allowed) => {
  expect(errorsOfProps({ serviceAccount })).toEqual([
    `test/account: serviceAccount.create: found false; allowed: ${allowed}`,
  ]);
});
