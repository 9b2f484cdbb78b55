import { errorsOfProps, find, usualObjects } from '../../support/releases.js';

const objects = usualObjects({ webserver: { replicas: 3 } });
const { spec } = find(objects, 'Deployment', 'test-webserver');
const [container] = spec.template.spec.containers;

test('it listens above port 1023, and reads workspace.yaml', () => {
  expect(container.command).toEqual([
    ...['dagster-webserver', '-h', '0.0.0.0', '-p', '3000'],
    ...['-w', '/dagster-workspace/workspace.yaml'],
  ]);
  expect(container.ports).toEqual([{ name: 'http', containerPort: 3000, protocol: 'TCP' }]);
});

test('it has the replicas and resources of its slice, in canonical form', () => {
  expect(spec.replicas).toBe(3);
  const { resources } = find(usualObjects({ preset: 'large' }), 'Deployment', 'test-webserver').spec.template.spec
    .containers[0];
  expect(resources).toEqual({ requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } });
});

test('its probes ask for /server_info, and give a start five minutes', () => {
  const httpGet = { path: '/server_info', port: 'http' };
  const { startupProbe, readinessProbe, livenessProbe } = container;
  expect([startupProbe, readinessProbe, livenessProbe]).toMatchObject([{ httpGet }, { httpGet }, { httpGet }]);
  expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBe(300);
});

test('it waits for a database that takes a login', () => {
  const [init, ...others] = spec.template.spec.initContainers;
  expect(others).toEqual([]);
  expect(init.name).toBe('check-db-ready');
  expect(init.command).toEqual(['python', '-c', expect.stringContaining('psycopg2.connect('), '{}']);
  expect(init.env).toEqual(container.env);
});

test('its Service sends port 80 to the port of the pods by name', () => {
  expect(find(objects, 'Service', 'test-webserver').spec).toStrictEqual({
    type: 'ClusterIP',
    selector: {
      'app.kubernetes.io/component': 'webserver',
      'app.kubernetes.io/name': 'dagster',
      'app.kubernetes.io/instance': 'test',
    },
    ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }],
  });
});

test('the port of its Service is a property', () => {
  const { ports } = find(usualObjects({ webserver: { service: { port: 8080 } } }), 'Service', 'test-webserver').spec;
  expect(ports).toEqual([{ name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP' }]);
});

test.each([0, -1, 65536])('rejects the Service port %j', (port) => {
  expect(errorsOfProps({ webserver: { service: { port } } })).toEqual([
    `test: Service test-webserver: spec.ports: found ${port}; allowed: a port, 1 to 65535`,
  ]);
});

test('a configuration checksum stands for each file that it reads', () => {
  expect(spec.template.metadata.annotations).toStrictEqual({
    'checksum/instance': expect.stringMatching(/^[0-9a-f]{64}$/),
    'checksum/workspace': expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('it mounts workspace.yaml as a folder, since a file that is mounted alone never changes', () => {
  expect(container.volumeMounts).toContainEqual({ name: 'workspace', mountPath: '/dagster-workspace', readOnly: true });
  expect(spec.template.spec.volumes).toContainEqual({ name: 'workspace', configMap: { name: 'test-workspace' } });
});
