import { checkRequests } from '../../../lib/engine/policy/requests.js';
import { deploymentOf, found } from '../../support/manifests.js';

test('rejects a request above its limit, in every container of a pod', () => {
  const resources = { requests: { memory: '2Gi', cpu: '1' }, limits: { memory: '1Gi', cpu: '1000m' } };
  const error = (path: string): string => `${path}.resources.requests.memory: found 2Gi, above the limit`;
  expect(found(checkRequests(deploymentOf({ resources }, { initContainers: [{ name: 'i', resources }] })))).toEqual([
    error('initContainers.0'),
    error('containers.0'),
  ]);
});
