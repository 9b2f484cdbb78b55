import type { DagsterDaemonOptions } from '../../../lib/index.js';
import { errorsOfProps, find, type KubernetesObject, usualObjects } from '../../support/releases.js';

function podOf(daemon: DagsterDaemonOptions): KubernetesObject {
  return find(usualObjects({ daemon }), 'Deployment', 'test-daemon').spec.template.spec;
}

test('its threads are hung after a time that is a property', () => {
  const [main] = podOf({ heartbeatTolerance: 600 }).containers;
  expect(main.env).toContainEqual({ name: 'DAGSTER_DAEMON_HEARTBEAT_TOLERANCE', value: '600' });
  expect(JSON.stringify(podOf({}))).not.toContain('HEARTBEAT_TOLERANCE');
});

test('the form of its log lines is a flag', () => {
  const [main] = podOf({ logFormat: 'json' }).containers;
  expect(main.command).toEqual([
    ...['dagster-daemon', 'run', '--log-format', 'json'],
    ...['-w', '/dagster-workspace/workspace.yaml'],
  ]);
});

test('it does not wait for the database when it is told not to', () => {
  expect(podOf({ checkDbReady: false })).not.toHaveProperty('initContainers');
});

test.each([0, -1, 1.5])('rejects %j seconds without a heartbeat', (heartbeatTolerance) => {
  expect(errorsOfProps({ daemon: { heartbeatTolerance } })).toEqual([
    `test/daemon: heartbeatTolerance: found ${heartbeatTolerance}; allowed: seconds, a whole number above 0`,
  ]);
});
