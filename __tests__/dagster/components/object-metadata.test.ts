import { ApiObject } from 'cdk8s';
import { DagsterApp, DagsterChart, type DagsterChartProps, open, PostgresPassword, text } from '../../../lib/index.js';
import { errorsOfProps, find, parseManifests, podsOf, usualObjects } from '../../support/releases.js';

const OWN = { labels: { team: 'data' }, annotations: { 'argocd.argoproj.io/sync-wave': '2' } };

const EVERYTHING: DagsterChartProps = {
  createNamespace: true,
  migration: {},
  postgresql: { password: PostgresPassword.createdInCluster() },
  resourceQuota: { hard: { pods: '10' } },
};

test('annotations of a release are on all its objects, and on no pod', () => {
  const objects = usualObjects({ ...EVERYTHING, annotations: { owner: 'data' } });
  const kinds = new Set(objects.map(({ kind }) => kind));
  for (const kind of ['Namespace', 'ConfigMap', 'Job', 'StatefulSet', 'Role', 'NetworkPolicy'])
    expect(kinds).toContain(kind);
  expect(objects.filter(({ metadata }) => metadata.annotations?.owner !== 'data')).toEqual([]);
  expect(podsOf(objects).filter(({ annotations }) => annotations?.owner !== undefined)).toEqual([]);
});

test('annotations of an object stand over those of the release, also of objects of one’s own', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  const chart = new DagsterChart(app, 'r', {
    annotations: { owner: 'data', b: `is ${open('note', text('one', 'A note.'))}` },
    webserver: { service: { annotations: { owner: 'web', a: '1' } } },
    values: { note: 'two' },
  });
  new ApiObject(chart, 'own', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'own', annotations: { b: '2' } },
  });
  const objects = parseManifests(app.render().get('r/manifests/dagster.k8s.yaml') ?? '');
  expect(Object.entries(find(objects, 'Service', 'r-webserver').metadata.annotations ?? {})).toEqual([
    ['argocd.argoproj.io/sync-wave', '3'],
    ['a', '1'],
    ['b', 'is two'],
    ['owner', 'web'],
  ]);
  expect(find(objects, 'ConfigMap', 'own').metadata.annotations).toEqual({ b: '2', owner: 'data' });
});

test('the Jobs and the StatefulSet have labels and annotations of their own, and a Job keeps its name', () => {
  const withThem = usualObjects({
    migration: { job: OWN },
    postgresql: { password: PostgresPassword.createdInCluster({ job: OWN }), statefulSet: OWN },
  });
  const without = usualObjects({ migration: {}, postgresql: { password: PostgresPassword.createdInCluster() } });
  const described = withThem.filter(({ kind }) => kind === 'Job' || kind === 'StatefulSet');
  expect(described.map(({ kind }) => kind).sort()).toEqual(['Job', 'Job', 'StatefulSet']);
  for (const { kind, metadata } of described) {
    expect(metadata.annotations).toEqual(OWN.annotations);
    expect(metadata.labels).toEqual({ ...find(without, kind, metadata.name).metadata.labels, team: 'data' });
  }
});

test('what Kubernetes refuses in them, and what nobody knows, is told with its place', () => {
  expect(errorsOfProps({ annotations: { 'a b': '1' } }).join('\n')).toContain('metadata.annotations: found "a b"');
  expect(
    errorsOfProps(
      JSON.parse('{"migration": {"job": {"lables": {}}}, "postgresql": {"statefulSet": {"annotations": {"a": 1}}}}'),
    ),
  ).toEqual([
    expect.stringContaining('migration.job.lables: unknown key "lables"; allowed: labels, annotations'),
    expect.stringContaining('postgresql.statefulSet.annotations.a: found 1; allowed: '),
  ]);
});
