import { imported } from './imported-app.js';

/** What some values become: the app, and the report up to what differs anyway. */
function read(text: string): { main: string; report: string } {
  const { files } = imported(text);
  const [report = ''] = (files.get('IMPORT.md') ?? '').split('## What differs anyway');
  return { main: files.get('main.ts') ?? '', report };
}

const lines = (text: string, ...parts: string[]): string[] =>
  text.split('\n').filter((line) => parts.some((part) => line.includes(part)));

describe('a name of a Secret is no secret', () => {
  test('in a volume of a driver', () => {
    const { main } = read(`
dagsterWebserver:
  volumes: [{name: a, csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: dagster}}}]`);
    expect(main).toContain("volumeAttributes: { secretProviderClass: 'dagster' }");
  });

  test('in annotations and labels', () => {
    const { main } = read(`
ingress: {enabled: true, annotations: {nginx.ingress.kubernetes.io/auth-secret: basic-auth}, dagsterWebserver: {host: a.example.com}}
dagsterDaemon: {labels: {token-from: vault}}`);
    expect(lines(main, 'auth-secret', 'token-from')).toEqual([
      "      annotations: { 'nginx.ingress.kubernetes.io/auth-secret': 'basic-auth' },",
      "  daemon: { pod: { labels: { 'token-from': 'vault' } } },",
    ]);
  });

  test('in an ExternalSecret', () => {
    const { main } = read(`
extraManifests:
  - apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata: {name: db}
    spec: {data: [{secretKey: postgresql-password, remoteRef: {key: db, property: password}}]}`);
    expect(main).toContain("secretKey: 'postgresql-password', remoteRef: { key: 'db', property: 'password' }");
  });
});

test('a secret within a value is left out, and the report says so', () => {
  const { main, report } = read('dagsterWebserver: {extraContainers: [{name: a, image: "a:1", auth: {token: abc}}]}');
  expect(main).toContain("sidecars: [{ name: 'a', image: 'a:1', auth: {} }]");
  expect(lines(report, '.auth.token')).toEqual([
    '- `dagsterWebserver.extraContainers[0].auth.token`: A secret in clear is never written: put it into a Secret, and refer to that.',
  ]);
});

test('a read-only webserver to which no request came has no Ingress, and the report says so', () => {
  const both = (more: string) =>
    read(`
dagsterWebserver: {enableReadOnly: true}
ingress: {enabled: true, dagsterWebserver: {host: a.example.com}, readOnlyDagsterWebserver: {host: a.example.com${more}}}`);
  const { main, report } = both('');
  expect(lines(main, 'readOnly', 'ingress')).toEqual([
    "  webserver: { ingress: { host: 'a.example.com', path: '/*', pathType: 'ImplementationSpecific' }, readOnly: {} },",
  ]);
  const reason =
    'The other webserver has the same host and path, and gets all requests: give `webserver.readOnly.ingress` a host.';
  expect(lines(report, 'read-only', 'readOnly')).toEqual([
    `- The read-only webserver has no Ingress. ${reason}`,
    `- \`ingress.readOnlyDagsterWebserver.host\`: ${reason}`,
  ]);
  expect(both(', path: /b').main).toContain("path: '/b'");
});

test('one variable with two secret values is two keys of the Secret, with the same value one', () => {
  const { main, report } = read(`
dagsterWebserver: {env: [{name: API_TOKEN, value: one}]}
dagsterDaemon: {env: {API_TOKEN: two}}
runLauncher: {config: {k8sRunLauncher: {envVars: [API_TOKEN=one]}}}`);
  expect(lines(main, 'API_TOKEN').map((line) => line.replace(/^.*key: '(\w+)'.*$/, '$1'))).toEqual([
    'API_TOKEN',
    'API_TOKEN_2',
    'API_TOKEN',
  ]);
  expect(lines(report, 'create secret', 'is the key')).toEqual([
    '`kubectl --namespace data create secret generic analytics-secrets --from-env-file=/dev/stdin`, with the lines `API_TOKEN=...`, `API_TOKEN_2=...`.',
    '- `dagsterWebserver.env[0]` is the key `API_TOKEN`',
    '- `dagsterDaemon.env.API_TOKEN` is the key `API_TOKEN_2`',
    '- `runLauncher.config.k8sRunLauncher.envVars[0]` is the key `API_TOKEN`',
  ]);
});

