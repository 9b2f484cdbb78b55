import {
  type CodeLocationOptions,
  type DagsterUserCodeOptions,
  type KubernetesApiOptions,
  RunLauncher,
} from '../../../lib/index.js';
import { EXAMPLE, errorsOfProps, find, namesOf, usualObjects } from '../../support/releases.js';

const NAME = 'test-user-code-example';
const RULES = [{ apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] }];

const objectsWith = (location: Partial<CodeLocationOptions>, shared: Omit<DagsterUserCodeOptions, 'locations'> = {}) =>
  usualObjects({ userCode: { ...shared, locations: [{ ...EXAMPLE, ...location }] } });

const podOf = (objects: ReturnType<typeof usualObjects>) => find(objects, 'Deployment', NAME).spec.template.spec;

const subject = (name: string, namespace = 'test') => ({ kind: 'ServiceAccount', name, namespace });

test('a code server has no token, and an account that it shares, unless it talks to the Kubernetes API', () => {
  expect(podOf(objectsWith({}))).toMatchObject({
    serviceAccountName: 'test-user-code',
    automountServiceAccountToken: false,
  });
  expect(objectsWith({ kubernetesApi: false })).toEqual(objectsWith({}));
});

test('with a token it has an account of its own, which its runs have', () => {
  const objects = objectsWith({ kubernetesApi: true });
  expect(podOf(objects)).toMatchObject({ serviceAccountName: NAME, automountServiceAccountToken: true });
  expect(namesOf(objects)).toContain(`ServiceAccount ${NAME}`);
  expect(namesOf(objects)).not.toContain(`Role ${NAME}`);
  expect(find(objects, 'RoleBinding', `${NAME}-run-launcher`).subjects).toEqual([subject(NAME)]);
});

test('a Role of its own says what it may do', () => {
  const rules = [...RULES, { apiGroups: ['batch'], resources: ['jobs'], verbs: ['*'], resourceNames: ['nightly'] }];
  const objects = objectsWith({ kubernetesApi: { rules } });
  expect(find(objects, 'Role', NAME).rules).toEqual(rules);
  expect(find(objects, 'RoleBinding', NAME)).toMatchObject({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME },
    subjects: [subject(NAME)],
  });
});

test('Roles that exist say it, too, of the namespace or of the cluster', () => {
  const objects = objectsWith({ kubernetesApi: { roles: ['spark'], clusterRoles: ['view'] } });
  const refOf = (name: string) => find(objects, 'RoleBinding', name).roleRef;
  expect(refOf(`${NAME}-role-spark`)).toMatchObject({ kind: 'Role', name: 'spark' });
  expect(refOf(`${NAME}-cluster-role-view`)).toMatchObject({ kind: 'ClusterRole', name: 'view' });
  expect(namesOf(objects)).not.toContain(`Role ${NAME}`);
});

test('it has its rights in the namespaces that are said', () => {
  const objects = objectsWith({ kubernetesApi: { rules: RULES, namespaces: ['spark', 'test'] } });
  const found = objects.filter(({ metadata }) => metadata.name === NAME);
  expect(
    found.filter(({ kind }) => kind.startsWith('Role')).map(({ kind, metadata }) => [kind, metadata.namespace]),
  ).toEqual(
    expect.arrayContaining([
      ['Role', 'spark'],
      ['Role', 'test'],
      ['RoleBinding', 'spark'],
      ['RoleBinding', 'test'],
    ]),
  );
});

test('runs elsewhere that share its account have its rights, too', () => {
  const runs = { namespace: 'jobs' };
  const binding = (location: Partial<CodeLocationOptions>) =>
    find(objectsWith({ kubernetesApi: { rules: RULES }, ...location }), 'RoleBinding', NAME).subjects;
  expect(binding({ runs })).toEqual([subject(NAME), subject(NAME, 'jobs')]);
  expect(binding({ runs: { ...runs, serviceAccountName: 'mine' } })).toEqual([subject(NAME)]);
  expect(binding({ runs, includeConfigInLaunchedRuns: false })).toEqual([subject(NAME)]);
});

