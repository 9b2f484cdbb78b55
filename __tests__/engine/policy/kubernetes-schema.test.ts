import { checkKubernetesSchema } from '../../../lib/engine/policy/kubernetes-schema.js';
import { PRESET_NAMES, parseManifests, presetFile } from '../../support/releases.js';

const metadata = { name: 'test' };
const messages = (object: Parameters<typeof checkKubernetesSchema>[0]): string[] =>
  checkKubernetesSchema(object).map(({ path, message }) => [path, message].filter(Boolean).join(' '));

test.each(PRESET_NAMES)('every object of the preset %s passes', (preset) => {
  const objects = parseManifests(presetFile(preset, 'manifests/dagster.k8s.yaml'));
  expect(objects.length).toBeGreaterThan(20);
  expect(objects.flatMap(checkKubernetesSchema)).toEqual([]);
});

test('rejects a value of another type, with its path', () => {
  const spec = { type: 5, ports: [{ port: 'http' }] };
  expect(messages({ apiVersion: 'v1', kind: 'Service', metadata, spec })).toEqual(
    expect.arrayContaining(['spec.ports.0.port must be integer', 'spec.type must be string']),
  );
});

test('rejects an object that lacks what is required', () => {
  expect(messages({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: {} })).toEqual(
    expect.arrayContaining(['spec must have required property selector', 'spec must have required property template']),
  );
});

test('rejects a choice that does not exist', () => {
  const [message] = messages({ apiVersion: 'v1', kind: 'Service', metadata, spec: { type: 'clusterip' } });
  expect(message).toMatch(/^spec\.type must be equal to one of the allowed values/);
});

test('rejects a quantity that is none', () => {
  const spec = { resources: { requests: { storage: '8 GB' } } };
  expect(messages({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec })).toEqual(
    expect.arrayContaining(['spec.resources.requests.storage must match format "quantity"']),
  );
});

test('objects of kinds that are not Kubernetes’ own are not looked at', () => {
  expect(messages({ apiVersion: 'example.com/v1', kind: 'Widget', metadata, spec: 5 })).toEqual([]);
  expect(messages({ apiVersion: 'v1', kind: 'Widget', metadata, spec: 5 })).toEqual([]);
});
