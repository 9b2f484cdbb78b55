import { type CodeLocationOptions, DagsterApp, DagsterChart, type DagsterUserCodeOptions } from '../../../lib/index.js';
import { EXAMPLE, errorsOfProps, find, type KubernetesObject, namesOf, usualObjects } from '../../support/releases.js';

const NAME = 'test-user-code-example';

function objectsWith(options: Partial<CodeLocationOptions>, more: DagsterUserCodeOptions = {}): KubernetesObject[] {
  return usualObjects({ userCode: { ...more, locations: [{ ...EXAMPLE, ...options }] } });
}

const podWith = (options: Partial<CodeLocationOptions>) =>
  find(objectsWith(options), 'Deployment', NAME).spec.template.spec;

/** What runs request in the preset. */
const requests = { cpu: '250m', memory: '512Mi' };

/** What the server tells the run launcher. */
function contextWith(options: Partial<CodeLocationOptions>): unknown {
  const [main] = podWith(options).containers;
  const found = main.env.find(({ name }: { name: string }) => name === 'DAGSTER_CONTAINER_CONTEXT');
  return JSON.parse(found.value);
}

test('a code server that can load its code again serves the same arguments', () => {
  expect(podWith({ server: 'code-server' }).containers[0].args).toEqual([
    ...['dagster', 'code-server', 'start', '-h', '0.0.0.0', '-p', '3030'],
    ...EXAMPLE.args,
  ]);
});

test('its port is a property, which everything follows', () => {
  const objects = objectsWith({ port: 4000 });
  const [main] = find(objects, 'Deployment', NAME).spec.template.spec.containers;
  expect(main.args).toEqual(expect.arrayContaining(['-p', '4000']));
  expect(main.ports).toEqual([{ name: 'grpc', containerPort: 4000, protocol: 'TCP' }]);
  expect(main.readinessProbe.grpc.port).toBe(4000);
  expect(find(objects, 'Service', NAME).spec.ports[0].port).toBe(4000);
  expect(find(objects, 'ConfigMap', 'test-workspace').data['workspace.yaml']).toContain('port: 4000');
  expect(find(objects, 'NetworkPolicy', NAME).spec.ingress[0].ports).toEqual([{ protocol: 'TCP', port: 4000 }]);
});

test('its Service may have any name, by which the workspace asks for it', () => {
  const objects = objectsWith({ serviceName: 'k8s-example-user-code-1' });
  expect(find(objects, 'Service', 'k8s-example-user-code-1').spec.selector['dagster.io/code-location']).toBe('example');
  expect(namesOf(objects)).not.toContain(`Service ${NAME}`);
  const { data } = find(objects, 'ConfigMap', 'test-workspace');
  expect(data['workspace.yaml']).toContain('host: "k8s-example-user-code-1"');
  expect(errorsOfProps({ userCode: { locations: [{ ...EXAMPLE, serviceName: '1_code' }] } }).join('\n')).toContain(
    'serviceName: found "1_code"; allowed: a Service: lower-case letters, digits and "-"',
  );
});

test('its Service has annotations of its own', () => {
  const service = find(objectsWith({ serviceAnnotations: { a: 'b' } }), 'Service', NAME);
  expect(service.metadata).toMatchObject({ annotations: { a: 'b' } });
});

test('it does not wait for the database when it is told not to', () => {
  expect(podWith({ checkDbReady: false })).not.toHaveProperty('initContainers');
});

test('it has a PodDisruptionBudget on request', () => {
  const budget = find(objectsWith({ podDisruptionBudget: { minAvailable: 1 } }), 'PodDisruptionBudget', NAME);
  expect(budget.spec).toMatchObject({
    minAvailable: 1,
    selector: { matchLabels: { 'dagster.io/code-location': 'example' } },
  });
});

test('all code locations run as one account, which has annotations, or is one that exists', () => {
  const annotations = { 'iam.gke.io/gcp-service-account': 'dagster@example.iam.gserviceaccount.com' };
  const made = objectsWith({}, { serviceAccount: { annotations } });
  expect(find(made, 'ServiceAccount', 'test-user-code').metadata).toMatchObject({ annotations });
  const existing = objectsWith({}, { serviceAccount: { name: 'etl' } });
  expect(find(existing, 'Deployment', NAME).spec.template.spec.serviceAccountName).toBe('etl');
  expect(namesOf(existing)).not.toContain('ServiceAccount test-user-code');
});

