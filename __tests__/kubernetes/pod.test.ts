import type { DagsterWebserverOptions } from '../../lib/index.js';
import { EXAMPLE, errorsOfProps, find, type KubernetesObject, usualObjects } from '../support/releases.js';

function deploymentWith(webserver: DagsterWebserverOptions): KubernetesObject {
  return find(usualObjects({ webserver }), 'Deployment', 'test-webserver');
}

const podWith = (webserver: DagsterWebserverOptions) => deploymentWith(webserver).spec.template;
const mainWith = (webserver: DagsterWebserverOptions) => podWith(webserver).spec.containers[0];

test('an image is named by tag, by digest or by both', () => {
  const digest = `sha256:${'ab'.repeat(32)}`;
  expect(mainWith({ image: { repository: 'a/b', tag: '1', pullPolicy: 'Always' } })).toMatchObject({
    image: 'a/b:1',
    imagePullPolicy: 'Always',
  });
  expect(mainWith({ image: { repository: 'a/b', digest } }).image).toBe(`a/b@${digest}`);
  expect(mainWith({ image: { repository: 'a/b', tag: '1', digest } }).image).toBe(`a/b:1@${digest}`);
});

test.each([
  [{ repository: 'A b', tag: '1' }, 'image.repository: found "A b"'],
  [{ repository: 'a:1', tag: 'no tag!' }, 'image.tag: found "no tag!"'],
  [{ repository: 'a' }, 'image.tag: missing; allowed: a tag, or a digest; add it'],
  [
    { repository: 'example.com:5000/a:1' },
    `image.repository: found "example.com:5000/a:1"; allowed: the repository alone; split it: repository: 'example.com:5000/a', tag: '1'`,
  ],
  [{ repository: 'example.com:5000/a' }, 'image.tag: missing'],
  [{ repository: 'a', digest: 'sha256:1' }, 'image.digest: found "sha256:1"'],
])('rejects the image %j', (image, error) => {
  expect(errorsOfProps({ webserver: { image } }).join('\n')).toContain(error);
});

test('variables come after the component’s own, plain, from a Secret or from a ConfigMap', () => {
  const env = [
    { name: 'PLAIN', value: '1' },
    { name: 'SECRET', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    { name: 'CONFIG', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
  ];
  const envFrom = [{ secretRef: { name: 's' } }, { configMapRef: { name: 'c' } }];
  const main = mainWith({ env, envFrom });
  expect(main.env.slice(-3)).toEqual(env);
  expect(main.envFrom).toEqual(envFrom);
});

test('volumes are those of the component and one’s own', () => {
  const volumes = [{ name: 'certificates', secret: { secretName: 'tls' } }];
  const volumeMounts = [{ name: 'certificates', mountPath: '/certs', readOnly: true }];
  const template = podWith({ volumes, volumeMounts });
  expect(template.spec.volumes.at(-1)).toEqual(volumes[0]);
  expect(template.spec.containers[0].volumeMounts.at(-1)).toEqual(volumeMounts[0]);
});

test('labels and annotations of pods, Deployments and Services are one’s own, but never those that select', () => {
  const deployment = deploymentWith({
    pod: { labels: { team: 'a', 'app.kubernetes.io/component': 'x' }, annotations: { note: 'b' } },
    deployment: { labels: { tier: 'c' }, annotations: { note: 'd' } },
  });
  expect(deployment.spec.template.metadata.labels).toMatchObject({
    team: 'a',
    'app.kubernetes.io/component': 'webserver',
  });
  expect(deployment.spec.template.metadata.annotations).toMatchObject({
    note: 'b',
    'checksum/instance': expect.any(String),
  });
  expect(deployment.metadata).toMatchObject({ labels: { tier: 'c' }, annotations: { note: 'd' } });
  const service = find(
    usualObjects({ webserver: { service: { type: 'NodePort', port: 8080, annotations: { e: 'f' } } } }),
    'Service',
    'test-webserver',
  );
  expect(service).toMatchObject({
    metadata: { annotations: { e: 'f' } },
    spec: { type: 'NodePort', ports: [{ port: 8080, targetPort: 'http' }] },
  });
});

test('sidecars and init containers are restricted unless they say otherwise', () => {
  const { spec } = podWith({
    pod: {
      sidecars: [{ name: 'proxy', image: 'proxy:1', securityContext: { runAsUser: 2000 } }],
      initContainers: [{ name: 'native', image: 'native:1', restartPolicy: 'Always' }],
    },
  });
  const restricted = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
  expect(spec.containers[1]).toMatchObject({ name: 'proxy', securityContext: { ...restricted, runAsUser: 2000 } });
  expect(spec.initContainers.map(({ name }: { name: string }) => name)).toEqual(['native', 'check-db-ready']);
  expect(spec.initContainers[0]).toMatchObject({ restartPolicy: 'Always', securityContext: restricted });
});

test('scheduling is said in Kubernetes’ own words', () => {
  const pod = {
    nodeSelector: { disk: 'ssd' },
    affinity: { nodeAffinity: {} },
    tolerations: [{ key: 'dedicated', operator: 'Exists' as const }],
    priorityClassName: 'high',
    schedulerName: 'mine',
    terminationGracePeriodSeconds: 5,
    hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }],
  };
  const { spec } = podWith({ pod: { ...pod, imagePullSecrets: ['registry'] } });
  expect(spec).toMatchObject({ ...pod, imagePullSecrets: [{ name: 'registry' }] });
});

