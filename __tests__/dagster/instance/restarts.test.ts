import { createHash } from 'node:crypto';
import {
  ComputeLogs,
  type DagsterInstanceOptions,
  DatabaseAuth,
  RunCoordinator,
  RunLauncher,
  Scheduler,
} from '../../../lib/index.js';
import { EXAMPLE, find, usualObjects } from '../../support/releases.js';

const POD = ['user-code-etl', 'webserver', 'daemon'] as const;

function templates(instance: DagsterInstanceOptions, runLauncher = RunLauncher.k8s()): string[] {
  const objects = usualObjects({ instance, runLauncher, userCode: { locations: [{ ...EXAMPLE, name: 'etl' }] } });
  return POD.map((name) => JSON.stringify(find(objects, 'Deployment', `test-${name}`).spec.template));
}

/** What restarts when the instance changes from the usual one. */
function restarted(instance: DagsterInstanceOptions, runLauncher?: RunLauncher): string[] {
  const before = templates({});
  return templates(instance, runLauncher).flatMap((after, index) =>
    after === before[index] ? [] : [POD[index] ?? ''],
  );
}

test.each<[string, DagsterInstanceOptions]>([
  ['runCoordinator', { runCoordinator: RunCoordinator.queued({ maxConcurrentRuns: 3 }) }],
  ['runMonitoring', { runMonitoring: { pollIntervalSeconds: 30 } }],
  ['runRetries', { runRetries: { maxRetries: 3 } }],
  ['schedules', { schedules: { numWorkers: 2 } }],
  ['retention', { retention: { schedule: 30 } }],
  ['computeLogs', { computeLogs: ComputeLogs.s3({ bucket: 'logs' }) }],
  ['pythonLogs', { pythonLogs: { pythonLogLevel: 'INFO' } }],
  ['codeServers', { codeServers: { reloadTimeoutSeconds: 300 } }],
  ['telemetry', { telemetry: true }],
])('a change of %s restarts the webserver and the daemon, and no code server', (_, instance) => {
  expect(restarted(instance)).toEqual(['webserver', 'daemon']);
});

test('a change of the run launcher restarts no code server', () => {
  expect(restarted({}, RunLauncher.k8s({ ttlSecondsAfterFinished: 60 }))).toEqual(['webserver', 'daemon']);
});

test.each<[string, DagsterInstanceOptions]>([
  ['storage', { storage: { params: { sslmode: 'require' } } }],
  ['the login', { storage: { authProvider: DatabaseAuth.azure() } }],
  ['the scheduler', { scheduler: Scheduler.daemon({ maxCatchupRuns: 1 }) }],
  ['a key that no option writes', { additionalConfig: { secrets: { custom: { module: 'a', class: 'B' } } } }],
])('a change of %s restarts code servers, too', (_, instance) => {
  expect(restarted(instance)).toEqual(POD);
});

test('the checksum of a code server is that of what it reads', () => {
  const objects = usualObjects();
  const [text] = find(objects, 'ConfigMap', 'test-instance').data['dagster.yaml'].split('run_coordinator:');
  const { annotations } = find(objects, 'Deployment', 'test-user-code-example').spec.template.metadata;
  expect(text).toMatch(/^storage:\n[\s\S]*\nscheduler:\n/);
  expect(annotations['checksum/instance']).toBe(createHash('sha256').update(text.trimEnd()).digest('hex'));
});
