import { DagsterApp, DagsterChart } from '../../lib/index.js';
import { errorsOf } from '../support/releases.js';
import { chartFiles, inFolder, template } from './render.js';

const chart = chartFiles('floe-dagster', {});
const requests = (cpu: unknown, limit: unknown = '9') => ({
  'dagster-daemon': { resources: { requests: { cpu }, limits: { cpu: limit } } },
});
const external = (host: unknown, port: unknown = 5432) => ({
  postgresql: { enabled: false, externalDatabase: { host, port } },
});
const replicas = (key: string, replicaCount: unknown) => ({ [key]: { replicaCount } });

test.each<[string, string, object]>([
  ['no replicas', 'replicaCount', replicas('dagster-webserver', 0)],
  ['negative replicas', 'replicaCount', replicas('dagster-user-code', -1)],
  ['half a replica', 'replicaCount', replicas('dagster-webserver', 1.5)],
  ['replicas as text', 'replicaCount', replicas('dagster-webserver', '2')],
  ['more replicas than Kubernetes counts', 'replicaCount', replicas('dagster-webserver', 2 ** 31)],
  ['two daemons', 'replicaCount', replicas('dagster-daemon', 2)],
  ['text for a switch', 'enabled', { 'dagster-daemon': { enabled: 'yes' } }],
  ['a word for a quantity', 'cpu', requests('abc')],
  ['a space in a quantity', 'cpu', requests('1 Gi')],
  ['an empty quantity', 'cpu', requests('')],
  ['a negative quantity', 'cpu', requests('-1')],
  ['a number for a quantity', 'cpu', requests(1)],
  ['a suffix and an exponent', 'cpu', requests('1ke3')],
  ['an unknown suffix', 'cpu', requests('1K')],
  ['a quantity finer than a thousandth', 'cpu', requests('0.0001')],
  ['a binary quantity finer than a thousandth', 'cpu', requests('0.0001Ki', '1Ki')],
  ['a quantity above 2^63', 'cpu', requests('10E', '20E')],
  ['a binary quantity above 2^63', 'cpu', requests('8Ei', '8Ei')],
  ['a quantity with too many digits', 'cpu', requests('1234567890123456789012345678')],
  ['a request above its limit', 'cpu', requests('1001m', '1')],
  [
    'a request above its limit in other units',
    'memory',
    { 'dagster-daemon': { resources: { requests: { memory: '513Mi' } } } },
  ],
  ['a request above its limit by a byte', 'cpu', requests('1073741825', '1Gi')],
  [
    'an extended resource above its limit',
    'gpu',
    { 'dagster-daemon': { resources: { requests: { 'nvidia.com/gpu': '1' } } } },
  ],
  [
    'a fraction of an extended resource',
    'gpu',
    { 'dagster-daemon': { resources: { limits: { 'nvidia.com/gpu': '0.5' } } } },
  ],
  ['an unknown resource', 'cpus', { 'dagster-daemon': { resources: { limits: { cpus: '1' } } } }],
  ['an unknown side of resources', 'limit', { 'dagster-daemon': { resources: { limit: {} } } }],
  ['an unknown key of a service', 'replicas', { 'dagster-webserver': { replicas: 2 } }],
  ['an unknown service', 'dagster-deamon', { 'dagster-deamon': {} }],
  ['an unknown key of PostgreSQL', 'host', { postgresql: { host: 'db' } }],
  [
    'an external database beside the embedded one',
    'externalDatabase',
    { postgresql: { enabled: true, externalDatabase: { host: 'db', port: 1 } } },
  ],
  ['no database at all', 'externalDatabase', { postgresql: { enabled: false } }],
  ['a host alone', 'port', { postgresql: { enabled: false, externalDatabase: { host: 'db' } } }],
  ['a host with a scheme', 'host', external('postgres://db')],
  ['a host with a port', 'host', external('db:5432')],
  ['a host with a space', 'host', external('d b')],
  ['a host that is no address', 'host', external('1.2.3.400')],
  ['an IPv6 host with a zone', 'host', external('fe80::1%eth0')],
  ['no port', 'port', external('db', 0)],
  ['a port above the last', 'port', external('db', 65536)],
  ['a port as text', 'port', external('db', '5432')],
  ['a list for a service', 'dagster-daemon', { 'dagster-daemon': [] }],
])('rejects %s, in the synthesizer and in the chart, and names %s', (_, key, values) => {
  const errors = errorsOf(() => DagsterChart.fromValues(new DagsterApp(), 'test', values).values);
  expect(errors.join('\n')).toContain(key);
  const { status, stderr } = inFolder(chart, (folder) => template(folder, values));
  expect(status).toBe(1);
  expect(stderr).toContain(key);
});

test.each(['Test', '1test', 'test.test', 'a'.repeat(54), 'a'.repeat(50)])('rejects the release name %s', (name) => {
  const props = { userCode: { locations: [] } };
  const app = new DagsterApp();
  new DagsterChart(app, 'chart', { ...props, release: name });
  const errors = errorsOf(() => app.render());
  const { status, stderr } = inFolder(chart, (folder) => template(folder, {}, name));
  expect([errors.length > 0, status]).toEqual([true, 1]);
  expect(stderr).toContain('name');
});