test('a code location has an account with a cloud role of its own, which its runs have, and which may launch their steps', () => {
  const annotations = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/sales' };
  const objects = objectsWith({ serviceAccount: { annotations, labels: { team: 'sales' } } });
  expect(find(objects, 'ServiceAccount', NAME)).toMatchObject({
    automountServiceAccountToken: false,
    metadata: { annotations, labels: { team: 'sales' } },
  });
  expect(find(objects, 'Deployment', NAME).spec.template.spec.serviceAccountName).toBe(NAME);
  expect(contextWith({ serviceAccount: { annotations } })).toMatchObject({ k8s: { service_account_name: NAME } });
  expect(find(objects, 'RoleBinding', `${NAME}-run-launcher`)).toMatchObject({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'test-run-launcher' },
    subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: 'test' }],
  });
});

test.each([
  ['annotations', { annotations: { a: 'b' } }],
  ['labels', { labels: { a: 'b' } }],
  ['create', { create: true }],
])('an account with a name and %s is created under this name', (_, more) => {
  const objects = objectsWith({ serviceAccount: { name: 'hr-runner', ...more } });
  expect(namesOf(objects)).toContain('ServiceAccount hr-runner');
  expect(find(objects, 'Deployment', NAME).spec.template.spec.serviceAccountName).toBe('hr-runner');
  expect(contextWith({ serviceAccount: { name: 'hr-runner', ...more } })).toMatchObject({
    k8s: { service_account_name: 'hr-runner' },
  });
});

test('an account with a name alone exists, and its runs may launch their steps', () => {
  const objects = objectsWith({ serviceAccount: { name: 'etl' } });
  expect(namesOf(objects)).not.toContain('ServiceAccount etl');
  expect(find(objects, 'RoleBinding', `${NAME}-run-launcher`).subjects).toEqual([
    { kind: 'ServiceAccount', name: 'etl', namespace: 'test' },
  ]);
});

test('an account that no run has may launch nothing', () => {
  const objects = objectsWith({ serviceAccount: { name: 'etl' }, includeConfigInLaunchedRuns: false });
  expect(namesOf(objects)).not.toContain(`RoleBinding ${NAME}-run-launcher`);
});

test('rejects an account that exists and has no name, or that is described', () => {
  const errors = errorsOfProps({
    userCode: { locations: [{ ...EXAMPLE, serviceAccount: { create: false, labels: { a: 'b' } } }] },
  });
  expect(errors).toEqual(
    expect.arrayContaining([
      expect.stringContaining(
        'serviceAccount.create: found false; allowed: true without a name; name the account that exists',
      ),
      expect.stringContaining(
        'serviceAccount.create: found false; allowed: true with labels or annotations; set them on the account that exists',
      ),
    ]),
  );
});

/** What a location may say of itself that its runs need, too. */
const said: Partial<CodeLocationOptions> = {
  image: { ...EXAMPLE.image, pullPolicy: 'Always' },
  env: [{ name: 'A', value: '1' }],
  envFrom: [{ configMapRef: { name: 'c' } }, { secretRef: { name: 's' } }],
  volumes: [{ name: 'v', emptyDir: {} }],
  volumeMounts: [{ name: 'v', mountPath: '/v' }],
  securityContext: { readOnlyRootFilesystem: false },
  serviceAccount: { name: 'etl' },
  resources: { limits: { cpu: '1' } },
  pod: {
    labels: { team: 'a' },
    annotations: { note: 'b' },
    imagePullSecrets: ['registry'],
    initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }],
    sidecars: [{ name: 'metrics', image: 'metrics:1' }],
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'dedicated', operator: 'Exists' }],
    schedulerName: 'second',
    securityContext: { fsGroup: 2000 },
  },
};

test.each([
  ['the release', {}, 'test'],
  ['its runs', { namespace: 'jobs' }, 'jobs'],
])(
  'an account that its runs alone have may launch steps and start pods, from the namespace of %s',
  (_, where, namespace) => {
    const objects = objectsWith({ runs: { ...where, serviceAccountName: 'etl-runner' } });
    for (const role of ['run-launcher', 'run-pods']) {
      expect(find(objects, 'RoleBinding', `${NAME}-runs-${role}`)).toMatchObject({
        roleRef: { kind: 'Role', name: `test-${role}` },
        subjects: [{ kind: 'ServiceAccount', name: 'etl-runner', namespace }],
      });
    }
  },
);

