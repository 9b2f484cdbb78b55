import { eventually } from '../e2e/harness/waiting.js';
import { expectHealthy, expectLoaded } from '../e2e/support/checks.js';
import { Dagster } from '../e2e/support/dagster.js';
import { kubectl } from '../support/tools.js';

const NAMESPACE = 'dagster-small';
const MANIFESTS = 'dist/small/manifests';
const since = Date.now();
let dagster: Dagster;

/** What kubectl prints in the namespace of the release, if it succeeds. */
function inCluster(...args: string[]): string {
  const { status, stdout, stderr } = kubectl(['-n', NAMESPACE, ...args]);
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout.trim();
}

test('all pods of the manifests become ready where restricted is enforced', () => {
  kubectl(['create', 'namespace', NAMESPACE]);
  inCluster('label', 'namespace', NAMESPACE, 'pod-security.kubernetes.io/enforce=restricted');
  inCluster('apply', '-f', MANIFESTS);
  for (const workload of inCluster('get', 'statefulset,deployment', '-o', 'name').split('\n')) {
    inCluster('rollout', 'status', workload, '--timeout=240s');
  }
  dagster = new Dagster(`http://${inCluster('get', 'service/small-webserver', '-o', 'jsonpath={.spec.clusterIP}')}`);
});

test('every code location is loaded and every daemon is healthy', async () => {
  await eventually('the code locations', 180, () => expectLoaded(dagster, ['example']));
  await eventually('the daemons', 90, () => expectHealthy(dagster, since));
});

test('a run that a person launches is a Job, and succeeds', async () => {
  const runId = await dagster.launch('example', 'first_version');
  await eventually('the run', 180, async () => {
    expect(await dagster.run(runId)).toMatchObject({ status: 'SUCCESS' });
  });
  inCluster('wait', '--for=condition=Complete', `job/dagster-run-${runId}`, '--timeout=60s');
});

test('what is applied is what the manifests say', () => {
  expect(inCluster('diff', '-f', MANIFESTS)).toBe('');
});

afterAll(() => {
  kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
});
