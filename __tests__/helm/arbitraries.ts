import fc from 'fast-check';
import { Quantity } from '../../lib/engine/data/quantity.js';
import {
  type CodeLocationOptions,
  ComputeLogs,
  type DagsterChartProps,
  type PodOptions,
  PostgresPassword,
  type ProcessOptions,
  RunCoordinator,
  RunLauncher,
} from '../../lib/index.js';

/** A release set-up, and a values document for it, in Helm's sense: partial, with nulls that remove defaults. */
export interface Case {
  readonly props: DagsterChartProps;
  readonly values: Record<string, unknown>;
}

const number = fc.oneof(
  fc.nat({ max: 4096 }).map(String),
  fc.nat({ max: 4096 }).map((n) => `+${n}`),
  fc.tuple(fc.nat({ max: 999 }), fc.nat({ max: 999 })).map(([whole, fraction]) => `${whole}.${fraction}`),
  fc.nat({ max: 9 }).map((n) => `.${n}`),
  fc.nat({ max: 4096 }).map((n) => `00${n}.`),
  fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
);
const suffix = fc.constantFrom(
  ...['', '', 'm', 'u', 'n', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'],
  ...['e0', 'e3', 'E3', 'e+2', 'e-2', 'E-03', 'e05', 'e6'],
);

/** Every notation that Kubernetes reads. */
const quantity = fc
  .tuple(number, suffix)
  .map(([digits, unit]) => `${digits}${unit}`)
  .filter((text) => Quantity.parse(text) instanceof Quantity);

const whole = fc.nat({ max: 8 }).map(String);

/** What a request and its limit may be: absent, `null` where there is a default, or quantities in order. */
function bounds(
  name: string,
  quantities: fc.Arbitrary<string>,
  hasDefault: boolean,
): fc.Arbitrary<[string, unknown, unknown]> {
  const ordered = fc.tuple(quantities, quantities).map(([a, b]): [string, unknown, unknown] => {
    return milli(a) <= milli(b) ? [name, a, b] : [name, b, a];
  });
  const absent = fc.constant<[string, unknown, unknown]>([name, undefined, undefined]);
  const removed = fc.constant<[string, unknown, unknown]>([name, null, null]);
  const limitAlone = quantities.map((limit): [string, unknown, unknown] => [
    name,
    hasDefault ? null : undefined,
    limit,
  ]);
  return fc.oneof({ weight: 4, arbitrary: ordered }, absent, limitAlone, hasDefault ? removed : absent);
}

function milli(text: string): bigint {
  const parsed = Quantity.parse(text);
  return parsed instanceof Quantity ? parsed.milli : 0n;
}

const resources = fc
  .tuple(
    bounds('cpu', quantity, true),
    bounds('memory', quantity, true),
    bounds('ephemeral-storage', quantity, false),
    fc.oneof(
      bounds('nvidia.com/gpu', whole, false).map(([name, , limit]): [string, unknown, unknown] => [
        name,
        undefined,
        limit,
      ]),
    ),
  )
  .map((all) => ({
    requests: given(all.map(([name, request]) => [name, request])),
    limits: given(all.map(([name, , limit]) => [name, limit])),
  }));

function given(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function service(mostReplicas: number): fc.Arbitrary<unknown> {
  const slice = fc.record(
    {
      enabled: fc.oneof(fc.boolean(), fc.constant(null)),
      replicaCount: fc.oneof(fc.integer({ min: 1, max: mostReplicas }), fc.constant(null)),
      resources: fc.oneof(
        { weight: 6, arbitrary: resources },
        fc.constantFrom(null, {}, { limits: null }, { requests: null }),
      ),
    },
    { noNullPrototype: true, requiredKeys: [] },
  );
  return fc.oneof({ weight: 9, arbitrary: slice }, fc.constant(null));
}

const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.constantFrom('db', 'db-1.data.svc.cluster.local', '1-db'));
const postgresql = fc.oneof(
  fc.constantFrom<unknown>({ enabled: true }, {}, null, { enabled: null }),
  fc.record(
    {
      enabled: fc.constant(false),
      externalDatabase: fc.record({ host, port: fc.integer({ min: 1, max: 65535 }) }, { noNullPrototype: true }),
    },
    { noNullPrototype: true },
  ),
);

const values = fc.record(
  {
    'dagster-webserver': service(100),
    'dagster-daemon': service(1),
    'dagster-user-code': service(100),
    postgresql,
  },
  { noNullPrototype: true, requiredKeys: [] },
);

/** Text that is easily taken for something else by YAML or by Go's templates. */
const awkward = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '{{ .Values }}',
    '{{- fail "x" -}}',
    '}}',
    '{{`',
    '"',
    "'",
    'yes',
    '0o17',
    '1e3',
    '=',
    ' x',
    'a: b',
    'x\ny\n',
    '\t',
    '#',
  ),
);
const image = fc.record(
  {
    repository: fc.constantFrom('example.com/a', 'b'),
    tag: fc.constantFrom('1', '1.10', 'on', 'v1'),
  },
  { noNullPrototype: true },
);

