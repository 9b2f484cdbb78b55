import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { DagsterApp, DagsterChart, PostgresPassword } from '../../lib/index.js';
import { errorsOf, namesOf, parseManifests, usualChart, usualFiles } from '../support/releases.js';

const app = (): DagsterApp => new DagsterApp({ outdir: 'unused' });

/** An object of somebody who uses this package. */
const own = (chart: Chart, kind: string, name: string, spec: object = {}): ApiObject =>
  new ApiObject(chart, `${kind}-${name}`, { apiVersion: 'v1', kind, metadata: { name }, ...{ spec } });

test('a release is two files, and a chart that is no release one', () => {
  const root = app();
  usualChart({}, root);
  own(new Chart(root, 'other', { disableResourceNameHashes: true }), 'Service', 'own');
  expect([...root.render().keys()]).toEqual(['test/manifests/dagster.k8s.yaml', 'test/values.yaml', 'other.k8s.yaml']);
});

test('what an app renders is a map of texts, as in a snapshot of it', () => {
  expect(Object.prototype.toString.call(app().render())).toBe('[object Map]');
});

test('the values of a release are written as the release gives them', () => {
  const root = app();
  const chart = usualChart({ preset: 'large' }, root);
  expect(root.render().get('test/values.yaml')).toBe(chart.valuesYaml);
});

test('objects stand in an order in which one kubectl apply succeeds, the Namespace first', () => {
  const root = app();
  const chart = usualChart(
    { createNamespace: true, postgresql: { password: PostgresPassword.createdInCluster() } },
    root,
  );
  own(chart, 'Widget', 'w');
  const kinds = parseManifests(root.render().get('test/manifests/dagster.k8s.yaml') ?? '').map(({ kind }) => kind);
  expect(kinds.filter((kind, index) => kind !== kinds[index - 1])).toEqual([
    ...[
      'Namespace',
      'NetworkPolicy',
      'ServiceAccount',
      'ConfigMap',
      'Role',
      'RoleBinding',
      'Service',
      'Job',
      'StatefulSet',
      'Deployment',
    ],
    'Widget',
  ]);
});

test('all errors of all releases are told at once, each with its release', () => {
  const root = app();
  usualChart({ webserver: { replicas: 0 }, daemon: { replicas: 2 }, namespace: 'No' }, root);
  new DagsterChart(root, 'other', {
    values: { postgresql: { enabled: false }, 'dagster-user-code': { resources: { limits: { cpu: 1, memory: 'x' } } } },
  });
  expect(errorsOf(() => root.render()).map((error) => error.slice(0, error.indexOf(';')))).toEqual([
    expect.stringContaining('test: namespace "No" is no DNS label'),
    'test: dagster-webserver.replicaCount: found 0',
    'test: dagster-daemon.replicaCount: found 2',
    'other: dagster-user-code.resources.limits.cpu: found 1',
    'other: dagster-user-code.resources.limits.memory: found "x"',
    'other: postgresql.externalDatabase: missing',
  ]);
});

test('rejects two releases of one name, in one namespace or two', () => {
  const root = app();
  new DagsterChart(root, 'a', { release: 'twin', namespace: 'one' });
  new DagsterChart(root, 'b', { release: 'twin', namespace: 'two' });
  expect(errorsOf(() => root.render())).toEqual(['twin: two releases have this name; allowed: one each']);
});

test('rejects two objects of one kind, name and namespace', () => {
  const root = app();
  own(usualChart({}, root), 'Service', 'test-webserver');
  expect(errorsOf(() => root.render())).toEqual([
    'test: Service test-webserver: two objects have this kind, name and namespace; allowed: one each; rename one',
  ]);
});

test('two releases that bring one object are both named, with what to do', () => {
  const root = app();
  new DagsterChart(root, 'a', { namespace: 'shared', createNamespace: true });
  new DagsterChart(root, 'b', { namespace: 'shared', createNamespace: true });
  expect(errorsOf(() => root.render())).toEqual([
    'Namespace shared: a and b have it, in one namespace; allowed: one each; leave it to one of them, or rename one',
  ]);
});

test('rejects a Service of the user’s own with one port twice, and a pod with one port twice', () => {
  const root = app();
  const chart = new Chart(root, 'own');
  own(chart, 'Service', 's', {
    ports: [
      { name: 'a', port: 80 },
      { name: 'b', port: 80 },
    ],
  });
  own(chart, 'Pod', 'p', {
    containers: [{ name: 'c', image: 'c:1', ports: [{ containerPort: 1 }, { containerPort: 1 }] }],
  });
  expect(errorsOf(() => root.render())).toEqual([
    'own: Service s: spec.ports: the port 80/TCP is taken twice; allowed: once; change one of them',
    'own: Pod p: containers.ports: the port 1/TCP is taken twice; allowed: once; change one of them',
  ]);
});

test('rejects an object that the Kubernetes schemas reject', () => {
  const root = app();
  own(new Chart(root, 'own'), 'Service', 's', { type: 5 });
  expect(errorsOf(() => root.render())).toContain(
    'own: Service s: spec.type: found 5; allowed: a text, or one of "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"; quote it: "5"',
  );
});

test('rejects names that are too long for their kind, each with the name and its length', () => {
  const errors = errorsOf(() => usualFiles({ release: 'x'.repeat(50), namespace: 'n' }));
  const name = `${'x'.repeat(50)}-postgresql-headless`;
  expect(errors).toContain(
    `test: Service ${name}: metadata.name: "${name}" has 70 characters; allowed: up to 63; shorten the name of the release, or of the part of it`,
  );
});

test('rejects what a construct of the user’s own rejects, with its path', () => {
  const root = app();
  usualChart({}, root).node.addValidation({ validate: () => ['no quota for this team'] });
  expect(errorsOf(() => root.render())).toEqual(['test: no quota for this team']);
});

describe('on disk', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'app-test-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  test('nothing is written when anything is wrong', () => {
    const root = new DagsterApp({ outdir: join(outdir, 'failed') });
    usualChart({}, root);
    new DagsterChart(root, 'bad', { daemon: { replicas: 2 } });
    expect(errorsOf(() => root.synth())).toHaveLength(1);
    expect(readdirSync(outdir)).not.toContain('failed');
  });

  test('a plain cdk8s App writes the same objects, and the release gives its values', () => {
    const root = new App({ outdir: join(outdir, 'plain') });
    const chart = usualChart({ webserver: { enabled: false } }, root);
    root.synth();
    const ours = usualFiles({ webserver: { enabled: false } });
    const theirs = parseManifests(readFileSync(join(root.outdir, 'test.k8s.yaml'), 'utf8'));
    const expected = parseManifests(ours.get('test/manifests/dagster.k8s.yaml') ?? '');
    expect(new Map(theirs.map((object) => [namesOf([object])[0], object]))).toEqual(
      new Map(expected.map((object) => [namesOf([object])[0], object])),
    );
    expect(chart.valuesYaml).toBe(ours.get('test/values.yaml'));
  });

  test('a plain cdk8s App rejects bad values too', () => {
    const root = new App({ outdir: join(outdir, 'plain-failed') });
    usualChart({ daemon: { replicas: 2 } }, root);
    expect(() => root.synth()).toThrow('dagster-daemon.replicaCount: found 2; allowed: exactly 1');
    expect(readdirSync(root.outdir)).toEqual([]);
  });
});
