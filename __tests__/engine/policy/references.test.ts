import { checkReferences } from '../../../lib/engine/policy/references.js';
import { deploymentOf, found } from '../../support/manifests.js';

test.each([
  ['a ServiceAccount', {}, { serviceAccountName: 'My Account' }, 'serviceAccountName'],
  ['a PriorityClass', {}, { priorityClassName: 'My Account' }, 'priorityClassName'],
  ['a Secret to pull with', {}, { imagePullSecrets: [{ name: 'My Account' }] }, 'imagePullSecrets.0.name'],
  ['a Secret in a volume', {}, { volumes: [{ secret: { secretName: 'My Account' } }] }, 'volumes.0.secret.secretName'],
  ['a ConfigMap in a volume', {}, { volumes: [{ configMap: { name: 'My Account' } }] }, 'volumes.0.configMap.name'],
  [
    'a claim',
    {},
    { volumes: [{ persistentVolumeClaim: { claimName: 'My Account' } }] },
    'volumes.0.persistentVolumeClaim.claimName',
  ],
  [
    'a Secret of variables',
    { envFrom: [{ secretRef: { name: 'My Account' } }] },
    {},
    'containers.0.envFrom.0.secretRef.name',
  ],
  [
    'a Secret of a variable',
    { env: [{ valueFrom: { secretKeyRef: { name: 'My Account' } } }] },
    {},
    'containers.0.env.0.valueFrom.secretKeyRef.name',
  ],
])('rejects a name that %s cannot have', (_, container, pod, path) => {
  expect(found(checkReferences(deploymentOf(container, pod)))).toEqual([`${path}: found "My Account"`]);
});

test('rejects a StorageClass of a name that none can have; an empty name is none at all', () => {
  const claim = (storageClassName: string) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'c' },
    spec: { storageClassName },
  });
  expect(found(checkReferences(claim('SSD Fast')))).toEqual(['spec.storageClassName: found "SSD Fast"']);
  expect(checkReferences(claim(''))).toEqual([]);
  expect(checkReferences(claim('ssd.fast-2'))).toEqual([]);
});

test('objects of other kinds may mean anything by such words', () => {
  const own = { apiVersion: 'example.com/v1', kind: 'Own', metadata: { name: 'o' }, spec: { secretName: 'Any Name' } };
  expect(checkReferences(own)).toEqual([]);
});
