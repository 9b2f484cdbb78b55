import { App, Testing } from 'cdk8s';
import {
  AzureCredential,
  CertificateAuthority,
  ComputeLogs,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  DatabaseAuth,
  HelmChart,
  type Key,
  open,
  PostgresPassword,
  RunCoordinator,
  RunLauncher,
  Scheduler,
  text,
} from '../../lib/index.js';
import { javascript as js } from '../support/javascript.js';
import { EXAMPLE, errorsOf } from '../support/releases.js';

/** Builds something in an app. */
type Build = (app: App) => unknown;

/** What is wrong, how it comes in, where and what the error says it is, and how it says to fix it. */
type Row = readonly [what: string, build: Build, start: string, remedy: string];

const chart =
  (props: unknown): Build =>
  (app) =>
    new DagsterChart(app, 'test', js(props));
const webserver = (props: unknown): Build => chart({ webserver: props });
const instance = (props: unknown): Build => chart({ instance: props });
const location = (props: object): Build => chart({ userCode: { locations: [{ ...EXAMPLE, ...props }] } });
const helmChart =
  (props: unknown): Build =>
  (app) =>
    new HelmChart(app, 'chart', js(props));

class Settings {
  readonly replicas = 2;
}

const ring: Record<string, unknown> = {};
ring.ring = ring;

const LEAVE = 'leave it out';
const QUOTES = 'write 2 without quotes';
const OBJECT = 'write an object, in { }';
const LIST = 'put it into a list, in [ ]';
const MADE = 'make one by one of these';
const LOCATION = 'userCode.locations.0';

const misspelt: Row[] = [
  ['a property', chart({ webservers: {} }), 'webservers: unknown key "webservers"', 'did you mean "webserver"?'],
  [
    'a key of a process',
    webserver({ replica: 2 }),
    'webserver.replica: unknown key "replica"',
    'did you mean "replicas"?',
  ],
  [
    'a key of an Ingress',
    webserver({ ingress: { hosts: ['a.example.com'] } }),
    'webserver.ingress.hosts: unknown key "hosts"',
    'did you mean "host"?',
  ],
  [
    'a key of TLS',
    webserver({ ingress: { tls: { secret: 's' } } }),
    'webserver.ingress.tls.secret: unknown key "secret"',
    'did you mean "secretName"?',
  ],
  [
    'a key of a pod',
    webserver({ pod: { nodeSelectors: {} } }),
    'webserver.pod.nodeSelectors: unknown key "nodeSelectors"',
    'did you mean "nodeSelector"?',
  ],
  [
    'a probe',
    webserver({ probes: { live: {} } }),
    'webserver.probes.live: unknown key "live"',
    'did you mean "liveness"?',
  ],
  [
    'a resource list',
    webserver({ resources: { limit: {} } }),
    'webserver.resources.limit: unknown key "limit"',
    'did you mean "limits"?',
  ],
  ['a key of a code location', location({ arg: [] }), `${LOCATION}.arg: unknown key "arg"`, 'did you mean "args"?'],
  [
    'a key of an image',
    location({ image: { ...EXAMPLE.image, pullpolicy: 'Always' } }),
    `${LOCATION}.image.pullpolicy: unknown key "pullpolicy"`,
    'did you mean "pullPolicy"?',
  ],
  ['a key that is near to none', location({ module: 'etl' }), `${LOCATION}.module: unknown key "module"`, LEAVE],
  [
    'a key of a Namespace',
    chart({ createNamespace: { podsecurity: 'baseline' } }),
    'createNamespace.podsecurity: unknown key "podsecurity"',
    'did you mean "podSecurity"?',
  ],
  [
    'a key of DNS',
    chart({ networkPolicy: { dns: { port: 53 } } }),
    'networkPolicy.dns.port: unknown key "port"',
    'did you mean "ports"?',
  ],
  [
    'an option of the storage',
    instance({ storage: { param: {} } }),
    'instance.storage.param: unknown key "param"',
    'did you mean "params"?',
  ],
  [
    'a key of dagster.yaml',
    instance({ retention: { sensors: 3 } }),
    'retention.sensors: unknown key "sensors"',
    'did you mean "sensor"?',
  ],
  [
    'an option of a run launcher',
    chart({ runLauncher: RunLauncher.k8s(js({ ttl: 5 })) }),
    'runLauncher.ttl: unknown key "ttl"',
    'did you mean "ttlSecondsAfterFinished"?',
  ],
  [
    'an option of a run coordinator',
    instance({ runCoordinator: RunCoordinator.queued(js({ maxConcurrentRun: 5 })) }),
    'runCoordinator.maxConcurrentRun: unknown key "maxConcurrentRun"',
    'did you mean "maxConcurrentRuns"?',
  ],
  [
    'a key of a Helm chart',
    helmChart({ version: '1.0.0', maintainer: 'me', release: (scope: App) => new DagsterChart(scope, 'release') }),
    'maintainer: unknown key "maintainer"',
    'did you mean "maintainers"?',
  ],
  ['a key that is a symbol', chart({ [Symbol('hidden')]: 1 }), 'Symbol(hidden): unknown key "Symbol(hidden)"', LEAVE],
];

