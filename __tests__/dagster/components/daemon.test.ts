import { errorsOfProps, find, usualObjects } from '../../support/releases.js';

const { spec } = find(usualObjects(), 'Deployment', 'test-daemon');
const [container] = spec.template.spec.containers;

test('it is one pod, and the old one ends before the new one starts', () => {
  expect(spec.replicas).toBe(1);
  expect(spec.strategy).toStrictEqual({ type: 'Recreate' });
});

test('rejects a second replica as a property', () => {
  expect(errorsOfProps({ daemon: { replicas: 2 } })).toEqual([
    'test: dagster-daemon.replicaCount: found 2; allowed: exactly 1, since two would run every schedule and sensor twice',
  ]);
});

test('it runs dagster-daemon with workspace.yaml, and serves no port', () => {
  expect(container.command).toEqual(['dagster-daemon', 'run', '-w', '/dagster-workspace/workspace.yaml']);
  expect(container).not.toHaveProperty('ports');
});

test('it is alive while its threads have heartbeats', () => {
  expect(container.livenessProbe.exec.command).toEqual(['dagster-daemon', 'liveness-check']);
});

test('it waits for the database and may launch runs', () => {
  expect(spec.template.spec.initContainers).toHaveLength(1);
  const binding = find(usualObjects(), 'RoleBinding', 'test-daemon-run-launcher');
  expect(binding.roleRef.name).toBe('test-run-launcher');
  expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'test-daemon', namespace: 'test' }]);
});
