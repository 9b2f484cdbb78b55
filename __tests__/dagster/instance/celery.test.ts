import { parse } from 'yaml';
import { RunLauncher } from '../../../lib/dagster/runs/run-launcher.js';
import { printed } from '../../support/issues.js';
import { CONTEXT } from './support.js';

const brokerSecret = { name: 'celery', key: 'DAGSTER_CELERY_BROKER_URL' };
const backendSecret = { name: 'celery', key: 'DAGSTER_CELERY_BACKEND_URL' };

const usual = RunLauncher.celeryK8s({ brokerSecret });
const rich = RunLauncher.celeryK8s({
  brokerSecret,
  backendSecret,
  workerQueues: [
    { name: 'dagster' },
    { name: 'heavy', replicas: 0, configSource: { worker_concurrency: 1 }, additionalArgs: ['--concurrency=1'] },
  ],
  configSource: { worker_concurrency: 4, task_acks_late: true },
  include: ['tasks'],
  retries: false,
  namespace: 'runs',
  imagePullPolicy: 'Always',
  imagePullSecrets: ['registry'],
  labels: { team: 'x' },
  envFrom: [{ configMapRef: { name: 'c' } }, { secretRef: { name: 's' } }],
  volumes: [{ name: 'v', emptyDir: {} }],
  volumeMounts: [{ name: 'v', mountPath: '/v' }],
  failPodOnRunFailure: true,
});

test('the launcher says only what its constructor takes', () => {
  expect(usual.issues(CONTEXT)).toEqual([]);
  expect(usual.render(CONTEXT)).toStrictEqual({
    module: 'dagster_celery_k8s',
    class: 'CeleryK8sRunLauncher',
    config: {
      job_namespace: 'data',
      load_incluster_config: true,
      service_account_name: 'test-run',
      instance_config_map: 'test-instance',
      dagster_home: '/opt/dagster/dagster_home',
      postgres_password_secret: 'test-postgresql',
      broker: { env: 'DAGSTER_CELERY_BROKER_URL' },
      env_config_maps: ['test-run-environment'],
      env_secrets: ['celery'],
      labels: { 'dagster.io/release': 'test' },
      volumes: [
        { name: 'dagster-home', emptyDir: {} },
        { name: 'tmp', emptyDir: {} },
      ],
      volume_mounts: [
        { name: 'dagster-home', mountPath: '/opt/dagster/dagster_home' },
        { name: 'tmp', mountPath: '/tmp' },
      ],
    },
  });
});

test('its further options stand under Dagster’s names', () => {
  expect(rich.issues(CONTEXT)).toEqual([]);
  expect(rich.render(CONTEXT).config).toMatchObject({
    job_namespace: 'runs',
    backend: { env: 'DAGSTER_CELERY_BACKEND_URL' },
    include: ['tasks'],
    config_source: { worker_concurrency: 4, task_acks_late: true },
    retries: { disabled: {} },
    env_config_maps: ['test-run-environment', 'c'],
    env_secrets: ['celery', 's'],
    image_pull_policy: 'Always',
    image_pull_secrets: [{ name: 'registry' }],
    labels: { 'dagster.io/release': 'test', team: 'x' },
    fail_pod_on_run_failure: true,
  });
});

test('whoever loads the launcher gets the URLs from their Secrets', () => {
  expect(usual.env).toEqual([{ name: 'DAGSTER_CELERY_BROKER_URL', valueFrom: { secretKeyRef: brokerSecret } }]);
  expect(rich.env.map(({ name }) => name)).toEqual(['DAGSTER_CELERY_BROKER_URL', 'DAGSTER_CELERY_BACKEND_URL']);
  expect(rich.celery?.env).toEqual(rich.env);
  expect(RunLauncher.k8s().celery).toBeUndefined();
});

