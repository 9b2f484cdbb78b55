import { parse } from 'yaml';
import {
  ComputeLogs,
  type DagsterChartProps,
  DatabaseAuth,
  RunCoordinator,
  RunLauncher,
  Scheduler,
} from '../../../lib/index.js';
import { EXAMPLE, errorsOfProps, find, podsOf, usualObjects } from '../../support/releases.js';

function dagsterYamlOf(props: DagsterChartProps): Record<string, unknown> {
  return parse(find(usualObjects(props), 'ConfigMap', 'test-instance').data['dagster.yaml']);
}

test('what is said of the instance is in the dagster.yaml of the release', () => {
  const config = dagsterYamlOf({
    instance: {
      runCoordinator: RunCoordinator.queued({ maxConcurrentRuns: 3 }),
      runMonitoring: { pollIntervalSeconds: 30 },
      scheduler: Scheduler.daemon({ maxCatchupRuns: 1 }),
      retention: { schedule: 30 },
      computeLogs: ComputeLogs.s3({ bucket: 'logs' }),
      pythonLogs: { pythonLogLevel: 'INFO' },
      telemetry: true,
      additionalConfig: { auto_materialize: { enabled: true } },
    },
  });
  expect(config).toMatchObject({
    run_coordinator: { config: { max_concurrent_runs: 3 } },
    run_monitoring: { poll_interval_seconds: 30 },
    scheduler: { config: { max_catchup_runs: 1 } },
    retention: { schedule: { purge_after_days: 30 } },
    compute_logs: { class: 'S3ComputeLogManager', config: { bucket: 'logs' } },
    python_logs: { python_log_level: 'INFO' },
    telemetry: { enabled: true },
    auto_materialize: { enabled: true },
  });
});

test('the run launcher of the release is in its dagster.yaml, and runs have the account that it names', () => {
  const runLauncher = RunLauncher.k8s({ namespace: 'runs', serviceAccount: { annotations: { role: 'runner' } } });
  expect(dagsterYamlOf({ runLauncher })).toMatchObject({
    run_launcher: { class: 'K8sRunLauncher', config: { job_namespace: 'runs', service_account_name: 'test-run' } },
  });
  expect(find(usualObjects({ runLauncher }), 'ServiceAccount', 'test-run').metadata).toMatchObject({
    annotations: { role: 'runner' },
  });
});

test('Secrets to pull images with are said once, for all pods and the runs of all code locations', () => {
  const objects = usualObjects({
    pod: { imagePullSecrets: ['registry'] },
    migration: {},
    userCode: { locations: [EXAMPLE] },
  });
  expect(podsOf(objects).map(({ spec }) => spec.imagePullSecrets)).toEqual(Array(5).fill([{ name: 'registry' }]));
  const dagsterYaml = parse(find(objects, 'ConfigMap', 'test-instance').data['dagster.yaml']);
  expect(dagsterYaml.run_launcher.config.image_pull_secrets).toEqual([{ name: 'registry' }]);
});

test('no pod of a release whose database knows its pods has a password', () => {
  const objects = usualObjects({
    instance: { storage: { authProvider: DatabaseAuth.aws('eu-west-1') } },
    postgresql: { externalDatabase: { host: 'db', port: 5432 } },
  });
  expect(JSON.stringify(objects)).not.toContain('DAGSTER_PG_PASSWORD');
});

test('rejects a class of one’s own that is no class', () => {
  expect(errorsOfProps({ instance: { computeLogs: ComputeLogs.custom({ module: 'm', class: 'no class' }) } })).toEqual([
    'test/instance: computeLogs.class: found "no class"; allowed: the name of a Python class',
  ]);
});

test.each(['schedules', 'sensors', 'backfills'])('all threads of %s are options', (name) => {
  expect(
    dagsterYamlOf({ instance: { [name]: { useThreads: true, numWorkers: 8, numSubmitWorkers: 2 } } }),
  ).toMatchObject({
    [name]: { use_threads: true, num_workers: 8, num_submit_workers: 2 },
  });
});

test('when the image of runs is pulled is an option, over what the image says', () => {
  const image = { repository: 'example.com/runs', digest: `sha256:${'ab'.repeat(32)}`, pullPolicy: 'Never' } as const;
  expect(dagsterYamlOf({ runLauncher: RunLauncher.k8s({ image, imagePullPolicy: 'Always' }) })).toMatchObject({
    run_launcher: { config: { job_image: `example.com/runs@${image.digest}`, image_pull_policy: 'Always' } },
  });
});

test('every raw part of the Job of a run is an option', () => {
  const runK8sConfig = {
    containerConfig: { tty: true },
    podSpecConfig: { dnsPolicy: 'Default' },
    podTemplateSpecMetadata: { annotations: { a: 'b' } },
    jobSpecConfig: { suspend: true },
    jobMetadata: { labels: { c: 'd' } },
  } as const;
  expect(dagsterYamlOf({ runLauncher: RunLauncher.k8s({ runK8sConfig }) })).toMatchObject({
    run_launcher: {
      config: {
        run_k8s_config: {
          container_config: { tty: true },
          pod_spec_config: { dnsPolicy: 'Default' },
          pod_template_spec_metadata: { annotations: { a: 'b' } },
          job_spec_config: { suspend: true, ttlSecondsAfterFinished: 86400 },
          job_metadata: { labels: { c: 'd' } },
        },
      },
    },
  });
});