test('replicas are spread over zones and hosts where possible, unless one says otherwise', () => {
  const keys = (webserver: DagsterWebserverOptions) =>
    podWith(webserver).spec.topologySpreadConstraints?.map((each: { topologyKey: string }) => each.topologyKey);
  expect(keys({})).toEqual(['topology.kubernetes.io/zone', 'kubernetes.io/hostname']);
  expect(keys({ pod: { topologySpreadConstraints: [] } })).toBeUndefined();
});

test('a probe with a handler replaces the component’s own, and false removes it', () => {
  const main = mainWith({ probes: { liveness: false, readiness: { tcpSocket: { port: 'http' } } } });
  expect(main.livenessProbe).toBeUndefined();
  expect(main.readinessProbe).toEqual({ tcpSocket: { port: 'http' } });
  expect(main.startupProbe).toBeDefined();
});

test('a probe of times alone is laid over the component’s own', () => {
  const { startupProbe, livenessProbe, readinessProbe } = mainWith({
    probes: { startup: { failureThreshold: 240 }, liveness: { periodSeconds: 60, initialDelaySeconds: 5 } },
  });
  const httpGet = { path: '/server_info', port: 'http' };
  expect(startupProbe).toEqual({ httpGet, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 240 });
  const times = { periodSeconds: 60, timeoutSeconds: 10, failureThreshold: 6, initialDelaySeconds: 5 };
  expect(livenessProbe).toEqual({ httpGet, ...times });
  expect(readinessProbe).toEqual({ httpGet, periodSeconds: 10, timeoutSeconds: 5 });
});

test('times of a probe that the component does not have by itself are an error', () => {
  expect(errorsOfProps({ daemon: { probes: { startup: { periodSeconds: 5 } } } }).join('\n')).toContain(
    'startupProbe: found none of them; allowed: exactly one of exec, grpc, httpGet, tcpSocket',
  );
});

test('relaxing the security context is explicit and leaves the rest', () => {
  const { spec } = podWith({
    securityContext: { readOnlyRootFilesystem: false },
    pod: { securityContext: { fsGroup: 2000 } },
  });
  expect(spec.containers[0].securityContext).toMatchObject({
    readOnlyRootFilesystem: false,
    allowPrivilegeEscalation: false,
  });
  expect(spec.securityContext).toMatchObject({ fsGroup: 2000, runAsUser: 1000 });
});

test('the wait for the database can be sized and turned off', () => {
  const resources = { requests: { cpu: '10m' } };
  expect(podWith({ pod: { initContainerResources: resources } }).spec.initContainers[0].resources).toEqual(resources);
  expect(podWith({ checkDbReady: false }).spec.initContainers).toBeUndefined();
});

test('a rollout strategy is Kubernetes’ own', () => {
  const strategy = { type: 'RollingUpdate' as const, rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } };
  expect(deploymentWith({ deployment: { strategy, revisionHistoryLimit: 2 } }).spec).toMatchObject({
    strategy,
    revisionHistoryLimit: 2,
  });
});

test('an account has annotations, or is one that exists', () => {
  const annotations = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/dagster' };
  const account = find(usualObjects({ daemon: { serviceAccount: { annotations } } }), 'ServiceAccount', 'test-daemon');
  expect(account.metadata).toMatchObject({ annotations });
  const objects = usualObjects({ daemon: { serviceAccount: { name: 'existing' } } });
  expect(find(objects, 'Deployment', 'test-daemon').spec.template.spec.serviceAccountName).toBe('existing');
  expect(find(objects, 'RoleBinding', 'test-daemon-run-launcher').subjects[0].name).toBe('existing');
  expect(objects.filter(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === 'test-daemon')).toEqual(
    [],
  );
});

test('what is said of all pods holds for all pods, under what a component says itself', () => {
  const objects = usualObjects({
    pod: { nodeSelector: { disk: 'ssd' }, labels: { team: 'a' } },
    migration: {},
    webserver: { pod: { nodeSelector: { zone: 'b' } } },
    userCode: { locations: [EXAMPLE] },
  });
  const pods = objects.filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind));
  expect(pods.map(({ spec }) => spec.template.spec.nodeSelector.disk)).toEqual(['ssd', 'ssd', 'ssd', 'ssd', 'ssd']);
  expect(find(objects, 'Deployment', 'test-webserver').spec.template.spec.nodeSelector).toEqual({
    disk: 'ssd',
    zone: 'b',
  });
});
