import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsOf, type KubernetesObject } from '../support/releases.js';
import { ArgoCd } from './argo-cd/argo-cd.js';
import {
  ARGO_CD,
  BY_CHART,
  BY_MANIFESTS,
  BY_SET,
  FIRST,
  type FleetProps,
  SECOND,
  writeFleet,
} from './argo-cd/fleet.js';
import { giveAddresses, imagesIn, jobsIn, NAMESPACES, pods, secrets } from './argo-cd/releases.js';
import { Repository } from './git/repository.js';
import { nameImage } from './support/containerd.js';
import { namesIn } from './support/names.js';
import { Namespace } from './support/namespace.js';
import { eventually } from './support/waiting.js';

const PARENT = 'releases';
const RELEASES = [BY_MANIFESTS, BY_CHART, BY_SET];
const ALL = [...RELEASES, PARENT];
let argoCd: ArgoCd;
let repository: Repository;
let revision: string;

/** An Application of files below `dist`. */
function application(name: string, directory: object): KubernetesObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: ARGO_CD },
    spec: {
      project: 'default',
      source: {
        repoURL: repository.url,
        targetRevision: 'main',
        path: 'dist',
        directory: { recurse: true, ...directory },
      },
      destination: { server: 'https://kubernetes.default.svc', namespace: ARGO_CD },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    },
  };
}

/** Commits a fleet. */
function commit(message: string, props: FleetProps): void {
  writeFleet(repository, props);
  revision = repository.commit(message);
}

/** Has Argo CD compare everything ten times; nothing may come of it. */
async function expectRest(): Promise<void> {
  const before = [argoCd.states(), pods(), secrets()];
  for (let times = 0; times < 10; times++) {
    await argoCd.refresh('hard');
    expect(argoCd.states()).toEqual(before[0]);
  }
  expect([argoCd.states(), pods(), secrets()]).toEqual(before);
  expect(argoCd.states().flatMap(({ conditions }) => conditions)).toEqual([]);
}

beforeAll(async () => {
  repository = new Repository(8410);
  argoCd = await ArgoCd.start(ARGO_CD, 8420);
  for (const name of ['dagster-celery-k8s', 'user-code-example']) nameImage(`docker.io/dagster/${name}:${SECOND.tag}`);
  await repository.ready();
});

afterAll(() => {
  argoCd.end();
  repository.end();
  for (const namespace of NAMESPACES) namespace.delete();
});

test('the first sync brings releases up by manifests, by the chart and by an ApplicationSet', async () => {
  commit('first', FIRST);
  argoCd.namespace.apply([application(PARENT, { include: 'argocd-*/*' })]);
  await eventually('the Ingresses', 300, giveAddresses);
  await argoCd.synced(ALL, revision);
});

test('everything is Synced still after ten refreshes', () => expectRest());

test('Argo CD knows the health of all that can be unhealthy', () => {
  const resources = RELEASES.flatMap((name) => argoCd.resources(name));
  const kindsOf = (wanted?: string): string[] => {
    const kinds = resources.filter(({ health }) => health?.status === wanted).map(({ kind }) => kind);
    return [...new Set<string>(kinds)].sort();
  };
  expect(kindsOf('Healthy')).toEqual([
    ...['Deployment', 'Ingress', 'Job', 'PodDisruptionBudget', 'Service', 'StatefulSet'],
  ]);
  expect(kindsOf()).toEqual([
    ...['ConfigMap', 'LimitRange', 'Namespace', 'NetworkPolicy', 'ResourceQuota'],
    ...['Role', 'RoleBinding', 'ServiceAccount'],
  ]);
});

test('an app that is synthesized again says the same, so there is nothing to commit', () => {
  writeFleet(repository, FIRST);
  expect(repository.git('status', '--porcelain')).toBe('');
});

test('a commit of another preset, version and location is synced without anybody, Jobs and all', async () => {
  const [passwords, jobs] = [secrets(), NAMESPACES.map(jobsIn)];
  commit('second', SECOND);
  await argoCd.synced(ALL, revision);
  for (const [index, namespace] of NAMESPACES.entries()) {
    const code = namesIn(namespace, 'deployments').filter((name) => name.includes('-user-code-'));
    const names = namespace.name === BY_MANIFESTS ? SECOND.locations : SECOND.locations.slice(1);
    expect(code).toEqual(names.map((name) => `${namespace.name}-user-code-${name}`));
    expect(imagesIn(namespace)).toEqual(
      ['dagster-celery-k8s:next', 'user-code-example:next'].map((name) => `docker.io/dagster/${name}`),
    );
    expect(jobsIn(namespace)).toHaveLength(2);
    expect(jobsIn(namespace).filter((name) => jobs[index]?.includes(name))).toEqual([]);
  }
  expect(secrets()).toEqual(passwords);
});

