import { RunLauncher } from '../../../lib/dagster/runs/run-launcher.js';
import { printed } from '../../support/issues.js';
import { CONTEXT, launcherConfig } from './support.js';

const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};
const restrictedPod = {
  runAsNonRoot: true,
  runAsUser: 1000,
  runAsGroup: 1000,
  fsGroup: 1000,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
};

/** The parts of the Job of a run. */
function jobOf(launcher: RunLauncher) {
  const { run_k8s_config } = JSON.parse(JSON.stringify(launcherConfig(launcher)));
  return run_k8s_config;
}

test('a run is a restricted Job with the database, a writable home and /tmp, deleted after a day', () => {
  expect(RunLauncher.k8s().render(CONTEXT)).toStrictEqual({
    module: 'dagster_k8s',
    class: 'K8sRunLauncher',
    config: {
      job_namespace: 'data',
      load_incluster_config: true,
      service_account_name: 'test-run',
      instance_config_map: 'test-instance',
      dagster_home: '/opt/dagster/dagster_home',
      env_config_maps: ['test-run-environment'],
      labels: { 'dagster.io/release': 'test' },
      resources: { requests: { cpu: '250m', memory: '512Mi' } },
      run_k8s_config: {
        container_config: {
          volumeMounts: [
            { name: 'dagster-home', mountPath: '/opt/dagster/dagster_home' },
            { name: 'tmp', mountPath: '/tmp' },
          ],
          env: CONTEXT.env,
          securityContext: restrictedContainer,
        },
        pod_spec_config: {
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          volumes: [
            { name: 'dagster-home', emptyDir: {} },
            { name: 'tmp', emptyDir: {} },
          ],
          securityContext: restrictedPod,
        },
        job_spec_config: { ttlSecondsAfterFinished: 86400 },
      },
    },
  });
});

test('options of dagster-k8s stand under its own names', () => {
  const launcher = RunLauncher.k8s({
    namespace: 'runs',
    image: { repository: 'example.com/runs', tag: '1', pullPolicy: 'Always' },
    resources: { requests: { cpu: '1000m' } },
    failPodOnRunFailure: true,
    onlyAllowUserDefinedK8sConfigFields: { container_config: { resources: true }, namespace: false },
    onlyAllowUserDefinedEnvVars: ['A'],
    pod: { labels: { team: 'x' }, imagePullSecrets: ['registry'], schedulerName: 'second' },
  });
  expect(launcher.issues(CONTEXT)).toEqual([]);
  expect(launcherConfig(launcher)).toMatchObject({
    job_namespace: 'runs',
    job_image: 'example.com/runs:1',
    image_pull_policy: 'Always',
    image_pull_secrets: [{ name: 'registry' }],
    scheduler_name: 'second',
    labels: { 'dagster.io/release': 'test', team: 'x' },
    resources: { requests: { cpu: '1' } },
    fail_pod_on_run_failure: true,
    only_allow_user_defined_k8s_config_fields: { container_config: { resources: true }, namespace: false },
    only_allow_user_defined_env_vars: ['A'],
  });
});

test('options of Kubernetes are parts of the Job', () => {
  const toleration = { key: 'gpu', operator: 'Exists' } as const;
  const launcher = RunLauncher.k8s({
    env: [{ name: 'A', value: 'b' }],
    envFrom: [{ secretRef: { name: 's' } }, { configMapRef: { name: 'c', optional: true }, prefix: 'P_' }],
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'pvc' } }],
    volumeMounts: [{ name: 'v', mountPath: '/v' }],
    pod: {
      annotations: { a: 'b' },
      nodeSelector: { disk: 'ssd' },
      tolerations: [toleration],
      priorityClassName: 'low',
      initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }],
    },
    ttlSecondsAfterFinished: 0,
    backoffLimit: 1,
    activeDeadlineSeconds: 3600,
  });
  expect(launcher.issues(CONTEXT)).toEqual([]);
  const { container_config, pod_spec_config, ...job } = jobOf(launcher);
  expect(container_config.env).toEqual([...CONTEXT.env, { name: 'A', value: 'b' }]);
  expect(container_config.envFrom).toEqual([
    { secretRef: { name: 's' } },
    { configMapRef: { name: 'c', optional: true }, prefix: 'P_' },
  ]);
  expect(container_config.volumeMounts.at(-1)).toEqual({ name: 'v', mountPath: '/v' });
  expect(pod_spec_config.volumes.map(({ name }: { name: string }) => name)).toEqual(['dagster-home', 'tmp', 'v']);
  expect(pod_spec_config).toMatchObject({
    nodeSelector: { disk: 'ssd' },
    tolerations: [toleration],
    priorityClassName: 'low',
    initContainers: [
      {
        name: 'proxy',
        restartPolicy: 'Always',
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
      },
    ],
  });
  expect(job).toEqual({
    pod_template_spec_metadata: { annotations: { a: 'b' } },
    job_spec_config: { ttlSecondsAfterFinished: 0, backoffLimit: 1, activeDeadlineSeconds: 3600 },
  });
});

