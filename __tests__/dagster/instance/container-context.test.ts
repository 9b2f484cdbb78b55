import {
  type ContainerContextOptions,
  containerContextVariable,
  sharedWithRuns,
} from '../../../lib/dagster/runs/container-context.js';
import { byDefault } from '../../../lib/engine/tree/open-value.js';

/** The text of the variable, as the kubelet gives it to the server. */
function containerContext(options: ContainerContextOptions): string {
  return variable(options).replaceAll('$$', () => '$');
}

function variable(options: ContainerContextOptions): string {
  const variable = byDefault(containerContextVariable(options, {}));
  return JSON.parse(JSON.stringify(variable)).value;
}

test('a code location that says nothing of its runs leaves them to the run launcher', () => {
  expect(containerContext({})).toBe('{"k8s":{}}');
});

test('what dagster-k8s has names for stands under them, the rest in parts of the Job', () => {
  const text = containerContext({
    runK8sConfig: { jobSpecConfig: { activeDeadlineSeconds: 9 } },
    pod: {
      annotations: { a: 'b' },
      labels: { l: 'm' },
      imagePullSecrets: ['registry'],
      nodeSelector: { disk: 'ssd' },
      schedulerName: 'second',
      securityContext: { fsGroup: 5 },
    },
    resources: { limits: { cpu: '2000m' } },
    env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
    envFrom: [{ secretRef: { name: 'all' } }],
    volumes: [{ name: 'v', emptyDir: {} }],
    volumeMounts: [{ name: 'v', mountPath: '/v', subPath: 'x' }],
    securityContext: { runAsUser: 7 },
    serviceAccountName: 'etl',
    namespace: 'runs',
    imagePullPolicy: 'Always',
  });
  expect(text).toBe(
    JSON.stringify({
      k8s: {
        namespace: 'runs',
        service_account_name: 'etl',
        image_pull_policy: 'Always',
        image_pull_secrets: [{ name: 'registry' }],
        scheduler_name: 'second',
        labels: { l: 'm' },
        resources: { limits: { cpu: '2' } },
        env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
        volumes: [{ name: 'v', emptyDir: {} }],
        volume_mounts: [{ name: 'v', mountPath: '/v', subPath: 'x' }],
        security_context: { runAsUser: 7 },
        run_k8s_config: {
          container_config: { envFrom: [{ secretRef: { name: 'all' } }] },
          pod_spec_config: { securityContext: { fsGroup: 5 }, nodeSelector: { disk: 'ssd' } },
          pod_template_spec_metadata: { annotations: { a: 'b' } },
          job_spec_config: { activeDeadlineSeconds: 9 },
        },
      },
    }),
  );
});

test('the order of options does not change the text, and nothing in it is null', () => {
  const one = containerContext({
    namespace: 'n',
    env: [],
    pod: { labels: { a: 'b' }, tolerations: [] },
    resources: undefined,
  });
  expect(containerContext({ pod: { labels: { a: 'b' } }, namespace: 'n' })).toBe(one);
  expect(one).toBe('{"k8s":{"namespace":"n","labels":{"a":"b"}}}');
});

test('references to variables are left to the runs, not replaced in the code server', () => {
  expect(variable({ env: [{ name: 'A', value: '$(B)/$HOME' }] })).toBe(
    '{"k8s":{"env":[{"name":"A","value":"$$(B)/$$HOME"}]}}',
  );
});

test('runs share what their code server needs, but not what keeps its replicas going', () => {
  const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [] };
  const shared = sharedWithRuns({
    image: { repository: 'etl', tag: '1', pullPolicy: 'Never' },
    env: [{ name: 'A', value: '1' }],
    volumes: [{ name: 'v', emptyDir: {} }],
    probes: { liveness: false },
    deployment: { revisionHistoryLimit: 1 },
    serviceAccount: { name: 'etl', annotations: { a: 'b' } },
    pod: {
      labels: { a: 'b' },
      sidecars: [{ name: 's', image: 's' }],
      initContainers: [{ name: 'i', image: 'i' }],
      initContainerResources: {},
      topologySpreadConstraints: [],
      terminationGracePeriodSeconds: 1,
      affinity: { nodeAffinity, podAntiAffinity: {} },
      nodeSelector: { c: 'd' },
    },
  });
  expect(JSON.parse(JSON.stringify(shared))).toEqual({
    env: [{ name: 'A', value: '1' }],
    volumes: [{ name: 'v', emptyDir: {} }],
    imagePullPolicy: 'Never',
    serviceAccountName: 'etl',
    pod: {
      labels: { a: 'b' },
      initContainers: [{ name: 'i', image: 'i' }],
      affinity: { nodeAffinity },
      nodeSelector: { c: 'd' },
    },
  });
});
