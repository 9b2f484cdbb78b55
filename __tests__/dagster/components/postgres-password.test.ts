import { type DagsterChartProps, PostgresPassword } from '../../../lib/index.js';
import { errorsOfProps, find, type KubernetesObject, namesOf, podsOf, usualObjects } from '../../support/releases.js';

/** Every reference to the password, in variables and in dagster.yaml. */
function references(objects: readonly KubernetesObject[]): string[] {
  const found = [...JSON.stringify(objects).matchAll(/"secretKeyRef":(\{[^}]*\})/g)].map(
    ([, reference = '']) => reference,
  );
  const [yaml = ''] = objects.flatMap(({ data }) => data?.['dagster.yaml'] ?? []);
  const [, name, key] = /secretKeyRef:\s+name: "(.*)"\s+key: "(.*)"/.exec(yaml) ?? [];
  return [...found, JSON.stringify({ key, name })];
}

const withPassword = (password: PostgresPassword): DagsterChartProps => ({ postgresql: { password } });

test('by default it is in a Secret that exists before the release', () => {
  const objects = usualObjects();
  expect(new Set(references(objects))).toEqual(new Set(['{"key":"postgresql-password","name":"test-postgresql"}']));
  expect(references(objects)).toHaveLength(8);
  expect(objects.filter(({ kind }) => kind === 'Job')).toEqual([]);
});

test.each([
  [PostgresPassword.fromSecret({ name: 'db', key: 'pw' }), '{"key":"pw","name":"db"}'],
  [PostgresPassword.fromSecret({ name: 'db' }), '{"key":"postgresql-password","name":"db"}'],
  [PostgresPassword.fromSecret({ key: 'pw' }), '{"key":"pw","name":"test-postgresql"}'],
  [PostgresPassword.createdInCluster({ name: 'db', key: 'pw' }), '{"key":"pw","name":"db"}'],
])('name and key of the Secret are properties: %j', (password, reference) => {
  expect(new Set(references(usualObjects(withPassword(password))))).toEqual(new Set([reference]));
});

test('rejects a name and a key that no Secret can have', () => {
  expect(errorsOfProps(withPassword(PostgresPassword.fromSecret({ name: 'My Secret', key: 'a b' })))).toEqual([
    'test/postgresql: password.secret name: found "My Secret"; allowed: lower-case letters, digits, "-" and ".", up to 253 characters',
    'test/postgresql: password.secret key: found "a b"; allowed: letters, digits, "-", "_" and "."',
  ]);
});

describe('created in the cluster', () => {
  const objects = usualObjects(withPassword(PostgresPassword.createdInCluster()));
  const [job] = podsOf(objects).filter(({ owner }) => owner.startsWith('Job '));

  test('a Job creates the Secret that everything refers to', () => {
    expect(job?.spec.containers[0].env).toEqual([
      { name: 'SECRET_NAME', value: 'test-postgresql' },
      { name: 'SECRET_KEY', value: 'postgresql-password' },
      { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    ]);
    expect(new Set(references(objects))).toEqual(new Set(['{"key":"postgresql-password","name":"test-postgresql"}']));
  });

  test('it adds the Job and what the Job needs, and changes no other object', () => {
    const before = usualObjects();
    const names = namesOf(before);
    expect(objects.filter((object) => names.includes(namesOf([object])[0] ?? ''))).toEqual(before);
    expect(namesOf(objects).filter((name) => !names.includes(name))).toEqual([
      'NetworkPolicy test-postgresql-password',
      'ServiceAccount test-postgresql-password',
      'Role test-postgresql-password',
      'RoleBinding test-postgresql-password',
      expect.stringMatching(/^Job test-postgresql-password-[0-9a-f]{8}$/),
    ]);
  });

  test('it may create Secrets, and do nothing else', () => {
    const name = 'test-postgresql-password';
    expect(find(objects, 'Role', name).rules).toStrictEqual([
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    ]);
    expect(find(objects, 'RoleBinding', name)).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: 'test' }],
    });
    expect(job?.spec).toMatchObject({
      serviceAccountName: name,
      automountServiceAccountToken: true,
      restartPolicy: 'OnFailure',
    });
  });

  test('an existing Secret is neither read nor changed', () => {
    const [, , script] = job?.spec.containers[0].command ?? [];
    expect(script).toContain('create_namespaced_secret');
    expect(script).toContain('error.status != 409');
    expect(script).not.toMatch(/read_|patch_|replace_|delete_/);
  });

  test('a Job, which is immutable, has another name when its image or key changes, and the same when not', () => {
    const nameOf = (props: DagsterChartProps): string | undefined =>
      podsOf(usualObjects(props)).find(({ owner }) => owner.startsWith('Job'))?.owner;
    const same = withPassword(PostgresPassword.createdInCluster());
    expect(nameOf({ ...same, preset: 'large', daemon: { enabled: false } })).toBe(job?.owner);
    expect(nameOf({ ...same, image: { repository: 'other', tag: '1' } })).not.toBe(job?.owner);
    expect(nameOf(withPassword(PostgresPassword.createdInCluster({ key: 'other' })))).not.toBe(job?.owner);
  });

  test('the password of an external database is never created, since it exists', () => {
    const password = PostgresPassword.createdInCluster();
    const external = usualObjects({ postgresql: { password, externalDatabase: { host: 'db', port: 1 } } });
    expect(external.filter(({ metadata }) => metadata.name.includes('password'))).toEqual([]);
  });
});
