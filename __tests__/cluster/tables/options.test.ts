import { ComputeLogs, type DagsterChartProps, RunLauncher } from '../../../lib/index.js';
import { EXAMPLE } from '../../support/releases.js';
import { makeNamespaces, restricted } from '../support/namespaces.js';
import { INTERNET, METADATA, Outside } from './outside.js';
import { expectReach, type Origin, type Target } from './reach.js';
import { standIn, standInFor } from './stand-ins.js';
import { apply, ctl, objectsOf, read, remove } from './support.js';

const [WIDE, TIGHT, RUNS, OTHER] = ['reach-wide', 'reach-tight', 'reach-runs', 'reach-other'];
const SPACES = [WIDE, TIGHT, RUNS, OTHER];
const WORKLOADS = ['Deployment', 'StatefulSet', 'Job'];
const STORE = 9000;
const COLLECTOR = 4317;
const PROXY = 3128;
const SERVER = 4000;
const EXTRA = 5000;
const DATABASE = 5433;
const UNSAID = 6000;
const LOGIN = { name: 'login', image: 'example.com/login:1', ports: [{ name: 'login', containerPort: 4180 }] };

const wide: DagsterChartProps = {
  userCode: { locations: [EXAMPLE] },
  webserver: { service: { targetPort: 'login' }, pod: { sidecars: [LOGIN] } },
  migration: {},
  instance: {
    computeLogs: ComputeLogs.s3({ bucket: 'logs', endpointUrl: `http://${INTERNET}:${STORE}` }),
    env: [
      { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: `http://${INTERNET}:${COLLECTOR}` },
      { name: 'HTTPS_PROXY', value: `http://${INTERNET}:${PROXY}` },
    ],
  },
  postgresql: { externalDatabase: { host: INTERNET, port: DATABASE } },
  workspace: {
    servers: [
      { host: INTERNET, port: SERVER },
      { host: `${TIGHT}-user-code-example.${TIGHT}`, port: 3030 },
    ],
  },
  networkPolicy: { extraEgress: [{ ports: [{ protocol: 'TCP', port: EXTRA }] }] },
  runLauncher: RunLauncher.celeryK8s({ brokerSecret: { name: 'broker', key: 'BROKER' } }),
};

const tight: DagsterChartProps = {
  userCode: { locations: [EXAMPLE] },
  webserver: { readOnly: {} },
  runLauncher: RunLauncher.k8s({
    namespace: RUNS,
    serviceAccount: { annotations: { 'iam.gke.io/gcp-service-account': 'runs@example.iam.gserviceaccount.com' } },
  }),
  networkPolicy: {
    webserverFrom: [{ podSelector: { matchLabels: { app: 'ingress' } } }],
    databaseFrom: [{ podSelector: { matchLabels: { app: 'backup' } } }],
    codeServersFrom: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': WIDE } },
        podSelector: { matchLabels: { 'app.kubernetes.io/component': 'webserver' } },
      },
    ],
    apiServerPorts: [16443],
  },
};

/** The policies of a release, and a pod in the place of each of its workloads. */
function standInsOf(name: string, props: DagsterChartProps): object[] {
  const objects = objectsOf(name, props);
  const workloads = objects.filter(({ kind }) => WORKLOADS.includes(kind));
  return [...objects.filter(({ kind }) => kind === 'NetworkPolicy'), ...workloads.map(standInFor)];
}

const outside = (port: number): Target => ({ host: INTERNET, port });
const run = (space: string, release: string) => standIn(space, 'run', { 'dagster.io/release': release });

function origins(space: string, names: readonly string[]): Record<string, Origin> {
  return Object.fromEntries(names.map((pod) => [pod, { namespace: space, pod }]));
}

/** A port of a pod by its address, which policies are about. */
function pod(space: string, name: string, port: number): Target {
  return { host: read(space, 'pod', name).status.podIP, port };
}

let beyond: Outside | undefined;