test.each([
  ['its own', { serviceAccount: { name: 'etl' } }, {}, 'etl'],
  ['that of all code locations', {}, { serviceAccount: { annotations: { a: 'b' } } }, 'test-user-code'],
])('an account that is said is used: %s', (_, own, shared, name) => {
  const objects = objectsWith({ kubernetesApi: { rules: RULES }, ...own }, shared);
  expect(podOf(objects)).toMatchObject({ serviceAccountName: name, automountServiceAccountToken: true });
  expect(find(objects, 'RoleBinding', NAME).subjects).toEqual([subject(name)]);
});

test('the one account of a release gets the rights', () => {
  const objects = usualObjects({
    serviceAccount: {},
    userCode: { locations: [{ ...EXAMPLE, kubernetesApi: { rules: RULES } }] },
  });
  expect(find(objects, 'RoleBinding', NAME).subjects).toEqual([subject('test-dagster')]);
});

test('rejects rights that the API server refuses, all at once', () => {
  const kubernetesApi = {
    rules: [{ apiGroups: [], resources: [], verbs: [] }],
    roles: ['a/b'],
    clusterRoles: ['..'],
    namespaces: ['My Jobs'],
  };
  const at = 'test/user-code/location-example: kubernetesApi';
  const empty = 'found []; allowed: at least one; an empty list allows nothing';
  const role = 'allowed: the name of a Role, without "/", "%" and spaces';
  expect(errorsOfProps({ userCode: { locations: [{ ...EXAMPLE, kubernetesApi }] } })).toEqual(
    expect.arrayContaining([
      `${at}.rules.0.apiGroups: ${empty}`,
      `${at}.rules.0.resources: ${empty}`,
      `${at}.rules.0.verbs: ${empty}`,
      `${at}.roles.0: found "a/b"; ${role}`,
      `${at}.clusterRoles.0: found ".."; ${role}`,
      expect.stringContaining(`${at}.namespaces: namespace "My Jobs" is no DNS label`),
    ]),
  );
});

test('rejects namespaces that are none', () => {
  expect(errorsOfProps({ userCode: { locations: [{ ...EXAMPLE, kubernetesApi: { namespaces: [] } }] } })).toEqual([
    'test/user-code/location-example: kubernetesApi.namespaces: found []; allowed: at least one; an empty list allows nothing; leave it out',
  ]);
});

test('rejects a rule that is not said in full, or that no Role takes', () => {
  const rules = JSON.parse('[{"verbs":["get"],"nonResourceURLs":["/healthz"]}]');
  const errors = errorsOfProps({ userCode: { locations: [{ ...EXAMPLE, kubernetesApi: { rules } }] } });
  expect(errors.map((error) => error.split('; ')[0])).toEqual([
    expect.stringMatching(/rules\.0: unknown key "nonResourceURLs"|rules\.0/),
    expect.stringContaining('apiGroups'),
    expect.stringContaining('resources'),
  ]);
});