const missing: Row[] = [
  ['the name of a code location', location({ name: undefined }), `${LOCATION}.name: missing`, 'add it'],
  ['the repository of an image', chart({ image: { tag: '1' } }), 'image.repository: missing', 'add it'],
  [
    'the name of a sidecar',
    webserver({ pod: { sidecars: [{ image: 'x' }] } }),
    'webserver.pod.sidecars.0.name: missing',
    'add it',
  ],
  ['the name of a volume', webserver({ volumes: [{ emptyDir: {} }] }), 'webserver.volumes.0.name: missing', 'add it'],
  [
    'the port of a database',
    chart({ postgresql: { externalDatabase: { host: 'db' } } }),
    'postgresql.externalDatabase.port: missing',
    'add it',
  ],
  [
    'the broker of Celery',
    chart({ runLauncher: RunLauncher.celeryK8s(js({})) }),
    'runLauncher.brokerSecret: missing',
    'add it',
  ],
  [
    'the name of a queue',
    chart({ runLauncher: RunLauncher.celeryK8s(js({ brokerSecret: { name: 'c', key: 'K' }, workerQueues: [{}] })) }),
    'runLauncher.workerQueues.0.name: missing',
    'add it',
  ],
  ['the bucket of logs', instance({ computeLogs: ComputeLogs.s3(js({})) }), 'computeLogs.bucket: missing', 'add it'],
  [
    'the module of a class',
    instance({ computeLogs: ComputeLogs.custom(js({ class: 'Logs' })) }),
    'computeLogs.module: missing',
    'add it',
  ],
  [
    'the limit of a tag',
    instance({ concurrency: { runs: { tagConcurrencyLimits: [{ key: 'a' }] } } }),
    'concurrency.runs.tagConcurrencyLimits.0.limit: missing',
    'add it',
  ],
  [
    'the region of a database',
    instance({ storage: { authProvider: DatabaseAuth.aws(js(undefined)) } }),
    'storage.authProvider.aws() region: found undefined',
    'write a text',
  ],
];

