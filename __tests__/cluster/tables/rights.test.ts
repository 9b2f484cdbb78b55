import { type DagsterChartProps, PostgresPassword, RunCoordinator, RunLauncher } from '../../../lib/index.js';
import { EXAMPLE, type KubernetesObject, PRESET_NAMES } from '../../support/releases.js';
import { makeNamespaces, restricted } from '../support/namespaces.js';
import { eventually } from '../support/waiting.js';
import { apply, ctl, objectsOf, remove } from './support.js';

const ELSEWHERE = 'rights-of-runs';
const KINDS = ['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];
const made: string[] = [ELSEWHERE];

/** Rights, as lines of resources and verbs, by account. */
type Rights = Readonly<Record<string, readonly string[]>>;

/** What an account may do in a namespace, beside what every account may. */
function rightsOf(account: string, of: string, within: string): string[] {
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace: within } };
  const as = `--as=system:serviceaccount:${of}:${account}`;
  const { resourceRules, incomplete } = JSON.parse(
    ctl(['create', '--validate=false', '-f', '-', '-o', 'json', as], review),
  ).status;
  expect(incomplete).toBe(false);
  const lines: string[] = resourceRules
    .filter(({ apiGroups }: Rule) => !apiGroups.every((group) => /^auth(entication|orization)\.k8s\.io$/.test(group)))
    .map(({ resources, verbs }: Rule) => `${resources.join(' ')}: ${verbs.join(' ')}`);
  return [...new Set(lines)].sort();
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** The rights of all accounts of a release in a namespace, and of the account of pods that name none. */
function rights(release: string, objects: readonly KubernetesObject[], within: string): Rights {
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata);
  const all = [...accounts, { name: 'default', namespace: release }].map(({ name, namespace: of = release }) => {
    return [name.replace(`${release}-`, ''), rightsOf(name, of, within)] as const;
  });
  return Object.fromEntries(all);
}

function create(name: string, objects: readonly KubernetesObject[]): void {
  made.push(name);
  makeNamespaces(restricted(name));
  apply(objects.filter(({ kind }) => KINDS.includes(kind)));
}

/** A right takes effect a moment after the object that gives it. */
async function expectRights(expected: Rights, seen: () => Rights): Promise<void> {
  await eventually('the rights', 30, () => expect(seen()).toEqual(expected));
}

const LAUNCH = [
  'events: list',
  'jobs/status: get',
  'jobs: create delete get list',
  'pods/log: get',
  'pods: delete get list',
];
const END = ['jobs/status: get', 'jobs: delete get list', 'pods: delete get list'];
const RUN = [...LAUNCH, 'pods: create'].sort();
const EVERYTHING = [...new Set([...RUN, ...END])].sort();

/** Nobody reads Secrets; nobody but the daemon and runs makes Jobs, and nobody but runs makes pods. */
const USUAL: Rights = {
  daemon: LAUNCH,
  default: [],
  postgresql: [],
  run: RUN,
  'user-code': [],
  webserver: END,
};

/** The same where no code location, or no run, has the account that they share. */
const { run: _run, ...WITHOUT_RUN } = USUAL;
const { 'user-code': _servers, ...WITHOUT_SHARED } = WITHOUT_RUN;

afterAll(() => {
  remove(...made);
});

const CELERY = RunLauncher.celeryK8s({ brokerSecret: { name: 'broker', key: 'BROKER' } });
const READ = { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] };
/** What the Role of {@link READ} and the ClusterRole that is named beside it allow. */
const READ_AND_PROBLEMS = ['configmaps: get', 'events: create patch update', 'nodes/status: patch', 'nodes: get'];
const OWN = { ...EXAMPLE, serviceAccount: { name: 'etl', create: true } };

const RELEASES: readonly [string, string, DagsterChartProps, Rights][] = [
  ...PRESET_NAMES.map((preset): [string, string, DagsterChartProps, Rights] => [
    `the preset ${preset}`,
    `rights-${preset}`,
    { preset, postgresql: { password: PostgresPassword.createdInCluster() } },
    { ...USUAL, 'postgresql-password': ['secrets: create'] },
  ]),
  ['a read-only webserver', 'rights-reading', { webserver: { readOnly: {} } }, { ...USUAL, 'webserver-read-only': [] }],
  ['a migration', 'rights-migration', { migration: {} }, { ...USUAL, migrate: [] }],
  [
    'a webserver that launches runs',
    'rights-launching',
    { instance: { runCoordinator: RunCoordinator.immediate() } },
    { ...USUAL, webserver: LAUNCH },
  ],
  ['Celery workers', 'rights-celery', { runLauncher: CELERY }, { ...USUAL, 'celery-worker': LAUNCH }],
  ['an account of a location', 'rights-location', { userCode: { locations: [OWN] } }, { ...WITHOUT_SHARED, etl: RUN }],
  [
    'an account of the runs of a location',
    'rights-its-runs',
    { userCode: { locations: [{ ...EXAMPLE, runs: { serviceAccount: { name: 'etl-runs', create: true } } }] } },
    { ...WITHOUT_RUN, 'etl-runs': RUN },
  ],
  [
    'a location that talks to the Kubernetes API',
    'rights-api',
    {
      userCode: {
        locations: [{ ...EXAMPLE, kubernetesApi: { rules: [READ], clusterRoles: ['system:node-problem-detector'] } }],
      },
    },
    { ...WITHOUT_SHARED, 'user-code-example': [...RUN, ...READ_AND_PROBLEMS].sort() },
  ],
  [
    'one account for all',
    'rights-one',
    { serviceAccount: { name: 'all', create: true } },
    { all: EVERYTHING, default: [] },
  ],
];

test.each(RELEASES)(
  'accounts of a release with %s have the rights that they need',
  async (_, name, props, expected) => {
    const objects = objectsOf(name, { userCode: { locations: [EXAMPLE] }, ...props });
    create(name, objects);
    await expectRights(expected, () => rights(name, objects, name));
  },
);

test('accounts have rights where runs are, and none elsewhere', async () => {
  const name = 'rights-apart';
  const runLauncher = RunLauncher.k8s({ namespace: ELSEWHERE });
  const objects = objectsOf(name, { userCode: { locations: [EXAMPLE] }, runLauncher });
  makeNamespaces(restricted(ELSEWHERE));
  create(name, objects);
  await expectRights(USUAL, () => rights(name, objects, ELSEWHERE));
  const nothing = Object.fromEntries(Object.keys(USUAL).map((account) => [account, []]));
  expect(rights(name, objects, name)).toEqual(nothing);
  expect(rights(name, objects, 'kube-system')).toEqual(nothing);
});