const name = fc.constantFrom('a', 'b-1', 'etl', 'null', 'true', 'on');
const labels = fc.dictionary(
  fc.constantFrom('team', 'example.com/tier', 'on'),
  fc.constantFrom('a', '1', 'true', '1e3', ''),
  { maxKeys: 2, noNullPrototype: true },
);
const annotations = fc.dictionary(fc.constantFrom('note', 'example.com/a'), awkward, {
  maxKeys: 2,
  noNullPrototype: true,
});
const env = fc.uniqueArray(
  fc.oneof(
    fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: awkward }, { noNullPrototype: true }),
    fc.record(
      { name: fc.constantFrom('D', 'E'), valueFrom: fc.constant({ secretKeyRef: { name: 's', key: 'k' } }) },
      { noNullPrototype: true },
    ),
  ),
  { selector: (variable) => variable.name, maxLength: 3 },
);

const pod: fc.Arbitrary<PodOptions> = fc.record(
  {
    labels,
    annotations,
    imagePullSecrets: fc.constantFrom([], ['registry']),
    sidecars: fc.constantFrom([], [{ name: 'sidecar', image: 'sidecar:1', args: ['{{ .Values }}'] }]),
    initContainers: fc.constantFrom([], [{ name: 'native', image: 'native:1', restartPolicy: 'Always' as const }]),
    nodeSelector: labels,
    tolerations: fc.constantFrom([], [{ key: 'a', operator: 'Exists' as const }]),
    topologySpreadConstraints: fc.constant([]),
    priorityClassName: fc.constant('high'),
    terminationGracePeriodSeconds: fc.nat({ max: 100 }),
    securityContext: fc.constant({ fsGroup: 1 }),
  },
  { noNullPrototype: true, requiredKeys: [] },
);

const process: Required<
  Pick<
    { [K in keyof ProcessOptions]: fc.Arbitrary<NonNullable<ProcessOptions[K]>> },
    'env' | 'pod' | 'envFrom' | 'volumes' | 'securityContext' | 'probes' | 'deployment' | 'serviceAccount'
  >
> = {
  env,
  pod,
  envFrom: fc.constantFrom([], [{ secretRef: { name: 's' } }]),
  volumes: fc.constantFrom([], [{ name: 'more', emptyDir: {} }]),
  securityContext: fc.constant({ readOnlyRootFilesystem: false }),
  probes: fc.constantFrom({ liveness: false as const }, { readiness: { tcpSocket: { port: 1 } } }),
  deployment: fc.record(
    { labels, annotations, revisionHistoryLimit: fc.nat({ max: 3 }) },
    { noNullPrototype: true, requiredKeys: [] },
  ),
  serviceAccount: fc.oneof(fc.constant({ name: 'existing' }), fc.record({ annotations }, { noNullPrototype: true })),
};

/** The database is no Deployment. */
const { deployment: _, ...processOfDatabase } = process;

const location: fc.Arbitrary<CodeLocationOptions> = fc
  .record(
    {
      ...process,
      name,
      image,
      args: fc.array(awkward, { maxLength: 3 }),
      server: fc.constantFrom('api grpc', 'code-server'),
      port: fc.constantFrom(3030, 4000),
      replicas: fc.integer({ min: 1, max: 9 }),
      resources: fc.constantFrom({}, { requests: { cpu: '1000m' } }, { limits: { memory: '1024Mi' } }),
      includeConfigInLaunchedRuns: fc.boolean(),
      podDisruptionBudget: fc.constantFrom({}, { minAvailable: 1 }),
      checkDbReady: fc.boolean(),
    },
    { noNullPrototype: true, requiredKeys: ['name', 'image', 'args'] },
  )
  .filter(({ server, replicas = 1 }) => server !== 'code-server' || replicas === 1);

