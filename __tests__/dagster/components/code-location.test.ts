import type { CodeLocationOptions } from '../../../lib/index.js';
import { EXAMPLE, errorsOfProps, find, usualObjects } from '../../support/releases.js';

const objects = usualObjects({ webserver: { replicas: 2 } });
const { spec } = find(objects, 'Deployment', 'test-user-code-example');
const [container] = spec.template.spec.containers;

const errorsOfLocation = (options: Partial<CodeLocationOptions>): string[] =>
  errorsOfProps({ userCode: { locations: [{ ...EXAMPLE, ...options }] } });

test('it serves its arguments over gRPC, under one server id in all pods of a rollout', () => {
  expect(container.args).toEqual([
    ...['dagster', 'api', 'grpc', '-h', '0.0.0.0', '-p', '3030'],
    ...['--fixed-server-id', '$(POD_TEMPLATE_HASH)'],
    ...['--module-name', 'etl.definitions'],
  ]);
  const fieldPath = "metadata.labels['pod-template-hash']";
  expect(container.env).toContainEqual({ name: 'POD_TEMPLATE_HASH', valueFrom: { fieldRef: { fieldPath } } });
});

test('its runs use its own image', () => {
  expect(container.image).toBe('example.com/etl:1.2.3');
  expect(container.env).toContainEqual({ name: 'DAGSTER_CURRENT_IMAGE', value: 'example.com/etl:1.2.3' });
});

test('its probes ask the gRPC server, and give a start fifteen minutes', () => {
  const grpc = { port: 3030, service: 'DagsterApi' };
  const { startupProbe, readinessProbe, livenessProbe } = container;
  expect([startupProbe, readinessProbe, livenessProbe]).toMatchObject([{ grpc }, { grpc }, { grpc }]);
  expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBe(900);
});

test('its Service has the port that workspace.yaml names', () => {
  expect(find(objects, 'Service', 'test-user-code-example').spec.ports).toEqual([
    { name: 'grpc', port: 3030, targetPort: 'grpc', protocol: 'TCP' },
  ]);
  expect(find(objects, 'ConfigMap', 'test-workspace').data['workspace.yaml']).toBe(
    'load_from:\n  - grpc_server:\n      host: "test-user-code-example"\n      port: 3030\n      location_name: "example"\n',
  );
});

test('an image is pulled when it is not there, unless the location says otherwise', () => {
  const image = { ...EXAMPLE.image, pullPolicy: 'Always' } as const;
  const other = usualObjects({ userCode: { locations: [{ ...EXAMPLE, image }] } });
  const pod = find(other, 'Deployment', 'test-user-code-example').spec.template.spec;
  expect([container.imagePullPolicy, pod.containers[0].imagePullPolicy]).toEqual(['IfNotPresent', 'Always']);
});

test.each(['My_Code', 'a.b', '', '1st', 'a/b', 'é', 'x'.repeat(64)])('rejects the name %j', (name) => {
  expect(errorsOfLocation({ name })).toEqual([
    expect.stringContaining(`: code location name ${JSON.stringify(name)} is no DNS label; allowed: `),
  ]);
});

test('rejects a name that makes object names over 63 characters', () => {
  expect(errorsOfLocation({ name: 'x'.repeat(48) })).toEqual([]);
  const name = `test-user-code-${'x'.repeat(49)}`;
  expect(errorsOfLocation({ name: 'x'.repeat(49) })).toEqual([
    `test: Service ${name} and 1 more: metadata.name: "${name}" has 64 characters; allowed: up to 63; shorten the name of the release, or of the part of it`,
  ]);
});

test.each([0, -1, 1.5, 2 ** 31])('rejects %j replicas', (replicas) => {
  expect(errorsOfLocation({ replicas })).toEqual([
    `test/user-code/location-example: replicas: found ${replicas}; allowed: an integer, 1 to 2147483647`,
  ]);
});

test.each([
  [{ requests: { cpu: 'abc' } }, 'requests.cpu'],
  [{ requests: { cpu: '-1' } }, 'requests.cpu'],
  [{ limits: { memory: '1 Gi' } }, 'limits.memory'],
  [{ limits: { memory: '' } }, 'limits.memory'],
  [{ limits: { cpu: '0.0001' } }, 'limits.cpu'],
  [{ requests: { cpu: '2' }, limits: { cpu: '1500m' } }, 'requests.cpu'],
  [{ requests: { cpus: '1' } }, 'requests.cpus'],
  [JSON.parse('{"limits": {"cpu": 1}}'), 'limits.cpu'],
])('rejects the resources %j', (resources, path) => {
  expect(errorsOfLocation({ resources })).toEqual([
    expect.stringContaining(`test/user-code/location-example: resources.${path}: `),
  ]);
});
