import {
  ComputeLogs,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  DatabaseAuth,
  open,
  PostgresPassword,
  text,
} from '../../../lib/index.js';
import { errorsOfProps, find, usualObjects } from '../../support/releases.js';

const tcp = (...ports: number[]): object[] => ports.map((port) => ({ protocol: 'TCP', port }));
const dns = { ports: [{ protocol: 'UDP', port: 53 }, ...tcp(53)] };

const egressOf = (component: string, props: DagsterChartProps) =>
  find(usualObjects(props), 'NetworkPolicy', `test-${component}`).spec.egress;

/** The ports that webserver and daemon reach anywhere. */
function anywhere(props: DagsterChartProps): object[] {
  const [webserver, daemon] = ['webserver', 'daemon'].map((component) => egressOf(component, props));
  expect(webserver).toEqual(daemon);
  return webserver[3].ports;
}

const METADATA = [
  { ports: tcp(80, 988), to: [{ ipBlock: { cidr: '169.254.169.254/32' } }] },
  { ports: [{ protocol: 'TCP', port: 987, endPort: 988 }], to: [{ ipBlock: { cidr: '169.254.169.252/32' } }] },
  { ports: tcp(80), to: [{ ipBlock: { cidr: '169.254.170.23/32' } }, { ipBlock: { cidr: 'fd00:ec2::23/128' } }] },
];

const logs = (endpointUrl: string): DagsterChartProps => ({
  instance: { computeLogs: ComputeLogs.s3({ bucket: 'logs', endpointUrl }) },
});
const variable = (name: string, value: string): DagsterChartProps => ({ instance: { env: [{ name, value }] } });

test.each([
  ['MinIO', logs('http://minio.minio.svc:9000'), [9000]],
  ['an object store by HTTP', logs('http://s3.example.com'), [80]],
  ['an object store by HTTPS', logs('https://s3.example.com/'), []],
  ['a collector of traces', variable('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://otel:4317'), [4317]],
  ['a collector of one signal', variable('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http://otel:4318/v1'), [4318]],
  ['a proxy', variable('https_proxy', 'http://proxy.example.com:3128'), [3128]],
  ['another endpoint of S3', variable('AWS_ENDPOINT_URL_S3', 'http://minio:9001'), [9001]],
  ['what is no URL of a server', variable('API_URL', 'http://api:8080'), []],
  ['a server elsewhere', { workspace: { servers: [{ host: 'code.example.com', port: 4266 }] } }, [4266]],
  ['API servers', { networkPolicy: { apiServerPorts: [16443] } }, undefined],
] as const)('webserver and daemon reach the port of %s', (_, props, ports) => {
  expect(anywhere(props)).toEqual(ports === undefined ? tcp(443, 16443) : tcp(443, 6443, ...ports));
});

test('a URL that a knob holds opens nothing', () => {
  const value = open('otel', text('http://otel:4317', 'Where traces go.'));
  expect(anywhere({ webserver: { env: [{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value }] } })).toEqual(tcp(443, 6443));
});

test.each([
  ['compute logs in Google Cloud', { instance: { computeLogs: ComputeLogs.gcs({ bucket: 'logs' }) } }],
  ['compute logs in S3', { instance: { computeLogs: ComputeLogs.s3({ bucket: 'logs' }) } }],
] as const)('metadata servers are open to webserver and daemon with %s', (_, props) => {
  expect(egressOf('webserver', props).slice(4)).toEqual(METADATA);
  expect(egressOf('daemon', props).slice(4)).toEqual(METADATA);
});

test('metadata servers are closed to webserver and daemon where no option needs them', () => {
  expect(egressOf('webserver', {}).slice(4)).toEqual([]);
  expect(egressOf('webserver', logs('http://minio:9000')).slice(4)).toEqual([]);
});

test('the migration reaches names and the database alone', () => {
  const to = [
    {
      podSelector: {
        matchLabels: {
          'app.kubernetes.io/name': 'dagster',
          'app.kubernetes.io/instance': 'test',
          'app.kubernetes.io/component': 'postgresql',
        },
      },
    },
  ];
  expect(egressOf('migrate', { migration: {} })).toEqual([dns, { ports: tcp(5432), to }]);
});

test('the migration reaches what an identity for the database takes, and what is said', () => {
  const extra = { ports: tcp(3307) };
  const props: DagsterChartProps = {
    migration: {},
    networkPolicy: { extraEgress: [extra] },
    postgresql: { externalDatabase: { host: 'db.example.com', port: 5433 } },
    instance: { storage: { authProvider: DatabaseAuth.gcp() } },
  };
  expect(egressOf('migrate', props)).toEqual([
    dns,
    { ports: tcp(5433), to: [] },
    { ports: tcp(443) },
    ...METADATA,
    extra,
  ]);
});

test('the Job that creates the password reaches names and the Kubernetes API alone', () => {
  const props: DagsterChartProps = { postgresql: { password: PostgresPassword.createdInCluster() } };
  expect(egressOf('postgresql-password', props)).toEqual([dns, { ports: tcp(443, 6443) }]);
});

test('ports of API servers are at least one, and ports', () => {
  expect(errorsOfProps({ networkPolicy: { apiServerPorts: [] } }).join('\n')).toContain(
    'apiServerPorts: found []; allowed: at least one port; leave it out for 443 and 6443',
  );
  expect(errorsOfProps({ networkPolicy: { apiServerPorts: [0] } }).join('\n')).toContain('apiServerPorts.0: found 0');
});

test('a release with the code alone lets the webserver of another one in', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  const from = [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'control' } } }];
  expect(() => new DagsterChart(app, 'code', { networkPolicy: { codeServersFrom: from } })).not.toThrow();
  const { ingress } = find(
    usualObjects({
      networkPolicy: { codeServersFrom: from },
      webserver: { enabled: false },
      daemon: { enabled: false },
    }),
    'NetworkPolicy',
    'test-user-code-example',
  ).spec;
  expect(ingress[0].from.slice(2)).toEqual(from);
});
