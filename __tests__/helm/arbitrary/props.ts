import fc from 'fast-check';
import type { IEnvVar } from 'kubernetes-models/v1';
import {
  type CodeLocationOptions,
  ComputeLogs,
  type ContainerContextOptions,
  type DagsterChartProps,
  type DagsterInstanceOptions,
  type PodOptions,
  PostgresPassword,
  type ProcessOptions,
  RunCoordinator,
  RunLauncher,
  Storage,
} from '../../../lib/index.js';
import type { DagsterKnobs } from './dagster-knobs.js';
import type { Opened } from './knobs.js';
import { awkward } from './texts.js';

/** A fixed value, or what a knob decides. */
function or<F, T>(fixed: fc.Arbitrary<F>, { knob }: Opened<T>) {
  return fc.oneof({ weight: 4, arbitrary: fixed }, fc.constant(knob));
}

/** The same, or text that knobs are part of. */
function orText<T>(fixed: fc.Arbitrary<string>, opened: Opened<T>, ...texts: string[]) {
  return fc.oneof({ weight: 4, arbitrary: or(fixed, opened) }, fc.constantFrom(...texts));
}

const isSaid = (text: string): boolean => text !== '';

/** What people may say of a release, with open properties among it. */
export function dagsterProps(k: DagsterKnobs): fc.Arbitrary<DagsterChartProps> {
  const image = fc.record(
    {
      repository: or(fc.constantFrom('example.com/a', 'b'), k.repository),
      tag: orText(fc.constantFrom('1', '1.10', 'on', 'v1'), k.tag, `${k.tag.knob}-${k.word.knob}`),
      digest: fc.constantFrom(undefined, undefined, k.digest.knob),
    },
    { noNullPrototype: true },
  );

  const name = fc.constantFrom('a', 'b-1', 'etl', 'null', 'true', 'on');
  const labels = fc.dictionary(
    fc.constantFrom('team', 'example.com/tier', 'on'),
    orText(fc.constantFrom('a', '1', 'true', '1e3', ''), k.word, `x-${k.word.knob}`),
    { maxKeys: 2, noNullPrototype: true },
  );
  const note = orText(awkward, k.note, `${k.maybe.knob}`, `{{ $(A) }}\n"${k.note.knob}" ${k.replicas.knob}`);
  const annotations = fc.dictionary(fc.constantFrom('note', 'example.com/a'), note, {
    maxKeys: 2,
    noNullPrototype: true,
  });
  const env = fc.uniqueArray(
    fc.oneof(
      fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: note }, { noNullPrototype: true }),
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
      sidecars: fc.constantFrom(
        [],
        [{ name: 'sidecar', image: 'sidecar:1', args: ['{{ .Values }}'] }],
        [{ name: 'sidecar', image: `sidecar:${k.tag.knob}`, args: [k.note.knob], resources: k.amounts.knob }],
      ),
      initContainers: fc.constantFrom([], [{ name: 'native', image: 'native:1', restartPolicy: 'Always' as const }]),
      nodeSelector: labels,
      tolerations: or(fc.constantFrom([], [{ key: 'a', operator: 'Exists' as const }]), k.tolerations),
      topologySpreadConstraints: fc.constant([]),
      priorityClassName: or(fc.constant('high'), k.word),
      terminationGracePeriodSeconds: or(fc.nat({ max: 100 }), k.replicas),
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
    probes: fc.constantFrom({ liveness: false as const }, { readiness: { exec: { command: ['true'] } } }),
    deployment: fc.record(
      { labels, annotations, revisionHistoryLimit: fc.nat({ max: 3 }) },
      { noNullPrototype: true, requiredKeys: [] },
    ),
    serviceAccount: fc.oneof(
      fc.constant({ name: 'existing' }),
      fc.record({ annotations, labels }, { noNullPrototype: true }),
    ),
  };

  const { deployment: _, ...ownProcess } = process;
  const object = fc.record({ labels, annotations }, { noNullPrototype: true, requiredKeys: [] });

  const runs: fc.Arbitrary<ContainerContextOptions> = fc.record(
    {
      env: note.map((value) => [{ name: 'R', value }]),
      pod: fc.record({ labels, nodeSelector: labels, annotations }, { noNullPrototype: true, requiredKeys: [] }),
      resources: or(fc.constant({ requests: { cpu: '0.50' } }), k.amounts),
      kubernetesApi: fc.constantFrom({ roles: ['spark'] }, { clusterRoles: ['view'], namespaces: ['jobs'] }),
    },
    { noNullPrototype: true, requiredKeys: [] },
  );

  const location: fc.Arbitrary<CodeLocationOptions> = fc
    .record(
      {
        ...process,
        name,
        image,
        args: fc.array(awkward, { maxLength: 3 }),
        server: fc.constantFrom('api grpc', 'code-server'),
        port: fc.constantFrom(3030, 4000),
        replicas: or(fc.integer({ min: 1, max: 9 }), k.replicas),
        resources: or(fc.constantFrom({}, { requests: { cpu: '1000m' } }, { limits: { memory: '1024Mi' } }), k.amounts),
        runs,
        includeConfigInLaunchedRuns: fc.boolean(),
        podDisruptionBudget: fc.constantFrom({}, { minAvailable: 1 }),
        checkDbReady: fc.boolean(),
        writableCopies: fc.constantFrom([], ['/app/dbt', '/app/logs']),
        kubernetesApi: fc.constantFrom<NonNullable<CodeLocationOptions['kubernetesApi']>>(
          true,
          { rules: [{ apiGroups: [''], resources: ['pods/log'], verbs: ['get'], resourceNames: ['{{ a }}'] }] },
          { roles: ['reader'], clusterRoles: ['view'], namespaces: ['data', 'on'] },
        ),
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
      { host: or(fc.constant('dagster.example.com'), k.host), className: or(fc.constant('nginx'), k.word) },
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
        { ...exposure, pathPrefix: fc.constant('/viewer'), replicas: fc.integer({ min: 1, max: 3 }) },
        { noNullPrototype: true, requiredKeys: ['pathPrefix'] },
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
      storage: fc.constantFrom<NonNullable<DagsterInstanceOptions['storage']>[]>(
        { params: { sslmode: 'require', options: '-csearch_path={{ a }}' }, autocreateTables: false },
        Storage.custom({ module: 'my.storage', class: 'Storage', config: { a: '{{ yes }}' } }),
        Storage.custom({ eventLogStorage: { module: 'my.events', class: 'Events' } }),
      ),
      env: fc.constantFrom<IEnvVar[]>(
        [],
        [{ name: 'I', value: '{{ yes }}' }],
        [{ name: 'I', value: `i ${k.note.knob}` }],
      ),
    },
    { noNullPrototype: true, requiredKeys: [] },
  );

  const runLauncher = fc.oneof(
    fc
      .record({ labels, annotations: labels, nodeSelector: labels }, { noNullPrototype: true, requiredKeys: [] })
      .map((options) => RunLauncher.k8s({ pod: options })),
    or(fc.constant({ limits: { cpu: '2' } }), k.amounts).map((amounts) => RunLauncher.k8s({ resources: amounts })),
    fc.constant(
      RunLauncher.k8s({ volumes: [{ name: 'run', emptyDir: {} }], volumeMounts: [{ name: 'run', mountPath: '/run' }] }),
    ),
    fc.constant(RunLauncher.custom({ module: 'my.launcher', class: 'Launcher', config: { a: '{{ yes }}' } })),
  );

  const peer = { podSelector: { matchLabels: { a: 'b' } } };

  const postgresql = fc.record(
    {
      ...ownProcess,
      database: or(awkward.filter(isSaid), k.note),
      username: awkward.filter(isSaid),
      statefulSet: object,
      dataDirectory: fc.constantFrom('data', 'pg/14'),
      storageSize: or(fc.constantFrom('8Gi', '1024Mi'), k.storage),
      password: fc.oneof(
        secret.map(PostgresPassword.fromSecret),
        secret.map(PostgresPassword.createdInCluster),
        externalSecret.map(PostgresPassword.fromExternalSecret),
      ),
    },
    { noNullPrototype: true, requiredKeys: [] },
  );
  const reference = fc.constantFrom(
    { secretKeyRef: { name: 'app', key: 'a.b' } },
    { configMapKeyRef: { name: 'true', key: 'host' } },
  );
  const references = fc.record(
    { host: reference, port: reference, database: reference, username: reference },
    { noNullPrototype: true, requiredKeys: [] },
  );

  const props: fc.Arbitrary<DagsterChartProps> = fc.record(
    {
      preset: fc.constantFrom('small', 'medium', 'large'),
      cpuLimits: fc.boolean(),
      createNamespace: fc.constant(false),
      nameOverride: fc.constantFrom(undefined, 'dagster'),
      labels: fc.constantFrom<Record<string, string>>({}, { 'example.com/team': `${k.word.knob}` }),
      annotations: fc.constantFrom<Record<string, string>>(
        {},
        { note: `{{ all }} ${k.note.knob}`, 'example.com/a': 'x' },
      ),
      image,
      pod: fc
        .tuple(pod, fc.constantFrom({}, { user: 'assigned' as const }))
        .map(([own, user]) => ({ ...own, ...user })),
      instance,
      runLauncher,
      migration: fc.record({ env, pod, job: object }, { noNullPrototype: true, requiredKeys: [] }),
      workspace: fc.constantFrom(
        { servers: [{ host: 'elsewhere', port: 4000, locationName: 'else' }] },
        { configMap: 'mine' },
      ),
      networkPolicy: fc.constantFrom<NonNullable<DagsterChartProps['networkPolicy']>[]>(
        { apiServerPorts: [16443], extraEgress: [{ ports: [{ protocol: 'TCP', port: 3307 }] }] },
        { enabled: false },
        { webserverFrom: [peer] },
        { webserverFrom: [] },
        { metadataServers: true },
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
      postgresql: fc.oneof(
        { weight: 4, arbitrary: postgresql },
        references.map((valueFrom) => ({ ...EXTERNAL, valueFrom })),
      ),
    },
    { noNullPrototype: true, requiredKeys: [] },
  );
  const account = fc.oneof(
    fc.constantFrom({ name: 'existing' }, { name: 'made', create: true }),
    fc.record({ annotations, labels }, { noNullPrototype: true }),
  );
  return fc.oneof(
    { weight: 5, arbitrary: props },
    fc.tuple(props, account).map(([own, serviceAccount]) => ({ ...withoutAccounts(own), serviceAccount })),
    props.map(({ image: _, ...own }) => ({ ...own, dagsterVersion: '1.13.20' })),
  );
}

const EXTERNAL = { enabled: false, externalDatabase: { host: 'db', port: 6432 } };

/** The properties, less the accounts that components say of themselves. */
function withoutAccounts<T>(props: T): T {
  if (Array.isArray(props)) return props.map(withoutAccounts) as T;
  if (typeof props !== 'object' || props === null || Object.getPrototypeOf(props) !== Object.prototype) return props;
  const { serviceAccount: _, ...others } = props as Record<string, unknown>;
  return Object.fromEntries(Object.entries(others).map(([key, value]) => [key, withoutAccounts(value)])) as T;
}
