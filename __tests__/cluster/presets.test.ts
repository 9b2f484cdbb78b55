import { PRESET_NAMES } from '../support/releases.js';
import { expectSuccess, expectWorking } from './support/checks.js';
import { Namespace } from './support/namespace.js';

const LOCATIONS = ['example'];

describe.each(PRESET_NAMES)('the manifests of preset %s', (preset) => {
  const namespace = new Namespace(`dagster-${preset}`);
  const manifests = `dist/${preset}/manifests`;

  afterAll(() => namespace.delete());

  test('become a release that works where restricted is enforced', async () => {
    namespace.create().apply(manifests);
    await expectWorking(namespace, LOCATIONS);
  });

  test('make a Job of a run, which succeeds', async () => {
    const runId = await namespace.dagster().launch('example', 'first_version');
    await expectSuccess(namespace.dagster(), runId);
    namespace.kubectl('wait', '--for=condition=Complete', `job/dagster-run-${runId}`, '--timeout=60s');
  });

  test('are what is in the cluster', () => {
    expect(namespace.kubectl('diff', '-f', manifests)).toBe('');
  });

  test('give every service account what it asks the API server for', () => {
    expect(namespace.denied()).toEqual([]);
  });
});