test('its runs get what it says of itself, less its resources and sidecars', () => {
  expect(contextWith(said)).toStrictEqual({
    k8s: {
      service_account_name: 'etl',
      image_pull_policy: 'Always',
      image_pull_secrets: [{ name: 'registry' }],
      scheduler_name: 'second',
      labels: { team: 'a' },
      resources: { requests },
      env: [{ name: 'A', value: '1' }],
      volumes: [{ name: 'v', emptyDir: {} }],
      volume_mounts: [{ name: 'v', mountPath: '/v' }],
      security_context: { readOnlyRootFilesystem: false },
      run_k8s_config: {
        container_config: { envFrom: [{ configMapRef: { name: 'c' } }, { secretRef: { name: 's' } }] },
        pod_spec_config: {
          securityContext: { fsGroup: 2000 },
          initContainers: [
            {
              name: 'proxy',
              image: 'proxy:1',
              restartPolicy: 'Always',
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
                readOnlyRootFilesystem: true,
              },
            },
          ],
          nodeSelector: { disk: 'ssd' },
          tolerations: [{ key: 'dedicated', operator: 'Exists' }],
        },
        pod_template_spec_metadata: { annotations: { note: 'b' } },
      },
    },
  });
});

test('its runs get none of it when it keeps its configuration to itself', () => {
  expect(contextWith({ ...said, includeConfigInLaunchedRuns: false })).toStrictEqual({
    k8s: { resources: { requests } },
  });
});

test('what is said of its runs alone is for them alone', () => {
  const runs = { namespace: 'runs', resources: { limits: { cpu: '2000m' } }, serviceAccountName: 'runner' };
  const options = { includeConfigInLaunchedRuns: false, runs };
  expect(contextWith(options)).toStrictEqual({
    k8s: { namespace: 'runs', service_account_name: 'runner', resources: { requests, limits: { cpu: '2' } } },
  });
  expect(podWith(options)).toEqual({ ...podWith({}), containers: [expect.anything()] });
});

test('a release of code locations alone uses the database of another', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  const chart = new DagsterChart(app, 'etl', {
    webserver: { enabled: false },
    daemon: { enabled: false },
    postgresql: { externalDatabase: { host: 'db', port: 5432 } },
    userCode: { locations: [EXAMPLE] },
  });
  const kinds = ['Deployment', 'StatefulSet', 'Service'];
  expect(namesOf(chart.toJson()).filter((name) => kinds.includes(name.split(' ')[0] ?? ''))).toEqual([
    'Service etl-user-code-example',
    'Deployment etl-user-code-example',
  ]);
});

test('what is said of runs alone is added to what they share with the server', () => {
  const location = {
    ...EXAMPLE,
    env: [{ name: 'SHARED', value: '1' }],
    pod: { labels: { team: 'a' }, nodeSelector: { disk: 'ssd' } },
    runs: { env: [{ name: 'ALONE', value: '2' }], pod: { labels: { kind: 'run' } } },
  };
  const objects = usualObjects({ userCode: { locations: [location] } });
  const [main] = find(objects, 'Deployment', 'test-user-code-example').spec.template.spec.containers;
  const variable = main.env.find(({ name }: { name: string }) => name === 'DAGSTER_CONTAINER_CONTEXT');
  expect(JSON.parse(variable.value).k8s).toMatchObject({
    labels: { team: 'a', kind: 'run' },
    env: [
      { name: 'SHARED', value: '1' },
      { name: 'ALONE', value: '2' },
    ],
  });
});

test('a code-server is one pod, without a fixed server id, since it loads code again in one pod alone', () => {
  const objects = usualObjects({ userCode: { replicas: 3, locations: [{ ...EXAMPLE, server: 'code-server' }] } });
  const { spec } = find(objects, 'Deployment', 'test-user-code-example');
  expect(spec.replicas).toBe(1);
  expect(spec.template.spec.containers[0].args).not.toContain('--fixed-server-id');
});

test('rejects several pods of a code-server', () => {
  const location = { ...EXAMPLE, server: 'code-server' as const, replicas: 2 };
  expect(errorsOfProps({ userCode: { locations: [location] } }).join()).toContain(
    'replicas: found 2; allowed: 1 for a code-server',
  );
});