beforeAll(async () => {
  if (!Outside.possible) return;
  beyond = await Outside.open(443, 80, STORE, COLLECTOR, PROXY, SERVER, EXTRA, DATABASE, UNSAID);
  makeNamespaces(...SPACES.map(restricted));
  apply([
    ...standInsOf(WIDE, wide),
    ...standInsOf(TIGHT, tight),
    run(WIDE, WIDE),
    run(RUNS, TIGHT),
    run(OTHER, TIGHT),
    standIn(TIGHT, 'ingress', { app: 'ingress' }),
    standIn(TIGHT, 'backup', { app: 'backup' }),
    standIn(TIGHT, 'stranger'),
  ]);
  for (const space of SPACES) ctl(['-n', space, 'wait', '--for=condition=Ready', 'pod', '--all', '--timeout=180s']);
});

afterAll(() => {
  beyond?.close();
  remove(...SPACES);
});

const onNode = Outside.possible ? test : test.skip;

onNode('what an option needs is open to those who use it', async () => {
  await expectReach(
    origins(WIDE, ['webserver', 'daemon', 'migrate', 'user-code-example', 'celery-dagster', 'run']),
    {
      store: outside(STORE),
      otlp: outside(COLLECTOR),
      proxy: outside(PROXY),
      database: outside(DATABASE),
      server: outside(SERVER),
      extra: outside(EXTRA),
      unsaid: outside(UNSAID),
      metadata: { host: METADATA, port: 80 },
      login: pod(WIDE, 'webserver', 4180),
      webserver: pod(WIDE, 'webserver', 3000),
      code: pod(WIDE, 'user-code-example', 3030),
    },
    `
                       store  otlp  proxy  database  server  extra  unsaid  metadata  login  webserver  code
    webserver          yes    yes   yes    yes       yes     yes    -       -         =      =          yes
    daemon             yes    yes   yes    yes       yes     yes    -       -         -      -          yes
    migrate            -      -     -      yes       -       yes    -       -         -      -          -
    user-code-example  yes    yes   yes    yes       yes     yes    yes     -         yes    -          =
    celery-dagster     yes    yes   yes    yes       yes     yes    yes     -         yes    -          -
    run                yes    yes   yes    yes       yes     yes    yes     -         yes    -          yes
    `,
  );
});

onNode('peers that options name are let in, and no others', async () => {
  const own = ['webserver', 'webserver-read-only', 'daemon', 'user-code-example', 'ingress', 'backup', 'stranger'];
  await expectReach(
    {
      ...origins(TIGHT, own),
      'run elsewhere': { namespace: RUNS, pod: 'run' },
      'run of nobody': { namespace: OTHER, pod: 'run' },
      'other webserver': { namespace: WIDE, pod: 'webserver' },
      'other daemon': { namespace: WIDE, pod: 'daemon' },
    },
    {
      webserver: pod(TIGHT, 'webserver', 3000),
      'read-only': pod(TIGHT, 'webserver-read-only', 3000),
      code: pod(TIGHT, 'user-code-example', 3030),
      database: pod(TIGHT, 'postgresql', 5432),
      api: { host: '10.96.0.1', port: 443 },
      dns: { host: '10.96.0.10', port: 53, query: 'kubernetes.default.svc.cluster.local' },
      metadata: { host: METADATA, port: 80 },
    },
    `
                         webserver  read-only  code  database  api  dns  metadata
    webserver            =          -          yes   yes       -    yes  -
    webserver-read-only  -          =          yes   yes       -    yes  -
    daemon               -          -          yes   yes       -    yes  -
    user-code-example    -          -          =     yes       yes  yes  yes
    ingress              yes        yes        -     -         yes  yes  yes
    backup               -          -          -     yes       yes  yes  yes
    stranger             -          -          -     -         yes  yes  yes
    run elsewhere        -          -          yes   yes       yes  yes  yes
    run of nobody        -          -          -     -         yes  yes  yes
    other webserver      -          -          yes   -         yes  yes  -
    other daemon         -          -          -     -         yes  yes  -
    `,
  );
});