const otherKinds: Row[] = [
  [
    'a queue of Celery twice',
    chart({
      runLauncher: RunLauncher.celeryK8s({
        brokerSecret: { name: 'celery', key: 'BROKER' },
        workerQueues: [{ name: 'dagster' }, { name: 'dagster' }],
      }),
    }),
    'runLauncher.workerQueues: found "dagster" twice',
    'leave one out, or rename it',
  ],
  [
    'a release of a chart that is made elsewhere',
    (app) => new HelmChart(app, 'chart', { version: '1.0.0', release: () => new DagsterChart(app, 'test') }),
    'release: found a DagsterChart',
    'return it',
  ],
  [
    'an image in one text, without a tag',
    location({ image: 'registry.example.com:5000/etl' }),
    `${LOCATION}.image: found "registry.example.com:5000/etl"`,
    "write { repository: 'registry.example.com:5000/etl', tag: '1.0.0' }",
  ],
  [
    'an image in one text, by its digest',
    webserver({ image: 'etl@sha256:0a' }),
    'webserver.image: found "etl@sha256:0a"',
    "write { repository: 'etl', digest: 'sha256:0a' }",
  ],
  [
    'a Secret to pull images with, as Kubernetes refers to it',
    chart({ pod: { imagePullSecrets: [{ name: 'registry' }] } }),
    'pod.imagePullSecrets.0: found {"name":"registry"}',
    "write its name alone: 'registry'",
  ],
  [
    'memory in thousandths of a byte',
    webserver({ resources: { limits: { memory: '512m' } } }),
    'webserver.resources.limits: found {"memory":"512m"}',
    `write memory: '512Mi', since "m" is a thousandth, here of a byte`,
  ],
  ['a text for arguments', location({ args: '--x' }), `${LOCATION}.args: found "--x"`, LIST],
  [
    'a text for an image',
    location({ image: 'example.com/etl:1' }),
    `${LOCATION}.image: found "example.com/etl:1"`,
    "write { repository: 'example.com/etl', tag: '1' }",
  ],
  [
    'a number for a tag',
    location({ image: { ...EXAMPLE.image, tag: Number('1.10') } }),
    `${LOCATION}.image.tag: found 1.1`,
    'quote it, zeros at its end included: "1.1"',
  ],
  ['a text for a code location', chart({ userCode: { locations: ['etl'] } }), `${LOCATION}: found "etl"`, OBJECT],
  [
    'one code location for a list',
    chart({ userCode: { locations: { name: 'etl' } } }),
    'userCode.locations: found {"name":"etl"}',
    LIST,
  ],
  [
    'nothing for a code location',
    chart({ userCode: { locations: [undefined] } }),
    `${LOCATION}: found undefined`,
    OBJECT,
  ],
  ['a number for a name', location({ name: 5 }), `${LOCATION}.name: found 5`, 'quote it: "5"'],
  ['a text for a port', location({ port: '2' }), `${LOCATION}.port: found "2"`, QUOTES],
  ['a text for a number', webserver({ replicas: '2' }), 'webserver.replicas: found "2"', QUOTES],
  [
    'a text for a flag',
    webserver({ enabled: 'false' }),
    'webserver.enabled: found "false"',
    'write false without quotes',
  ],
  [
    'a map for variables',
    webserver({ env: { A: 'b' } }),
    'webserver.env: found {"A":"b"}',
    "write a list: [{ name: 'A', value: ... }]",
  ],
  ['a text for a variable', webserver({ env: ['A=b'] }), 'webserver.env.0: found "A=b"', OBJECT],
  [
    'a number for the value of a variable',
    webserver({ env: [{ name: 'A', value: 1 }] }),
    'webserver.env.0.value: found 1',
    'quote it: "1"',
  ],
  [
    'a text for a ConfigMap',
    webserver({ envFrom: [{ configMapRef: 'a' }] }),
    'webserver.envFrom.0.configMapRef: found "a"',
    OBJECT,
  ],
  ['a text for mounts', webserver({ volumeMounts: '/data' }), 'webserver.volumeMounts: found "/data"', LIST],
  [
    'a text for a security context',
    webserver({ securityContext: 'restricted' }),
    'webserver.securityContext: found "restricted"',
    OBJECT,
  ],
  [
    'a flag for the context of a container',
    webserver({ pod: { initContainers: [{ name: 'x', image: 'y', securityContext: true }] } }),
    'webserver.pod.initContainers.0.securityContext: found true',
    OBJECT,
  ],
  [
    'a text for an affinity',
    webserver({ pod: { affinity: { nodeAffinity: 'zone-a' } } }),
    'webserver.pod.affinity.nodeAffinity: found "zone-a"',
    OBJECT,
  ],
  [
    'a text for pull secrets',
    webserver({ pod: { imagePullSecrets: 'registry' } }),
    'webserver.pod.imagePullSecrets: found "registry"',
    LIST,
  ],
  ['a list for labels', chart({ pod: { labels: ['a'] } }), 'pod.labels: found ["a"]', OBJECT],
  ['a number for a label', chart({ pod: { labels: { version: 1 } } }), 'pod.labels.version: found 1', 'quote it: "1"'],
  [
    'one toleration for a list',
    chart({ pod: { tolerations: { key: 'x' } } }),
    'pod.tolerations: found {"key":"x"}',
    LIST,
  ],
  [
    'a word that is none',
    webserver({ service: { type: 'loadbalancer' } }),
    'webserver.service.type: found "loadbalancer"',
    'did you mean "LoadBalancer"?',
  ],
  ['a text for resources', webserver({ resources: '1Gi' }), 'webserver.resources: found "1Gi"', OBJECT],
  [
    'a number for a quantity',
    chart({ postgresql: { storageSize: 8 } }),
    'postgresql.storageSize: found 8',
    'quote it: "8"',
  ],
  [
    'a number for a quota',
    chart({ resourceQuota: { hard: { pods: 50 } } }),
    'resourceQuota.hard.pods: found 50',
    'quote it: "50"',
  ],
  ['a password', chart({ postgresql: { password: 's3cret' } }), 'postgresql.password: found "s3cret"', MADE],
  [
    'a text for a Secret',
    chart({ postgresql: { password: PostgresPassword.fromSecret(js('db')) } }),
    'password.fromSecret(): found "db"',
    OBJECT,
  ],
  [
    'a text for a ConfigMap of certificates',
    instance({ storage: { certificateAuthority: CertificateAuthority.fromConfigMap(js('ca')) } }),
    'storage.certificateAuthority fromConfigMap(): found "ca"',
    OBJECT,
  ],
  ['a word for a run launcher', chart({ runLauncher: 'k8s' }), 'runLauncher: found "k8s"', MADE],
  [
    'an object for compute logs',
    instance({ computeLogs: { bucket: 'b' } }),
    'instance.computeLogs: found {"bucket":"b"}',
    MADE,
  ],
  [
    'compute logs for a run coordinator',
    instance({ runCoordinator: ComputeLogs.none() }),
    'instance.runCoordinator: found a ComputeLogs',
    MADE,
  ],
  [
    'a key for a credential',
    instance({ computeLogs: ComputeLogs.azureBlob({ storageAccount: 'a', container: 'b', credential: js('key') }) }),
    'computeLogs.credential: found "key"',
    MADE,
  ],
  ['a number for a scheduler', instance({ scheduler: Scheduler.daemon(js(5)) }), 'scheduler: found 5', OBJECT],
  [
    'a text for a block of addresses',
    chart({ networkPolicy: { webserverFrom: [{ ipBlock: '10.0.0.0/8' }] } }),
    'networkPolicy.webserverFrom.0.ipBlock: found "10.0.0.0/8"',
    OBJECT,
  ],
  ['a flag for options', webserver({ readOnly: true }), 'webserver.readOnly: found true', OBJECT],
  [
    'a text for a flag or options',
    chart({ createNamespace: 'yes' }),
    'createNamespace: found "yes"',
    'write true or false',
  ],
  ['a number for a values document', chart({ values: 5 }), 'values: found 5', OBJECT],
  [
    'a number for the version of a chart',
    helmChart({ version: 1, release: (scope: App) => new DagsterChart(scope, 'release') }),
    'version: found 1',
    'quote it: "1"',
  ],
];