test('code whose image is not there is named, the old code runs on, and the next commit heals it', async () => {
  const old = pods();
  commit('an image that is not there', { ...SECOND, codeTag: 'absent' });
  await eventually('the unhealthy objects', 300, async () => {
    await argoCd.refresh();
    expect(argoCd.states()).toContainEqual(
      expect.objectContaining({ name: BY_MANIFESTS, sync: 'Synced', health: 'Progressing', revision }),
    );
    expect(argoCd.unhealthy(BY_MANIFESTS)).toEqual(
      SECOND.locations.map((name) => `Deployment ${BY_MANIFESTS}-user-code-${name}: Progressing`),
    );
  });
  expect(pods()).toEqual(expect.arrayContaining(old));
  commit('as before', SECOND);
  await argoCd.synced(ALL, revision);
});

test('a Job whose image is not there holds the sync until somebody ends it; the next commit is synced then', async () => {
  const old = pods();
  commit('no image of Dagster', { ...SECOND, tag: 'absent', codeTag: SECOND.tag });
  await eventually('the waiting syncs', 300, async () => {
    await argoCd.refresh();
    for (const name of RELEASES)
      expect(argoCd.message(name)).toMatch(
        /^waiting for healthy state of batch\/Job\/[a-z]+-postgresql-password-[0-9a-f]+$/,
      );
  });
  expect(pods()).toEqual(old);
  for (const name of RELEASES) argoCd.terminate(name);
  commit('as before, again', SECOND);
  await argoCd.synced(ALL, revision);
});

test('what somebody changes by hand is changed back', async () => {
  const charted = new Namespace(BY_CHART);
  const name = `${BY_CHART}-webserver`;
  charted.kubectl('scale', 'deployment', name, '--replicas=0');
  charted.kubectl('delete', 'service', name);
  await eventually('the webserver', 300, () => {
    expect(namesIn(charted, 'services')).toContain(name);
    expect(charted.get('deployment', name).spec.replicas).toBe(1);
  });
  await argoCd.synced([BY_CHART], revision);
});

test('the project keeps out what the releases do not hold', async () => {
  const foreign = [
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'foreign', namespace: BY_MANIFESTS } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'foreign', namespace: 'default' } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'foreign' } },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'foreign' }, rules: [] },
  ];
  const file = join(repository.tree, `dist/${BY_MANIFESTS}/manifests/foreign.yaml`);
  writeFileSync(file, foreign.map((object) => `${JSON.stringify(object)}\n`).join('---\n'));
  repository.commit('foreign objects');
  await eventually('the refusal', 300, async () => {
    await argoCd.refresh();
    expect(argoCd.refused(BY_MANIFESTS)).toEqual([
      'namespace default',
      'resource :Namespace',
      'resource :Secret',
      'resource rbac.authorization.k8s.io:ClusterRole',
    ]);
  });
  rmSync(file);
  revision = repository.commit('no foreign objects');
  await argoCd.synced(ALL, revision);
});

test('a broken commit is refused before it is one', () => {
  expect(errorsOf(() => writeFleet(repository, { ...SECOND, locations: ['example', 'example'] }))).toEqual([
    `${BY_MANIFESTS}/user-code: two code locations are named "example"; allowed: one each; rename one of them`,
  ]);
  expect(repository.git('status', '--porcelain')).toBe('');
});

test('a release that leaves the app goes with its Application, but for its namespace, password and data', async () => {
  commit('no branch', { ...SECOND, branch: false });
  await argoCd.synced([BY_MANIFESTS, BY_CHART, PARENT], revision);
  const branch = new Namespace('branch');
  const kinds = ['deployments', 'statefulsets', 'services', 'jobs', 'networkpolicies', 'serviceaccounts', 'ingresses'];
  await eventually('the end of the release', 300, () => {
    expect(kinds.flatMap((kind) => namesIn(branch, kind))).toEqual(['default']);
  });
  expect(namesIn(branch, 'secrets')).toEqual(['branch-postgresql']);
  expect(namesIn(branch, 'persistentvolumeclaims')).toEqual(['data-branch-postgresql-0']);
});

test('one Application that reads all of dist takes over, and nothing restarts', async () => {
  const before = pods();
  argoCd.namespace.kubectl('delete', 'application', PARENT, BY_MANIFESTS, BY_CHART);
  argoCd.namespace.apply([application('all', { exclude: 'argocd-*/*' })]);
  await argoCd.synced(['all'], revision);
  await expectRest();
  expect(pods()).toEqual(before);
});

test('with label tracking, too, everything is Synced still after ten refreshes', async () => {
  argoCd.track('label');
  await argoCd.synced(['all'], revision);
  await expectRest();
});