describe('the runs of a location with rights of their own', () => {
  const RUNS = `${NAME}-runs`;
  const kubernetesApi = { rules: RULES, clusterRoles: ['view'] };
  const contextOf = (objects: ReturnType<typeof usualObjects>) => {
    const [{ env }] = podOf(objects).containers;
    return JSON.parse(env.find(({ name }: { name: string }) => name === 'DAGSTER_CONTAINER_CONTEXT').value).k8s;
  };

  test('have an account of their own, while the server has no more than before', () => {
    const objects = objectsWith({ runs: { kubernetesApi } });
    expect(contextOf(objects).service_account_name).toBe(RUNS);
    expect(namesOf(objects)).toContain(`ServiceAccount ${RUNS}`);
    expect(find(objects, 'Role', RUNS).rules).toEqual(RULES);
    expect(find(objects, 'RoleBinding', RUNS)).toMatchObject({ roleRef: { name: RUNS }, subjects: [subject(RUNS)] });
    expect(find(objects, 'RoleBinding', `${RUNS}-cluster-role-view`).subjects).toEqual([subject(RUNS)]);
    expect(find(objects, 'RoleBinding', `${RUNS}-run-launcher`).subjects).toEqual([subject(RUNS)]);
    expect(podOf(objects)).toMatchObject({ serviceAccountName: 'test-user-code', automountServiceAccountToken: false });
  });

  test('and of a server that talks to the Kubernetes API share no rights', () => {
    const server = [{ apiGroups: [''], resources: ['events'], verbs: ['list'] }];
    const objects = objectsWith({ kubernetesApi: { rules: server }, runs: { kubernetesApi } });
    expect(find(objects, 'Role', NAME).rules).toEqual(server);
    expect(find(objects, 'RoleBinding', NAME).subjects).toEqual([subject(NAME)]);
    expect(find(objects, 'RoleBinding', RUNS).subjects).toEqual([subject(RUNS)]);
    expect(namesOf(objects)).not.toContain(`RoleBinding ${NAME}-run-launcher`);
  });

  test.each([
    ['an account that exists', { serviceAccountName: 'mine' }, 'mine'],
    ['one that is created', { serviceAccount: { annotations: { a: 'b' } } }, RUNS],
  ])('keep %s', (_, said, name) => {
    const objects = objectsWith({ runs: { ...said, kubernetesApi } });
    expect(contextOf(objects).service_account_name).toBe(name);
    expect(find(objects, 'RoleBinding', RUNS).subjects).toEqual([subject(name)]);
  });

  test('have them where the runs are, unless other namespaces are said', () => {
    const namespacesOf = (namespaces: Pick<KubernetesApiOptions, 'namespaces'>) => {
      const objects = objectsWith({ runs: { namespace: 'jobs', kubernetesApi: { rules: RULES, ...namespaces } } });
      const bound = objects.filter(({ kind, metadata }) => kind === 'RoleBinding' && metadata.name === RUNS);
      return bound.map(({ metadata, subjects }) => [metadata.namespace, subjects]);
    };
    expect(namespacesOf({})).toEqual([['jobs', [subject(RUNS, 'jobs')]]]);
    expect(namespacesOf({ namespaces: ['spark'] })).toEqual([['spark', [subject(RUNS, 'jobs')]]]);
  });

  test('have them with the one account of a release', () => {
    const locations = [{ ...EXAMPLE, kubernetesApi, runs: { kubernetesApi } }];
    const objects = usualObjects({ serviceAccount: { name: 'all' }, userCode: { locations } });
    expect(find(objects, 'RoleBinding', RUNS).subjects).toEqual([subject('all')]);
    expect(namesOf(objects)).not.toContain(`ServiceAccount ${RUNS}`);
  });

  test('rejects rights that Celery’s runs cannot have', () => {
    const runLauncher = RunLauncher.celeryK8s({ brokerSecret: { name: 'celery', key: 'BROKER' } });
    const locations = [{ ...EXAMPLE, runs: { kubernetesApi: { roles: ['spark'] } } }];
    expect(errorsOfProps({ runLauncher, userCode: { locations } })).toEqual([
      expect.stringMatching(
        /^test\/user-code\/location-example: runs\.kubernetesApi: found .*; allowed: nothing, since runs of Celery/,
      ),
    ]);
  });

  test('rejects rights that are none', () => {
    const rules = [{ apiGroups: [''], resources: [], verbs: ['get'] }];
    expect(errorsOfProps({ userCode: { locations: [{ ...EXAMPLE, runs: { kubernetesApi: { rules } } }] } })).toEqual([
      'test/user-code/location-example: runs.kubernetesApi.rules.0.resources: found []; allowed: at least one; an empty list allows nothing',
    ]);
  });
});