const strange: Row[] = [
  ['null for properties', chart(null), 'found null', LEAVE],
  ['a text for properties', chart('small'), 'found "small"', OBJECT],
  ['null for a group', webserver(null), 'webserver: found null', LEAVE],
  ['null for a word', chart({ preset: null }), 'preset: found null', LEAVE],
  [
    'null for the options of a factory',
    instance({ runCoordinator: RunCoordinator.queued(js(null)) }),
    'runCoordinator: found null',
    LEAVE,
  ],
  [
    'nothing for the options of a factory',
    instance({ computeLogs: ComputeLogs.gcs(js(undefined)) }),
    'computeLogs: found undefined',
    OBJECT,
  ],
  [
    'nothing for a class',
    chart({ runLauncher: RunLauncher.custom(js(undefined)) }),
    'runLauncher: found undefined',
    OBJECT,
  ],
  [
    'nothing for a credential',
    instance({
      computeLogs: ComputeLogs.azureBlob({
        storageAccount: 'a',
        container: 'b',
        credential: AzureCredential.servicePrincipalFromEnv(js(undefined)),
      }),
    }),
    'computeLogs.credential.servicePrincipalFromEnv(): found undefined',
    OBJECT,
  ],
  [
    'nothing for a code location',
    (app) => new DagsterChart(app, 'test').userCode.addLocation(js(undefined)),
    `${LOCATION}: found undefined`,
    OBJECT,
  ],
  [
    'null for properties beside values',
    (app) => DagsterChart.fromValues(app, 'test', {}, js(null)),
    'found null',
    LEAVE,
  ],
  ['nothing for a Helm chart', helmChart(undefined), 'found undefined', OBJECT],
  [
    'a chart without a release',
    helmChart({ version: '1.0.0', release: () => undefined }),
    'release: found undefined',
    'return it',
  ],
  ['no number', webserver({ replicas: NaN }), 'webserver.replicas: found NaN', 'look at what it is computed from'],
  [
    'a number without end',
    chart({ daemon: { heartbeatTolerance: Infinity } }),
    'daemon.heartbeatTolerance: found Infinity',
    'look at what it is computed from',
  ],
  ['a large integer', webserver({ replicas: 2n }), 'webserver.replicas: found 2n', 'write a number'],
  ['a function', webserver(() => ({})), 'webserver: found a function', 'call it, and give what it returns'],
  [
    'a class',
    chart({ runLauncher: RunLauncher }),
    'runLauncher: found the class RunLauncher',
    'call it, and give what it returns',
  ],
  ['an instance of a class', webserver(new Settings()), 'webserver: found a Settings', OBJECT],
  ['a symbol', chart({ preset: Symbol('small') }), 'preset: found Symbol(small)', 'write a text'],
  ['a Map', chart({ pod: { annotations: new Map() } }), 'pod.annotations: found a Map', OBJECT],
  ['a promise', webserver(Promise.resolve({})), 'webserver: found a Promise', 'await it'],
  [
    'a knob where nothing can be open',
    location({ port: open('a.b', text('2', 'Two.')) }),
    `${LOCATION}.port: found the knob a.b`,
    'give a fixed value, since this cannot be open',
  ],
  [
    'a knob in the place of a key that values documents have anyway',
    webserver({ replicas: open('a.b', text('2', 'Two.')) }),
    'webserver.replicas: found the knob a.b',
    'give a fixed value here, which the key dagster-webserver.replicaCount of values documents replaces',
  ],
  [
    'a knob for a number of dagster.yaml that a variable can hold',
    instance({ runCoordinator: RunCoordinator.queued({ maxConcurrentRuns: js(open('a.b', text('2', 'Two.'))) }) }),
    'runCoordinator.maxConcurrentRuns: found the knob a.b',
    `say { env: NAME } here, and open the variable in instance.env: { name: NAME, value: \`\${open(...)}\` }`,
  ],
  [
    'an empty text',
    chart({ postgresql: { database: '' } }),
    'postgresql.database: found ""',
    'write it, or leave it out',
  ],
  [
    'a path that is none',
    () => open('a b', text('x', 'X.')),
    'open("a b"): found the path "a b"',
    'such as "images.etl.tag"',
  ],
  [
    'a key that is none',
    () => open('a.b', js<Key<string>>('x')),
    'open("a.b"): found "x"',
    `write open("a.b", text('1.4.0', 'What it is.'))`,
  ],
];