test('an extra object that is a template of Helm, or none, is reported', () => {
  const { main, report } = read(
    'extraManifests: ["{{ include \\"a\\" . }}", {kind: A, name: "{{ .Release.Name }}"}, text]',
  );
  expect(main).not.toContain('ApiObject');
  expect(lines(report, 'extraManifests[')).toEqual([
    '- `extraManifests[0]`: A template of Helm: say in TypeScript what it stands for.',
    '- `extraManifests[1]`: A template of Helm: say in TypeScript what it stands for.',
    '- `extraManifests[2]`: No object.',
  ]);
});

test.each([
  ['Service', 'apiVersion: v1, spec: {selector: {component: dagster-webserver}}'],
  ['Route', 'apiVersion: route.openshift.io/v1, spec: {to: {kind: Service, name: dagster-webserver}}'],
  ['HorizontalPodAutoscaler', 'apiVersion: autoscaling/v2, spec: {scaleTargetRef: {kind: Deployment, name: a}}'],
])('an extra object that leads to others has to be looked at: a %s', (kind, rest) => {
  const { report } = read(`extraManifests: [{kind: ${kind}, metadata: {name: a}, ${rest}}]`);
  expect(lines(report, 'selects or names')).toEqual([
    `- \`extraManifests[0]\`, a ${kind}, selects or names other objects, and names and labels of the release's own have changed: its pods have \`app.kubernetes.io/component\`, such as \`webserver\` or \`user-code\`.`,
  ]);
});

test.each(['ConfigMap', 'Service'])('an extra object that leads to no other has not: a %s', (kind) => {
  const { report } = read(`extraManifests: [{apiVersion: v1, kind: ${kind}, metadata: {name: a}}]`);
  expect(lines(report, 'selects or names')).toEqual([]);
});

test('values that say what the official chart does by default are counted beside those that say more', () => {
  const { report } = read('{rbacEnabled: true, generateCeleryConfigSecret: true, postgresql: {postgresqlScheme: a}}');
  expect(report).toContain(`## Not carried over

- \`postgresql.postgresqlScheme\`: Fixed to \`postgresql+psycopg2\`, the driver that Dagster’s images hold.
- 2 more, which say what the official chart says by default
`);
});

test('root is meant where it is said', () => {
  const { main } = read(`
dagsterWebserver: {podSecurityContext: {runAsUser: 0}, securityContext: {runAsUser: 0}}
dagsterDaemon: {securityContext: {runAsUser: 0, runAsNonRoot: true}}`);
  expect(lines(main, 'runAsUser')).toEqual([
    '    securityContext: { runAsUser: 0, runAsNonRoot: false },',
    '    pod: { securityContext: { runAsUser: 0, runAsNonRoot: false } },',
    '  daemon: { securityContext: { runAsUser: 0, runAsNonRoot: true } },',
  ]);
});

describe('a variable of Celery’s workers and runs', () => {
  const celery = (env: string): string => `
runLauncher: {type: CeleryK8sRunLauncher, config: {celeryK8sRunLauncher: {env: {REGION: eu}}}}
dagsterDaemon: {env: ${env}}`;

  test('is said once where others have it, too', () => {
    const { main } = read(celery('{REGION: eu, OTHER: a}'));
    expect(lines(main, 'REGION', 'OTHER')).toEqual([
      "  daemon: { env: [{ name: 'OTHER', value: 'a' }] },",
      "    env: [{ name: 'REGION', value: 'eu' }],",
    ]);
  });

  test('is that of workers where another process has another value', () => {
    const { main, report } = read(celery('[{name: REGION, value: us}]'));
    expect(lines(main, 'REGION')).toEqual([
      "  daemon: { env: [{ name: 'REGION', value: 'us' }] },",
      "    workers: { env: [{ name: 'REGION', value: 'eu' }] },",
    ]);
    expect(report).toContain(
      '- Runs get REGION from a Secret or a ConfigMap as a whole: name it in `RunLauncher.celeryK8s({ envFrom })`.',
    );
  });
});

