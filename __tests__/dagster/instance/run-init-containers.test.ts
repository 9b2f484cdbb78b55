import { RunLauncher } from '../../../lib/index.js';
import { EXAMPLE, errorsOfProps } from '../../support/releases.js';

const PROXY = { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' } as const;

/** What is wrong with a release whose launcher and whose code location say init containers. */
function errors(launcher: RunLauncher, ...own: { name: string; image: string }[]): string[] {
  return errorsOfProps({
    runLauncher: launcher,
    userCode: { locations: [{ ...EXAMPLE, pod: { initContainers: own } }] },
  });
}

const REFUSED =
  'test/user-code/location-example: runs.pod.initContainers: found "proxy"; allowed: a name that no init container ' +
  'of the run launcher has, or all that it says there, too';

test.each([
  ['alike', PROXY],
  ['by another name', { ...PROXY, name: 'other' }],
])('what the launcher and a code location say %s a run has once each', (_, own) => {
  expect(errors(RunLauncher.k8s({ pod: { initContainers: [PROXY] } }), own)).toEqual([]);
});

test.each([
  ['another image', { pod: { initContainers: [{ ...PROXY, image: 'proxy:2' }] } }],
  ['raw parts of the Job, which nothing restricts', { runK8sConfig: { podSpecConfig: { initContainers: [PROXY] } } }],
])('rejects an init container that the launcher says with a difference: %s', (_, options) => {
  expect(errors(RunLauncher.k8s(options), PROXY)).toEqual([REFUSED]);
});

test('rejects nothing where nobody knows the pods of runs', () => {
  expect(errors(RunLauncher.custom({ module: 'a', class: 'B' }), PROXY)).toEqual([]);
});