describe.each([
  ['a misspelt key', misspelt],
  ['what is missing', missing],
  ['another kind of value', otherKinds],
  ['a strange value', strange],
])('rejects %s', (_, rows) => {
  test.each(rows)('%s', (_, build, start, remedy) => {
    const errors = errorsOf(() => {
      const app = new DagsterApp({ outdir: 'unused' });
      build(app);
      app.render();
    });
    expect(errors).toHaveLength(1);
    const [error = ''] = errors;
    const told = error.replace(/^(test|chart)(\/[-\w]+)*: /, '');
    expect(told.slice(0, start.length + 11)).toBe(`${start}; allowed: `);
    expect(told.slice(-remedy.length - 2)).toMatch(/^[;,] /);
    expect(told.slice(-remedy.length)).toBe(remedy);
  });
});

test('rejects all that is wrong at once, and what is sound stands', () => {
  const build = chart({
    release: 'analytics',
    webserver: { replica: 2, env: [{ name: 'A', value: 1 }] },
    userCode: {
      locations: [
        { ...EXAMPLE, args: '--x' },
        { ...EXAMPLE, name: 'Bad' },
      ],
    },
  });
  const app = new DagsterApp({ outdir: 'unused' });
  build(app);
  expect(errorsOf(() => app.render()).map((error) => error.split('; ')[0])).toEqual([
    'test: webserver.replica: unknown key "replica"',
    'test: webserver.env.0.value: found 1',
    `test: ${LOCATION}.args: found "--x"`,
    'test/user-code/location-Bad: code location name "Bad" is no DNS label',
  ]);
});

