import { ApiObject } from 'cdk8s';
import { DagsterApp } from '../../lib/index.js';
import { fileOf, find, parseManifests, usualChart, usualObjects } from '../support/releases.js';

const WAVE = 'argocd.argoproj.io/sync-wave';

/** The kinds of the usual release with a migration, an ingress and a budget, by wave. */
function kindsByWave(): Record<string, string[]> {
  const webserver = { replicas: 2, ingress: { host: 'dagster.example.com' }, podDisruptionBudget: {} };
  const waves: Record<string, string[]> = {};
  for (const { kind, metadata } of usualObjects({ createNamespace: true, migration: {}, webserver })) {
    const wave = metadata.annotations?.[WAVE] ?? '0';
    const name = metadata.name.replace(/-[0-9a-f]{8}$/, '');
    waves[wave] = [...(waves[wave] ?? []), `${kind} ${name}`];
  }
  return waves;
}

test('Argo CD syncs the database, then the migration, then what needs both; configuration comes first', () => {
  const { 0: first = [], ...others } = kindsByWave();
  const early = ['ConfigMap', 'Namespace', 'NetworkPolicy', 'Role', 'RoleBinding', 'ServiceAccount'];
  expect([...new Set(first.map((one) => one.split(' ')[0]))].sort()).toEqual(early);
  expect(others).toEqual({
    1: ['Service test-postgresql', 'Service test-postgresql-headless', 'StatefulSet test-postgresql'],
    2: ['Job test-migrate'],
    3: [
      'Service test-user-code-example',
      'Service test-webserver',
      'Deployment test-user-code-example',
      'Deployment test-webserver',
      'Deployment test-daemon',
      'PodDisruptionBudget test-webserver',
      'Ingress test-webserver',
    ],
  });
});

test('what an object says of its wave stays, and objects of others have one by their kind', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  const chart = usualChart({}, app);
  chart.findObject('Deployment', 'daemon').metadata.addAnnotation(WAVE, '7');
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  new ApiObject(chart, 'claim', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', spec });
  new ApiObject(chart, 'store', { apiVersion: 'external-secrets.io/v1', kind: 'SecretStore', spec: {} });
  const objects = parseManifests(fileOf(app.render(), 'test/manifests/dagster.k8s.yaml'));
  const waveOf = (kind: string, name: string): unknown => find(objects, kind, name).metadata.annotations?.[WAVE];
  expect(waveOf('Deployment', 'test-daemon')).toBe('7');
  expect(waveOf('PersistentVolumeClaim', 'test-claim')).toBe('3');
  expect(waveOf('SecretStore', 'test-store')).toBeUndefined();
});

test('neither a prune nor the end of an Application or a Kustomization takes the namespace away', () => {
  const namespace = find(usualObjects({ createNamespace: true }), 'Namespace', 'test');
  expect(namespace.metadata.annotations).toEqual({
    'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  });
});
