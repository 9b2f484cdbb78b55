import { checkPorts } from '../../../lib/engine/policy/ports.js';

const issues = (kind: string, spec: object): string[] =>
  checkPorts({ apiVersion: 'v1', kind, metadata: { name: 'test' }, spec }).map(
    ({ path, message }) => `${path}: ${message}`,
  );

const containers = (...ports: object[][]): object => ({
  containers: ports.map((own, index) => ({ name: `c${index}`, ports: own })),
});

test('rejects a Service with one port twice', () => {
  const ports = [{ port: 80 }, { port: 81 }, { port: 80, protocol: 'TCP' }];
  expect(issues('Service', { ports })).toEqual([
    'spec.ports: the port 80/TCP is taken twice; allowed: once; change one of them',
  ]);
});

test('one port of two protocols is two ports', () => {
  expect(issues('Service', { ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }] })).toEqual([]);
});

test.each([
  ['Pod', (spec: object) => spec],
  ['Deployment', (spec: object) => ({ template: { spec } })],
  ['StatefulSet', (spec: object) => ({ template: { spec } })],
  ['Job', (spec: object) => ({ template: { spec } })],
  ['CronJob', (spec: object) => ({ jobTemplate: { spec: { template: { spec } } } })],
])('rejects one port twice in the pods of a %s, in one container or two', (kind, around) => {
  const error = 'containers.ports: the port 80/TCP is taken twice; allowed: once; change one of them';
  expect(issues(kind, around(containers([{ containerPort: 80 }, { containerPort: 80 }])))).toEqual([error]);
  expect(issues(kind, around(containers([{ containerPort: 80 }], [{ containerPort: 80 }])))).toEqual([error]);
  expect(issues(kind, around(containers([{ containerPort: 80 }], [{ containerPort: 81 }])))).toEqual([]);
});

test('objects without ports have nothing to reject', () => {
  expect([issues('Service', {}), issues('Pod', {}), issues('Widget', { ports: 5 })]).toEqual([[], [], []]);
});

test.each([0, -1, 65536])('rejects the port %j', (port) => {
  expect(issues('Service', { ports: [{ port }] })).toEqual([`spec.ports: found ${port}; allowed: a port, 1 to 65535`]);
  expect(issues('Pod', containers([{ containerPort: port }]))).toEqual([
    `containers.ports: found ${port}; allowed: a port, 1 to 65535`,
  ]);
});