test('of a database whose host is said wrong, nothing is said but that', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  const externalDatabase = { host: open('db.host', text('db', 'Host.')), port: 5432 };
  const runLauncher = RunLauncher.k8s({ namespace: 'runs' });
  for (const name of ['a', 'b']) new DagsterChart(app, name, js({ postgresql: { externalDatabase }, runLauncher }));
  const error =
    'postgresql.externalDatabase.host: found the knob db.host; allowed: a text; give a fixed value here, which the key postgresql.externalDatabase.host of values documents replaces';
  expect(errorsOf(() => app.render())).toEqual([`a: ${error}`, `b: ${error}`]);
});

test('rejects it wherever it is synthesized', () => {
  const message = /test\]?:? webserver\.replica: unknown key "replica"/;
  const wrong = js<DagsterChartProps>({ webserver: { replica: 2 } });
  expect(() => Testing.synth(new DagsterChart(Testing.app(), 'test', wrong))).toThrow(message);
  const plain = new App({ outdir: 'unused' });
  new DagsterChart(plain, 'test', wrong);
  expect(() => plain.synthYaml()).toThrow(message);
});

test('what is given is not changed, and what it becomes later does not count', () => {
  const labels: Record<string, string> = { team: 'a' };
  const props = { pod: { labels }, webserver: { replicas: undefined } };
  const app = new DagsterApp({ outdir: 'unused' });
  new DagsterChart(app, 'test', props);
  expect(props).toEqual({ pod: { labels: { team: 'a' } }, webserver: { replicas: undefined } });
  labels.team = 'b';
  expect(app.render().get('test/manifests/dagster.k8s.yaml')).not.toContain('team: "b"');
});