test('relaxing a security context is explicit, field by field', () => {
  const { container_config, pod_spec_config } = jobOf(
    RunLauncher.k8s({
      securityContext: { readOnlyRootFilesystem: false, capabilities: { add: ['SYS_PTRACE'] } },
      pod: { securityContext: { runAsUser: 2000 } },
    }),
  );
  expect(container_config.securityContext).toEqual({
    ...restrictedContainer,
    readOnlyRootFilesystem: false,
    capabilities: { add: ['SYS_PTRACE'] },
  });
  expect(pod_spec_config.securityContext).toEqual({ ...restrictedPod, runAsUser: 2000 });
});

test('raw parts of the Job are laid over the rest: maps merge, items replace those of their name, other lists replace', () => {
  const { container_config, pod_spec_config, job_metadata, job_spec_config } = jobOf(
    RunLauncher.k8s({
      runK8sConfig: {
        containerConfig: { args: ['a'], volumeMounts: [{ name: 'big', mountPath: '/tmp' }] },
        podSpecConfig: { volumes: [{ name: 'big', emptyDir: {} }], securityContext: { supplementalGroups: [7] } },
        jobMetadata: { annotations: { a: 'b' } },
        jobSpecConfig: { podReplacementPolicy: 'Failed' },
      },
    }),
  );
  expect(container_config.volumeMounts).toEqual([
    { name: 'dagster-home', mountPath: '/opt/dagster/dagster_home' },
    { name: 'big', mountPath: '/tmp' },
  ]);
  expect(container_config.args).toEqual(['a']);
  expect(pod_spec_config.volumes.map(({ name }: { name: string }) => name)).toEqual(['dagster-home', 'tmp', 'big']);
  expect(pod_spec_config.securityContext).toEqual({ ...restrictedPod, supplementalGroups: [7] });
  expect(job_metadata).toEqual({ annotations: { a: 'b' } });
  expect(job_spec_config).toEqual({ ttlSecondsAfterFinished: 86400, podReplacementPolicy: 'Failed' });
});

test('a launcher of one’s own is named as it is', () => {
  const launcher = { module: 'mine', class: 'Mine', config: { a: 1 } };
  expect(RunLauncher.custom(launcher).render(CONTEXT)).toStrictEqual(launcher);
  expect(RunLauncher.custom(launcher).resumesRuns).toBeUndefined();
});

test('rejects what Dagster or Kubernetes would reject when a run starts', () => {
  const launcher = RunLauncher.k8s({
    image: { repository: 'Runs', tag: '1' },
    env: [{ name: 'DAGSTER_HOME', value: '/' }],
    volumes: [{ name: 'tmp', emptyDir: {} }],
    resources: { limits: { cpu: 'one' } },
    ttlSecondsAfterFinished: -1,
    onlyAllowUserDefinedEnvVars: [''],
    runK8sConfig: JSON.parse('{"podSpecConfig": {"node_selector": {}}, "podSpec": {}, "jobMetadata": []}'),
  });
  expect(printed(launcher.issues(CONTEXT))).toEqual([
    'runLauncher.onlyAllowUserDefinedEnvVars.0: found ""; allowed: a text that is not empty; write it, or leave it out',
    'runLauncher.runK8sConfig.podSpec: unknown key "podSpec"; allowed: containerConfig, podSpecConfig, podTemplateSpecMetadata, jobConfig, jobMetadata, jobSpecConfig; did you mean "podSpecConfig"?',
    'runLauncher.runK8sConfig.jobMetadata: found []; allowed: an object of plain data; write an object, in { }',
    'runLauncher.ttlSecondsAfterFinished: found -1; allowed: integer, at least 0',
    'runLauncher.image.repository: found "Runs"; allowed: a registry and a repository, without tag, such as "registry.example.com/team/app"',
    'runLauncher.env.0: found "DAGSTER_HOME"; allowed: any name but DAGSTER_HOME',
    'runLauncher.runK8sConfig.podSpecConfig.node_selector: found "node_selector"; allowed: names as Kubernetes spells them, in camel case',
    'runLauncher.resources.limits.cpu: found "one"; allowed: a Kubernetes quantity of at least 0 as a string, such as "500m" or "1Gi"',
  ]);
});

test('rejects a class without a name', () => {
  expect(printed(RunLauncher.custom({ module: 'm', class: '1' }).issues(CONTEXT))).toEqual([
    'runLauncher.class: found "1"; allowed: the name of a Python class',
  ]);
});
