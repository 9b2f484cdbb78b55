import { checkContainerNames } from '../../../lib/engine/policy/container-names.js';
import { deploymentOf, found } from '../../support/manifests.js';

test.each([
  ['a container', { name: 'Log_Shipper' }, {}, 'containers.0.name: found "Log_Shipper"'],
  ['a port', { ports: [{ name: 'a-port-of-16-chars' }] }, {}, 'containers.0.ports.0.name: found "a-port-of-16-chars"'],
  ['a port', { ports: [{ name: '8080' }] }, {}, 'containers.0.ports.0.name: found "8080"'],
  ['a port', { ports: [{ name: 'a--b' }] }, {}, 'containers.0.ports.0.name: found "a--b"'],
  ['a variable', { env: [{ name: '1A' }] }, {}, 'containers.0.env.0.name: found "1A"'],
  ['a variable', { env: [{ name: 'A=B' }] }, {}, 'containers.0.env.0.name: found "A=B"'],
  ['a volume', {}, { volumes: [{ name: 'my.data' }] }, 'volumes.0.name: found "my.data"'],
  ['an init container', {}, { initContainers: [{ name: 'a.b' }] }, 'initContainers.0.name: found "a.b"'],
])('rejects the name of %s that Kubernetes refuses', (_, container, pod, error) => {
  expect(found(checkContainerNames(deploymentOf(container, pod)))).toEqual([error]);
});

test('names that Kubernetes takes are fine', () => {
  const container = { name: '1st-container', ports: [{ name: 'http-2' }], env: [{ name: '_A.b-1' }] };
  expect(checkContainerNames(deploymentOf(container, { volumes: [{ name: 'data' }] }))).toEqual([]);
});
