import {
  type CodeLocationOptions,
  type DagsterChartProps,
  type DagsterWebserverOptions,
  type NamespaceOptions,
  RunLauncher,
} from '../../lib/index.js';
import { EXAMPLE, errorsOfProps } from '../support/releases.js';

type Level = NonNullable<NamespaceOptions['podSecurity']>;

const brokerSecret = { name: 'b', key: 'K' };
const celery = RunLauncher.celeryK8s({ brokerSecret });

/** Why a release with a Namespace of a level is refused; what begins the errors is the same for all. */
const refusals = (props: DagsterChartProps, podSecurity: Level = 'restricted') =>
  errorsOfProps({ ...props, createNamespace: { podSecurity } }).map((error) =>
    error.replace(/^.*?createNamespace\.podSecurity: /, ''),
  );

const webserver = (refused: string, admitted: string, level: Level = 'restricted') =>
  `found "${level}", which refuses pods of Deployment test-webserver for ${refused}; ` +
  `allowed: createNamespace: { podSecurity: '${admitted}' }, or pods without that`;

const ROOT = 'containers.webserver.securityContext without runAsNonRoot: true';
const MAIN = 'containers.webserver.securityContext';

const privileged: [string, DagsterWebserverOptions, string][] = [
  ['a volume of the host', { volumes: [{ name: 'h', hostPath: { path: '/' } }] }, 'volumes.h.hostPath'],
  [
    'a sysctl',
    { pod: { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } } },
    'the sysctl kernel.msgmax',
  ],
  [
    'an unconfined pod',
    { pod: { securityContext: { seccompProfile: { type: 'Unconfined' } } } },
    `securityContext.seccompProfile: Unconfined, initContainers.check-db-ready.securityContext.seccompProfile: Unconfined, ${MAIN}.seccompProfile: Unconfined`,
  ],
  ['a user of SELinux', { securityContext: { seLinuxOptions: { user: 'a' } } }, `${MAIN}.seLinuxOptions`],
  ['a proc mount', { securityContext: { procMount: 'Unmasked' } }, `${MAIN}.procMount: Unmasked`],
  [
    'a port of the host',
    { pod: { sidecars: [{ name: 'p', image: 'p:1', ports: [{ containerPort: 1, hostPort: 80 }] }] } },
    'containers.p: hostPort 80',
  ],
];

test.each(privileged)('the levels below "privileged" refuse %s', (_, options, found) => {
  expect(refusals({ webserver: options })).toEqual([webserver(found, 'privileged')]);
  expect(refusals({ webserver: options }, 'baseline')).toEqual([webserver(found, 'privileged', 'baseline')]);
  expect(refusals({ webserver: options }, 'privileged')).toEqual([]);
});

const baseline: [string, DagsterWebserverOptions, string][] = [
  ['a volume of a kind of its own', { volumes: [{ name: 'n', nfs: { server: 's', path: '/' } }] }, 'volumes.n.nfs'],
  ['a user that may be root', { securityContext: { runAsNonRoot: false } }, ROOT],
  [
    'an added capability',
    { securityContext: { capabilities: { add: ['CHOWN'], drop: ['ALL'] } } },
    `${MAIN}: the capability CHOWN`,
  ],
  [
    'capabilities that are kept',
    { securityContext: { capabilities: {} } },
    `${MAIN}.capabilities without drop: ["ALL"]`,
  ],
  [
    'escalation',
    { securityContext: { allowPrivilegeEscalation: true } },
    `${MAIN} without allowPrivilegeEscalation: false`,
  ],
];

test.each(baseline)('"restricted" alone refuses %s', (_, options, found) => {
  expect(refusals({ webserver: options })).toEqual([webserver(found, 'baseline')]);
  expect(refusals({ webserver: options }, 'baseline')).toEqual([]);
});

test('a privileged container is refused for all that it lacks, and the level is the one that admits all of it', () => {
  const securityContext = { privileged: true, allowPrivilegeEscalation: true, capabilities: { add: ['SYS_ADMIN'] } };
  const found = [
    `${MAIN}.privileged: true`,
    `${MAIN}: the capability SYS_ADMIN`,
    `${MAIN}.capabilities without drop: ["ALL"]`,
    `${MAIN} without allowPrivilegeEscalation: false`,
  ];
  expect(refusals({ webserver: { securityContext } })).toEqual([webserver(found.join(', '), 'privileged')]);
});

const runs = (whose: string, found: string) =>
  `found "restricted", which refuses pods of runs${whose} for ${found}; ` +
  "allowed: createNamespace: { podSecurity: 'baseline' }, or pods without that";

test('runs of Celery, which have no security context, need a wider level than "restricted"', () => {
  const at = 'containers.dagster.securityContext';
  const found = [
    `${at}.capabilities without drop: ["ALL"]`,
    `${at} without allowPrivilegeEscalation: false`,
    `${at} without runAsNonRoot: true`,
    `${at} without a seccompProfile`,
  ];
  expect(refusals({ runLauncher: celery })).toEqual([runs('', found.join(', '))]);
  expect(refusals({ runLauncher: celery }, 'baseline')).toEqual([]);
  expect(errorsOfProps({ runLauncher: celery })).toEqual([]);
});

test('pods of the run launcher and of a code location’s runs are held against the level, too', () => {
  const at = 'containers.dagster.securityContext without allowPrivilegeEscalation: false';
  const securityContext = { allowPrivilegeEscalation: true };
  expect(refusals({ runLauncher: RunLauncher.k8s({ securityContext }) })).toEqual([runs('', at)]);
  const location: CodeLocationOptions = { ...EXAMPLE, runs: { securityContext } };
  expect(refusals({ userCode: { locations: [location] } })).toEqual([runs(' of the code location example', at)]);
  const elsewhere = { ...location, runs: { securityContext, namespace: 'elsewhere' } };
  expect(refusals({ userCode: { locations: [elsewhere] } })).toEqual([]);
});

test('a release of root asks for a level in each of its pods, and "baseline" admits it', () => {
  const props: DagsterChartProps = { pod: { user: 'root' } };
  expect(refusals(props).map((error) => /refuses (.*?) for/.exec(error)?.[1])).toEqual([
    'pods of Deployment test-user-code-example',
    'pods of Deployment test-webserver',
    'pods of Deployment test-daemon',
    'pods of runs',
  ]);
  expect(refusals(props, 'baseline')).toEqual([]);
});

test('a component that does not exist is not held against the level', () => {
  expect(refusals({ webserver: { enabled: false, securityContext: { runAsNonRoot: false } } })).toEqual([]);
});

test('what a launcher of one’s own makes is not known', () => {
  const runLauncher = RunLauncher.custom({ module: 'a', class: 'B' });
  expect(refusals({ runLauncher })).toEqual([]);
});
