import { createHash } from 'node:crypto';
import type { DagsterChartProps } from '../../../lib/index.js';
import { EXAMPLE, find, podsOf, usualObjects } from '../../support/releases.js';

const EMPTY = 'load_from: []\n';
const ml = { ...EXAMPLE, name: 'ml' };

function workspaceOf(props: DagsterChartProps): string {
  return find(usualObjects(props), 'ConfigMap', 'test-workspace').data['workspace.yaml'];
}

function commandsOf(props: DagsterChartProps): string[] {
  const readers = ['Deployment test-webserver', 'Deployment test-daemon'];
  const pods = podsOf(usualObjects(props)).filter(({ owner }) => readers.includes(owner));
  return pods.map(({ spec }) => spec.containers[0].command.slice(-2).join(' '));
}

test('each code location is found at its Service', () => {
  expect(workspaceOf({ userCode: { locations: [EXAMPLE, ml] } })).toBe(
    [
      'load_from:',
      ...[
        '  - grpc_server:',
        '      host: "test-user-code-example"',
        '      port: 3030',
        '      location_name: "example"',
      ],
      ...['  - grpc_server:', '      host: "test-user-code-ml"', '      port: 3030', '      location_name: "ml"'],
      '',
    ].join('\n'),
  );
});

test.each([
  ['no code location', { userCode: { locations: [] } }],
  ['user code that is off', { userCode: { enabled: false } }],
  ['user code that a values document turns off', { values: { 'dagster-user-code': { enabled: false } } }],
])('with %s the workspace is empty, and the commands allow that', (_, props) => {
  expect(workspaceOf(props)).toBe(EMPTY);
  const last = '/dagster-workspace/workspace.yaml --empty-workspace';
  expect(commandsOf(props)).toEqual([last, last]);
});

test('with a code location the commands do not allow an empty workspace', () => {
  const last = '-w /dagster-workspace/workspace.yaml';
  expect(commandsOf({})).toEqual([last, last]);
});

test('the checksum in the pods is the file’s own', () => {
  const [webserver] = podsOf(usualObjects()).filter(({ owner }) => owner === 'Deployment test-webserver');
  const digest = createHash('sha256').update(workspaceOf({}).trimEnd()).digest('hex');
  expect(webserver?.annotations['checksum/workspace']).toBe(digest);
});
