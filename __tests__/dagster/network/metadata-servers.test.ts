import {
  AzureCredential,
  ComputeLogs,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  DatabaseAuth,
  open,
  RunLauncher,
  type ServiceAccountOptions,
  text,
} from '../../../lib/index.js';
import { EXAMPLE, find, parseManifests, usualObjects } from '../../support/releases.js';

const ROLES = ['run', 'user-code-example'];
const GKE = { annotations: { 'iam.gke.io/gcp-service-account': 'etl@project.iam.gserviceaccount.com' } };
const IRSA = { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/etl' } };

const ANYTHING = [{}];

function egressOf(props: DagsterChartProps, roles = ROLES): unknown[] {
  const objects = usualObjects(props);
  return roles.map((role) => find(objects, 'NetworkPolicy', `test-${role}`).spec.egress);
}

/** The first address that a rule leaves out. */
function isClosed(props: DagsterChartProps): boolean[] {
  return egressOf(props).map((egress) => JSON.stringify(egress).includes('"except":["169.254.169.254/32"'));
}

test.each<[string, DagsterChartProps]>([
  ['the usual release', {}],
  [
    'compute logs at an address of their own',
    { instance: { computeLogs: ComputeLogs.s3({ bucket: 'b', endpointUrl: 'http://minio:9000' }) } },
  ],
  ['an identity on EKS, which is a token', { runLauncher: RunLauncher.k8s({ serviceAccount: IRSA }) }],
  [
    'an annotation that is no identity',
    { userCode: { locations: [{ ...EXAMPLE, serviceAccount: { annotations: { a: 'b' } } }] } },
  ],
  [
    'compute logs in a cloud, closed on request',
    { instance: { computeLogs: ComputeLogs.gcs({ bucket: 'b' }) }, networkPolicy: { metadataServers: false } },
  ],
])('metadata servers are closed to runs and code servers with %s', (_, props) => {
  expect(isClosed(props)).toEqual([true, true]);
});

test.each<[string, DagsterChartProps]>([
  ['networkPolicy.metadataServers', { networkPolicy: { metadataServers: true } }],
  ['compute logs in Google Cloud', { instance: { computeLogs: ComputeLogs.gcs({ bucket: 'b' }) } }],
  ['a login as a cloud knows the pods', { instance: { storage: { authProvider: DatabaseAuth.gcp() } } }],
  ['an identity on GKE of runs', { runLauncher: RunLauncher.k8s({ serviceAccount: GKE }) }],
  ['one of code locations', { userCode: { locations: [EXAMPLE], serviceAccount: GKE } }],
  ['one of a code location', { userCode: { locations: [{ ...EXAMPLE, serviceAccount: GKE }] } }],
])('%s opens them to runs and code servers', (_, props) => {
  expect(egressOf(props)).toEqual([ANYTHING, ANYTHING]);
});

const AZURE = { annotations: { 'azure.workload.identity/client-id': '00000000-0000-0000-0000-000000000000' } };
const S3 = { computeLogs: ComputeLogs.s3({ bucket: 'b' }) };
const BLOB = { storageAccount: 's', container: 'c' };
const all = (serviceAccount: ServiceAccountOptions): DagsterChartProps => ({
  webserver: { serviceAccount, readOnly: {} },
  daemon: { serviceAccount },
  migration: { serviceAccount },
  userCode: { locations: [EXAMPLE], serviceAccount },
  runLauncher: RunLauncher.k8s({ serviceAccount }),
});
const variables = (...names: string[]) =>
  names.map((name) => ({ name, valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }));
const SYSTEM = ['webserver', 'webserver-read-only', 'daemon', 'migrate'];

/** Which components reach metadata servers. */
function askers(props: DagsterChartProps): string[] {
  const objects = usualObjects({ migration: {}, ...props, webserver: { readOnly: {}, ...props.webserver } });
  return [...SYSTEM, ...ROLES].filter((role) => {
    const { egress } = find(objects, 'NetworkPolicy', `test-${role}`).spec;
    return egress.some((rule: object) => Object.keys(rule).length === 0) || /cidr":"169/.test(JSON.stringify(egress));
  });
}

const EVERYBODY = [...SYSTEM, ...ROLES];

test.each<[string, DagsterChartProps, string[]]>([
  ['compute logs in S3 with roles of EKS', { ...all(IRSA), instance: S3 }, []],
  ['one account with a role for all', { serviceAccount: IRSA, instance: S3 }, []],
  [
    'a database of AWS with roles of EKS',
    { ...all(IRSA), instance: { storage: { authProvider: DatabaseAuth.aws('a') } } },
    [],
  ],
  [
    'compute logs in Azure with its workload identity',
    { ...all(AZURE), instance: { computeLogs: ComputeLogs.azureBlob(BLOB) } },
    [],
  ],
  [
    'a database of Azure with its workload identity',
    { ...all(AZURE), instance: { storage: { authProvider: DatabaseAuth.azure() } } },
    [],
  ],
  [
    'compute logs in Azure by a key',
    {
      instance: {
        computeLogs: ComputeLogs.azureBlob({ ...BLOB, credential: AzureCredential.accessKeyFromEnv('KEY') }),
      },
    },
    [],
  ],
  [
    'keys of AWS in variables',
    { instance: { ...S3, env: variables('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY') } },
    [],
  ],
  [
    'a key of Google in a file',
    { instance: { computeLogs: ComputeLogs.gcs({ bucket: 'b' }), env: variables('GOOGLE_APPLICATION_CREDENTIALS') } },
    [],
  ],
  ['half of a key of AWS', { instance: { ...S3, env: variables('AWS_ACCESS_KEY_ID') } }, EVERYBODY],
  [
    'a key for one process alone',
    { instance: S3, daemon: { env: variables('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY') } },
    EVERYBODY,
  ],
  ['no account of a cloud', { instance: S3 }, EVERYBODY],
  ['accounts of another cloud', { ...all(AZURE), instance: S3 }, EVERYBODY],
  ['accounts that exist', { ...all({ name: 'a' }), instance: S3 }, EVERYBODY],
  ['an empty role', { ...all({ annotations: { 'eks.amazonaws.com/role-arn': '' } }), instance: S3 }, EVERYBODY],
  [
    'a role that a values document opens',
    { ...all({ annotations: { 'eks.amazonaws.com/role-arn': open('role', text('', 'A role.')) } }), instance: S3 },
    EVERYBODY,
  ],
  ['accounts of Google', { ...all(GKE), instance: { computeLogs: ComputeLogs.gcs({ bucket: 'b' }) } }, EVERYBODY],
  [
    'an account of Google of the webserver',
    { webserver: { serviceAccount: GKE } },
    ['webserver', 'webserver-read-only'],
  ],
  ['an account of Google for all', { serviceAccount: GKE }, EVERYBODY],
  ['a webserver without a role', { ...all(IRSA), webserver: {}, instance: S3 }, ['webserver', 'webserver-read-only']],
  [
    'a read-only webserver with a role of its own',
    { ...all(IRSA), webserver: { readOnly: { serviceAccount: IRSA } }, instance: S3 },
    ['webserver'],
  ],
  ['runs without a role', { ...all(IRSA), runLauncher: RunLauncher.k8s(), instance: S3 }, ROLES],
  [
    'a code location whose account exists',
    { ...all(IRSA), userCode: { locations: [{ ...EXAMPLE, serviceAccount: { name: 'a' } }] }, instance: S3 },
    ROLES,
  ],
  [
    'no code but that of an account with a role',
    { userCode: { locations: [{ ...EXAMPLE, serviceAccount: IRSA }] }, instance: S3 },
    SYSTEM,
  ],
  [
    'S3 and a database of Google',
    { ...all(IRSA), instance: { ...S3, storage: { authProvider: DatabaseAuth.gcp() } } },
    EVERYBODY,
  ],
  [
    'networkPolicy.metadataServers',
    { ...all(IRSA), instance: S3, networkPolicy: { metadataServers: true } },
    EVERYBODY,
  ],
])('metadata servers are open to who asks them: %s', (_, props, roles) => {
  expect(askers(props)).toEqual(roles);
});

test('a migration whose account has a role reaches the cloud, and no metadata servers', () => {
  const instance = { storage: { authProvider: DatabaseAuth.aws('eu-central-1') } };
  const [migrate] = egressOf({ ...all(IRSA), instance }, ['migrate']);
  expect(migrate).toEqual([expect.anything(), expect.anything(), { ports: [{ protocol: 'TCP', port: 443 }] }]);
});

test('an account of Google of Celery workers opens them to code', () => {
  const brokerSecret = { name: 'celery', key: 'BROKER' };
  const runLauncher = RunLauncher.celeryK8s({ brokerSecret, workers: { serviceAccount: GKE } });
  expect(egressOf({ runLauncher }, ['celery-worker'])).toEqual([ANYTHING]);
});

test('a code location that is added later opens them to all, since runs of all have one policy', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  const chart = new DagsterChart(app, 'test', { userCode: { locations: [EXAMPLE] } });
  chart.userCode.addLocation({ ...EXAMPLE, name: 'later', serviceAccount: GKE });
  const objects = parseManifests(app.render().get('test/manifests/dagster.k8s.yaml') ?? '');
  const policies = [...ROLES, 'user-code-later'].map((role) => find(objects, 'NetworkPolicy', `test-${role}`));
  expect(policies.map(({ spec }) => spec.egress)).toEqual([ANYTHING, ANYTHING, ANYTHING]);
});

test('networkPolicy.metadataServers opens them to the webserver and the daemon, too', () => {
  const addresses = egressOf({ networkPolicy: { metadataServers: true } }, ['webserver', 'daemon']).map((egress) =>
    JSON.stringify(egress).match(/169\.254[^"]*/g),
  );
  const all = ['169.254.169.254/32', '169.254.169.252/32', '169.254.170.23/32'];
  expect(addresses).toEqual([all, all]);
});

test('ports of API servers and of DNS are open to runs by the options of these', () => {
  const [run] = egressOf({ networkPolicy: { apiServerPorts: [16443], dns: { ports: [5353] } } });
  expect(run).toEqual([
    expect.anything(),
    {
      ports: [
        { protocol: 'UDP', port: 5353 },
        { protocol: 'TCP', port: 5353 },
      ],
    },
    { ports: [{ protocol: 'TCP', port: 16443 }] },
  ]);
});