const exposure = {
  service: fc.record(
    { port: fc.integer({ min: 1, max: 65535 }), annotations },
    { noNullPrototype: true, requiredKeys: [] },
  ),
  ingress: fc.record(
    { host: fc.constant('dagster.example.com'), className: fc.constant('nginx') },
    { noNullPrototype: true, requiredKeys: [] },
  ),
  httpRoute: fc.constant({ parentRefs: [{ name: 'gateway' }] }),
  autoscaling: fc.constant({ minReplicas: 1, maxReplicas: 3 }),
  podDisruptionBudget: fc.constantFrom({}, { minAvailable: 1 }),
};

const webserver = fc.record(
  {
    ...process,
    ...exposure,
    replicas: fc.integer({ min: 1, max: 3 }),
    pathPrefix: fc.constantFrom('/dagster', '/a/b'),
    logFormat: fc.constantFrom('json', 'rich'),
    dbStatementTimeout: fc.nat(),
    checkDbReady: fc.boolean(),
    readOnly: fc.record(
      { ...exposure, replicas: fc.integer({ min: 1, max: 3 }) },
      { noNullPrototype: true, requiredKeys: [] },
    ),
  },
  { noNullPrototype: true, requiredKeys: [] },
);

const secret = fc.record(
  { name: fc.constantFrom('db', 'true', '1'), key: fc.constantFrom('password', '1', 'a.b') },
  { noNullPrototype: true, requiredKeys: [] },
);
const externalSecret = fc.constant({ secretStore: { name: 'vault' }, remoteKey: 'a' });

const instance = fc.record(
  {
    runCoordinator: fc.constantFrom(RunCoordinator.queued({ maxConcurrentRuns: 3 }), RunCoordinator.queued()),
    computeLogs: fc.constantFrom(
      ComputeLogs.none(),
      ComputeLogs.s3({ bucket: 'logs' }),
      ComputeLogs.local({ baseDir: '/tmp/logs' }),
    ),
    retention: fc.constant({ sensor: { skipped: 1 } }),
    telemetry: fc.boolean(),
    env: fc.constantFrom([], [{ name: 'I', value: '{{ yes }}' }]),
  },
  { noNullPrototype: true, requiredKeys: [] },
);

const runLauncher = fc.oneof(
  fc
    .record({ labels, annotations: labels }, { noNullPrototype: true, requiredKeys: [] })
    .map((options) => RunLauncher.k8s({ pod: options })),
  fc.constant(RunLauncher.custom({ module: 'my.launcher', class: 'Launcher', config: { a: '{{ yes }}' } })),
);

const peer = { podSelector: { matchLabels: { a: 'b' } } };

const props: fc.Arbitrary<DagsterChartProps> = fc.record(
  {
    preset: fc.constantFrom('small', 'medium', 'large'),
    createNamespace: fc.constant(false),
    image,
    pod,
    instance,
    runLauncher,
    migration: fc.record({ env, pod }, { noNullPrototype: true, requiredKeys: [] }),
    workspace: fc.constantFrom(
      { servers: [{ host: 'elsewhere', port: 4000, locationName: 'else' }] },
      { configMap: 'mine' },
    ),
    networkPolicy: fc.constantFrom(
      { enabled: false },
      { webserverFrom: [peer] },
      { webserverFrom: [] },
      { databaseFrom: [peer] },
    ),
    resourceQuota: fc.constant({ hard: { pods: '10' } }),
    webserver,
    daemon: fc.record(
      { ...process, heartbeatTolerance: fc.integer({ min: 1 }), checkDbReady: fc.boolean() },
      { noNullPrototype: true, requiredKeys: [] },
    ),
    userCode: fc.record(
      { locations: fc.uniqueArray(location, { selector: (one) => one.name, maxLength: 3 }) },
      { noNullPrototype: true },
    ),
    postgresql: fc.record(
      {
        ...processOfDatabase,
        database: awkward.filter((name) => name !== ''),
        username: awkward.filter((name) => name !== ''),
        storageSize: fc.constantFrom('8Gi', '1024Mi'),
        password: fc.oneof(
          secret.map(PostgresPassword.fromSecret),
          secret.map(PostgresPassword.createdInCluster),
          externalSecret.map(PostgresPassword.fromExternalSecret),
        ),
      },
      { noNullPrototype: true, requiredKeys: [] },
    ),
  },
  { noNullPrototype: true, requiredKeys: [] },
);

export const anyCase: fc.Arbitrary<Case> = fc.record({ props, values }, { noNullPrototype: true });
