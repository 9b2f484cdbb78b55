import {
  ComputeLogs,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  DatabaseAuth,
  RunLauncher,
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