test('runs get plain variables from a ConfigMap, since the launcher takes none', () => {
  const env = [
    { name: 'A', value: '1' },
    { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ];
  expect(usual.plainEnv(env)).toEqual({ A: '1' });
  expect(RunLauncher.k8s().plainEnv(env)).toEqual({});
});

test('workers read the broker and the backend where Dagster looks for them', () => {
  const [queue] = usual.celery?.queues ?? [];
  if (queue === undefined) throw new Error('there is no queue');
  expect(usual.celery?.configYaml(queue)).toBe(`execution:
  config:
    broker:
      env: "DAGSTER_CELERY_BROKER_URL"
    backend: "rpc://"
`);
});

test('a queue has a configuration and a command of its own', () => {
  const [, heavy] = rich.celery?.queues ?? [];
  if (heavy === undefined) throw new Error('there is no second queue');
  expect(parse(rich.celery?.configYaml(heavy) ?? '')).toEqual({
    execution: {
      config: {
        broker: { env: 'DAGSTER_CELERY_BROKER_URL' },
        backend: { env: 'DAGSTER_CELERY_BACKEND_URL' },
        config_source: { worker_concurrency: 1, task_acks_late: true },
      },
    },
  });
  expect(rich.celery?.command(heavy, '/celery.yaml')).toEqual([
    ...['dagster-celery', 'worker', 'start', '-A', 'dagster_celery_k8s.app', '-y', '/celery.yaml', '-q', 'heavy'],
    ...['-i', 'tasks', '--', '--concurrency=1'],
  ]);
});

test('rejects a database that the launcher cannot log in to', () => {
  expect(printed(usual.issues({ ...CONTEXT, password: { name: 'db', key: 'password' } }))).toEqual([
    'runLauncher database password key: found "password"; allowed: "postgresql-password", the only key that CeleryK8sRunLauncher reads; keep the password under it',
  ]);
  expect(printed(usual.issues({ ...CONTEXT, password: undefined }))).toEqual([
    'runLauncher: found a database without a password; allowed: a password, which CeleryK8sRunLauncher insists on',
  ]);
});

test('rejects variables that runs would not get', () => {
  const env = [...CONTEXT.env, { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }];
  expect(printed(usual.issues({ ...CONTEXT, env }))).toEqual([
    'env TOKEN: found a reference; allowed: a value, since runs get no single values of Secrets; use runLauncher.envFrom',
  ]);
  const launcher = RunLauncher.celeryK8s({ brokerSecret, envFrom: [{ prefix: 'P_', secretRef: { name: 's' } }] });
  expect(printed(launcher.issues(CONTEXT))).toEqual([
    'runLauncher.envFrom.0: found {"prefix":"P_","secretRef":{"name":"s"}}; allowed: a ConfigMap or Secret by name alone',
  ]);
});

test('rejects keys of Secrets that are no names of variables, or the same one', () => {
  const allowed = 'the name of an environment variable, such as "DAGSTER_CELERY_BROKER_URL"';
  const dashed = RunLauncher.celeryK8s({ brokerSecret: { name: 'celery', key: 'broker-url' } });
  expect(printed(dashed.issues(CONTEXT))).toEqual([
    `runLauncher.brokerSecret.key: found "broker-url"; allowed: ${allowed}`,
  ]);
  const same = RunLauncher.celeryK8s({ brokerSecret, backendSecret: { name: 'other', key: brokerSecret.key } });
  expect(printed(same.issues(CONTEXT))).toEqual([
    'runLauncher.backendSecret.key: found "DAGSTER_CELERY_BROKER_URL", as for the broker; allowed: another key, since keys name variables',
  ]);
});

test('rejects queues without "dagster", twice, or with wrong numbers', () => {
  const queue = { name: 'Heavy', replicas: -1, resources: { limits: { cpu: 'x' } } };
  const launcher = RunLauncher.celeryK8s({ brokerSecret, workerQueues: [queue, queue] });
  const messages = printed(launcher.issues(CONTEXT));
  expect(messages).toHaveLength(8);
  expect(messages[0]).toMatch(/^runLauncher.workerQueues.0.name: queue "Heavy" is no DNS label/);
  expect(messages.slice(1, 3)).toEqual([
    'runLauncher.workerQueues.0.replicas: found -1; allowed: integer, at least 0',
    'runLauncher.workerQueues.0.resources.limits.cpu: found "x"; allowed: a Kubernetes quantity of at least 0 as a string, such as "500m" or "1Gi"',
  ]);
  expect(messages.slice(6)).toEqual([
    'runLauncher.workerQueues: found "Heavy" twice; allowed: each queue once; leave one out, or rename it',
    'runLauncher.workerQueues: found ["Heavy","Heavy"]; allowed: queues of which one is "dagster", where steps go that name none',
  ]);
});
