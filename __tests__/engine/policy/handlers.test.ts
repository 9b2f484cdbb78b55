import { checkHandlers } from '../../../lib/engine/policy/handlers.js';
import { deploymentOf, found } from '../../support/manifests.js';

const errors = (container: object): string[] => found(checkHandlers(deploymentOf(container)));

test.each([
  [
    'a probe without a handler',
    { livenessProbe: { periodSeconds: 5 } },
    'containers.0.livenessProbe: found none of them',
  ],
  ['a probe with two', { readinessProbe: { exec: {}, grpc: {} } }, 'containers.0.readinessProbe: found exec and grpc'],
  ['a hook without a handler', { lifecycle: { preStop: {} } }, 'containers.0.lifecycle.preStop: found none of them'],
  [
    'a hook with two',
    { lifecycle: { postStart: { exec: {}, sleep: {} } } },
    'containers.0.lifecycle.postStart: found exec and sleep',
  ],
  [
    'a port that is not there',
    { startupProbe: { httpGet: { port: 'web' } }, ports: [{ name: 'http' }] },
    'containers.0.startupProbe.httpGet.port: found "web"',
  ],
  [
    'a port where there is none',
    { livenessProbe: { tcpSocket: { port: 'web' } } },
    'containers.0.livenessProbe.tcpSocket.port: found "web"',
  ],
  [
    'a number that no container declares',
    { livenessProbe: { grpc: { port: 8080 } }, ports: [{ name: 'http', containerPort: 80 }] },
    'containers.0.livenessProbe.grpc.port: found 8080',
  ],
  [
    'a port beyond the last',
    { livenessProbe: { tcpSocket: { port: 70000 } } },
    'containers.0.livenessProbe.tcpSocket.port: found 70000',
  ],
  [
    'negative times',
    { readinessProbe: { exec: {}, periodSeconds: -1 } },
    'containers.0.readinessProbe.periodSeconds: found -1',
  ],
  [
    'a liveness that takes several successes',
    { livenessProbe: { exec: {}, successThreshold: 2 } },
    'containers.0.livenessProbe.successThreshold: found 2',
  ],
  [
    'a readiness that would end the container',
    { readinessProbe: { exec: {}, terminationGracePeriodSeconds: 5 } },
    'containers.0.readinessProbe.terminationGracePeriodSeconds: found 5',
  ],
])('rejects %s', (_, container, error) => {
  expect(errors(container)).toEqual([error]);
});

test('a number may be that of another container, of another host, or of a container that declares no ports', () => {
  const ports = [{ containerPort: 80 }];
  expect(errors({ ports, livenessProbe: { httpGet: { port: 8080, host: '10.0.0.1' } } })).toEqual([]);
  expect(errors({ livenessProbe: { tcpSocket: { port: 8080 } } })).toEqual([]);
  const containers = [
    { name: 'web', image: 'web', ports, livenessProbe: { httpGet: { port: 4180 } } },
    { name: 'proxy', image: 'proxy', ports: [{ containerPort: 4180 }] },
  ];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers } };
  expect(found(checkHandlers(pod))).toEqual([]);
});

test('one handler for each is fine, with a port by its number or by its name', () => {
  const container = {
    ports: [{ name: 'http', containerPort: 80 }],
    livenessProbe: { httpGet: { port: 'http' }, periodSeconds: 5 },
    readinessProbe: { grpc: { port: 80 } },
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
  };
  expect(errors(container)).toEqual([]);
});