test('a proxy to the database is asked for in code locations that have none', () => {
  const { report } = read('postgresql: {enabled: false, postgresqlHost: 127.0.0.1}');
  expect(lines(report, 'proxy')).toEqual([
    '- The database is at 127.0.0.1, so a proxy is in each pod that asks it. Code servers ask it, too, and wait for it: each needs the proxy, in `pod.initContainers` with `restartPolicy: Always`. These have none: k8s-example-user-code-1.',
    '- What a proxy asks takes `networkPolicy.extraEgress`: docs/network.md has an example.',
  ]);
});

test('a sidecar that asks the webserver is told its port', () => {
  const sidecar = (port: number): string =>
    `dagsterWebserver: {service: {port: 8080}, extraContainers: [{name: proxy, image: "a:1", args: ["--upstream=http://127.0.0.1:${port}"]}]}`;
  expect(lines(read(sidecar(8080)).report, 'listens on')).toEqual([
    '- The webserver listens on 3000, whatever its Service does: the sidecar proxy has it on 8080. `webserver.service.targetPort` leads the Service to a port of the sidecar.',
  ]);
  expect(lines(read(sidecar(80801)).report, 'listens on')).toEqual([]);
});

test('the volume of the database has its size and class, and what else its chart takes is reported', () => {
  const { main, report } = read('postgresql: {persistence: {size: 40Gi, storageClass: gp3, mountPath: /data}}');
  expect(lines(main, 'storage')).toEqual(["    storageSize: '40Gi',", "    storageClassName: 'gp3',"]);
  expect(lines(report, 'mountPath')).toEqual([
    '- `postgresql.persistence.mountPath`: no option of the official chart itself, which hands it to its chart postgresql; what needs it is said anew',
  ]);
});

test('a database that knows its pods is given no password', () => {
  const { main } = read('postgresql: {enabled: false, postgresqlHost: a, authProvider: {type: gcp_wif}}');
  expect(main).toContain('authProvider: DatabaseAuth.gcp()');
  expect(main).not.toContain('PostgresPassword');
});

test('the old limit of pools has its name of today', () => {
  const { main } = read('additionalInstanceConfig: {concurrency: {default_op_concurrency_limit: 4}}');
  expect(main).toContain('concurrency: { pools: { defaultLimit: 4 } }');
});

test('anchors and other keys of nobody are told once each, misspelt ones one by one', () => {
  const { report } = read(
    '{x-env: [{name: A, value: b}, {name: C}], x-empty: {}, dagsterWebservr: {replicaCount: 2, env: []}}',
  );
  expect(lines(report, 'x-env', 'x-empty', 'dagsterWebservr')).toEqual([
    '- `x-env`: no option of the official chart, which ignores it',
    '- `x-empty`: no option of the official chart, which ignores it',
    '- `dagsterWebservr.replicaCount`: no option of the official chart, which ignores it; is `dagsterWebserver.replicaCount` meant?',
    '- `dagsterWebservr.env`: no option of the official chart, which ignores it; is `dagsterWebserver.env` meant?',
  ]);
});

