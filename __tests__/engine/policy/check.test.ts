import { checkManifest, identityOf } from '../../../lib/engine/policy/check-manifest.js';

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'Web' },
  spec: { type: 5, ports: [{ port: 1 }, { port: 1 }] },
};

test('everything that is wrong with an object is told below its kind and name', () => {
  const issues = checkManifest(service);
  expect(new Set(issues.map(({ source }) => source))).toEqual(new Set(['Service Web']));
  expect(new Set(issues.map(({ path }) => path))).toEqual(new Set(['spec.type', 'metadata.name', 'spec.ports']));
});

test('the version of an API does not tell objects apart; its group, kind, namespace and name do', () => {
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a', namespace: 'n' } };
  expect(identityOf(object)).toBe('apps/Deployment/n/a');
  expect(identityOf({ ...object, apiVersion: 'apps/v1beta1' })).toBe(identityOf(object));
  expect(identityOf({ ...object, apiVersion: 'extensions/v1' })).not.toBe(identityOf(object));
  expect(identityOf(service)).toBe('/Service//Web');
});
