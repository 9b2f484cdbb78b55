import { type CodeLocationOptions, type K8sRunLauncherOptions, open, RunLauncher, text } from '../../../lib/index.js';
import { javascript as js } from '../../support/javascript.js';
import { EXAMPLE, errorsOfProps } from '../../support/releases.js';

const ROOT =
  'containers.0.securityContext: found the user 0 with runAsNonRoot: true; allowed: another user, or runAsNonRoot: false, in this container';
const PRIVILEGED =
  'containers.0.securityContext.allowPrivilegeEscalation: found false with privileged: true; allowed: true; set it, or leave privileged: true out';
const init = { name: 'init', image: 'busybox' };

const FAULTS: [string, K8sRunLauncherOptions & CodeLocationOptions['runs'], string][] = [
  ['a pod as root that must not be', { pod: { securityContext: { runAsUser: 0 } } }, ROOT],
  ['a container as root that must not be', { securityContext: { runAsUser: 0 } }, ROOT],
  ['a privileged container without escalation', { securityContext: { privileged: true } }, PRIVILEGED],
  ['root by a raw part of the Job', { runK8sConfig: { containerConfig: { securityContext: { runAsUser: 0 } } } }, ROOT],
  [
    'an init container as root that must not be',
    { pod: { initContainers: [{ ...init, securityContext: { runAsUser: 0, runAsNonRoot: true } }] } },
    ROOT.replace('containers', 'initContainers'),
  ],
  [
    'an init container without an image',
    { pod: { initContainers: [js({ name: 'init' })] } },
    'initContainers.0: found no image; allowed: image: the reference of one',
  ],
  [
    'a user out of range',
    { pod: { securityContext: { runAsUser: -1 } } },
    'securityContext.runAsUser: found -1; allowed: a number from 0 to 2147483647',
  ],
  [
    'a volume of two sources',
    { volumes: [{ name: 'v', emptyDir: {}, configMap: { name: 'c' } }] },
    'volumes.2: found emptyDir and configMap; allowed: one of them; leave the others out',
  ],
  [
    'a variable of two values',
    { env: [{ name: 'A', value: 'a', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
    'containers.0.env.1: found value and valueFrom; allowed: one of them; leave the other out',
  ],
  [
    'an unknown field of the pod',
    { runK8sConfig: { podSpecConfig: js({ hostNetwrk: true }) } },
    'hostNetwrk: unknown key "hostNetwrk"; allowed: containers, ',
  ],
  [
    'a toleration that contradicts itself',
    { pod: { tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] } },
    'tolerations.0',
  ],
];

const starting = (text: string) => [
  expect.stringMatching(new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)),
];

test.each(FAULTS)('no API server takes runs of %s, whoever says so', (_, said, fault) => {
  expect(errorsOfProps({ runLauncher: RunLauncher.k8s(said) })).toEqual(
    starting(`test/instance: runLauncher.spec.${fault}`),
  );
  const [error, ...others] = errorsOfProps({ userCode: { locations: [{ ...EXAMPLE, runs: said }] } });
  expect([error?.replace(/\.\d+/g, '.N'), others]).toEqual([
    expect.stringContaining(`test/user-code/location-example: runs.spec.${fault}`.replace(/\.\d+/g, '.N')),
    [],
  ]);
});

test('a fault of the run launcher is told once, not for each code location', () => {
  const runLauncher = RunLauncher.k8s({ securityContext: { privileged: true } });
  const locations = [EXAMPLE, { ...EXAMPLE, name: 'other', runs: { env: [{ name: 'A', value: 'b' }] } }];
  expect(errorsOfProps({ runLauncher, userCode: { locations } })).toEqual([
    `test/instance: runLauncher.spec.${PRIVILEGED}`,
  ]);
});

test('what is wrong with all pods is told of the objects that make them', () => {
  const pod = { tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] } as const;
  const [error, ...others] = errorsOfProps({ pod });
  expect(error).toContain('test: StatefulSet test-postgresql and 3 more: ');
  expect(others).toEqual([]);
});

test.each<[string, K8sRunLauncherOptions]>([
  ['root as one says it', { pod: { user: 'root' } }],
  ['root in full', { pod: { securityContext: { runAsUser: 0, runAsNonRoot: false } } }],
  ['privileged in full', { securityContext: { privileged: true, allowPrivilegeEscalation: true } }],
  ['a class that a values document opens', { pod: { priorityClassName: open('class', text(undefined, 'A class.')) } }],
  ['two variables of one name, of which the last holds', { env: [{ name: 'HOME', value: '/home/app' }] }],
])('runs may be %s', (_, said) => {
  expect(errorsOfProps({ runLauncher: RunLauncher.k8s(said) })).toEqual([]);
  const { pod, securityContext, env } = said;
  const runs = { ...(pod && { pod }), ...(securityContext && { securityContext }), ...(env && { env }) };
  expect(errorsOfProps({ userCode: { locations: [{ ...EXAMPLE, runs }] } })).toEqual([]);
});