test('fields in the spelling of Python are those of Kubernetes, and the words of others stay as they are', () => {
  const { main } = read(`
runLauncher: {config: {k8sRunLauncher: {runK8sConfig: {
  containerConfig: {env_from: [{secret_ref: {name: a_b}}]},
  podSpecConfig: {node_selector: {my_pool: runs}, volumes: [{name: v, config_map: {name: c}}]},
  podTemplateSpecMetadata: {labels: {a_b: c}}}}}}`);
  expect(lines(main, 'a_b', 'my_pool', 'configMap')).toEqual([
    "      containerConfig: { envFrom: [{ secretRef: { name: 'a_b' } }] },",
    "      podSpecConfig: { nodeSelector: { my_pool: 'runs' }, volumes: [{ name: 'v', configMap: { name: 'c' } }] },",
    "      podTemplateSpecMetadata: { labels: { a_b: 'c' } },",
  ]);
});

test('an init container that launcher and location say alike is said alike, and so is in a run once', () => {
  const proxy = '{name: proxy, image: "proxy:1", restartPolicy: Always}';
  const { main } = read(`
runLauncher: {config: {k8sRunLauncher: {runK8sConfig: {podSpecConfig: {initContainers: [${proxy}]}}}}}
dagster-user-deployments: {deployments: [{name: etl, image: {repository: a, tag: "1"}, dagsterApiGrpcArgs: [-m, a], port: 3030, initContainers: [${proxy}]}]}`);
  expect(main).not.toContain('runK8sConfig');
  expect(main.match(/initContainers: .*/g)).toEqual([
    "initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }] },",
    "initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }] } }),",
  ]);
});

test('a digest that stands behind the tag is one', () => {
  const { main } = read('dagsterWebserver: {image: {repository: a, tag: "1.2@sha256:abc"}}');
  expect(main).toContain("image: { repository: 'a', tag: '1.2', digest: 'sha256:abc' }");
});

test('a variable that runs copy from the daemon is a text', () => {
  const { main } = read(`
dagsterDaemon: {env: [{name: SECONDS, value: 180}]}
runLauncher: {config: {k8sRunLauncher: {envVars: [SECONDS]}}}`);
  expect(main).toContain("RunLauncher.k8s({ env: [{ name: 'SECONDS', value: '180' }] })");
});

describe('values of a chart that depends on the official one', () => {
  test('are read where they stand', () => {
    const { main, report } = read(`
global: {postgresqlSecretName: login}
monitoring: {enabled: true}
dagster: {global: {fullnameOverride: data}, dagsterWebserver: {replicaCount: 3}}`);
    expect(lines(main, 'replicas', 'fromSecret', 'release:')).toEqual([
      "  release: 'data',",
      "  postgresql: { username: 'test', database: 'test', password: PostgresPassword.fromSecret({ name: 'login' }) },",
      '  webserver: { replicas: 3 },',
    ]);
    expect(lines(report, 'depends on')).toEqual([
      '- The values stand below `dagster`, as where another chart depends on the official one; paths of this report begin there. What stands beside it is of that chart, and was not read: monitoring.',
    ]);
  });

  test('are not looked for where the official chart’s own are', () => {
    const { main, report } = read(
      '{dagsterWebserver: {replicaCount: 3}, other: {dagsterDaemon: {heartbeatTolerance: 9}}}',
    );
    expect(lines(main, 'replicas', 'heartbeat')).toEqual(['  webserver: { replicas: 3 },']);
    expect(lines(report, 'other.')).toEqual([
      '- `other.dagsterDaemon.heartbeatTolerance`: no option of the official chart, which ignores it; is `dagsterDaemon.heartbeatTolerance` meant?',
    ]);
  });
});

test('a variable that is none is told, without its value, and the others are carried over', () => {
  const { main, report } = read(`
dagsterWebserver:
  env: ["TOKEN=secret", BAZ, {value: x}, {name: A, value: 1}]`);
  expect(main).toContain("webserver: { env: [{ name: 'A', value: '1' }] }");
  expect(lines(report, 'no variable')).toEqual([
    '- `dagsterWebserver.env[0]`: TOKEN=… is no variable, which has a name and a value.',
    '- `dagsterWebserver.env[1]`: BAZ is no variable, which has a name and a value.',
    '- `dagsterWebserver.env[2]`: an object without a name is no variable, which has a name and a value.',
  ]);
});
