import { Construct } from 'constructs';
import { DagsterNetwork, type SystemRole } from '../../../lib/dagster/network/dagster-network.js';
import type { NetworkPolicyOptions } from '../../../lib/dagster/network/network-policy-options.js';
import { Fact } from '../../../lib/engine/tree/token.js';
import { objectsOf, type Place, WEBSERVER } from '../../support/bare-release.js';
import { find, namesOf } from '../../support/releases.js';

/** The spec of the policy of the webserver, which is given the role that a test chooses. */
function specOf(limit: (network: DagsterNetwork, place: Place) => void, options?: NetworkPolicyOptions) {
  const objects = objectsOf((place) => limit(new DagsterNetwork(place.scope, 'network', options), place));
  return find(objects, 'NetworkPolicy', 'test-webserver').spec;
}

function system(more: Partial<SystemRole> = {}, options?: NetworkPolicyOptions) {
  const database = { embedded: new Fact(() => true), port: 5432 };
  return specOf(
    (network, { scope, ...role }) =>
      network.limitSystem(scope, { ...role, database, servers: { own: () => [3030], elsewhere: [] }, ...more }),
    options,
  );
}

const tcp = (...ports: number[]): object[] => ports.map((port) => ({ protocol: 'TCP', port }));
const RELEASE = { 'app.kubernetes.io/name': 'bare', 'app.kubernetes.io/instance': 'test' };
const component = (name: string): object => ({
  podSelector: { matchLabels: { ...RELEASE, 'app.kubernetes.io/component': name } },
});
const components = (...values: string[]): object => ({
  podSelector: {
    matchLabels: RELEASE,
    matchExpressions: [{ key: 'app.kubernetes.io/component', operator: 'In', values }],
  },
});
const runs = { podSelector: { matchLabels: { 'dagster.io/release': 'test' } } };
const dns = { ports: [{ protocol: 'UDP', port: 53 }, ...tcp(53)] };

test('anybody may connect to the webserver, on its port alone', () => {
  expect(system({ port: 3000 })).toMatchObject({
    podSelector: { matchLabels: WEBSERVER },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ ports: tcp(3000) }],
  });
});

test('some alone may connect to the webserver, or nobody', () => {
  const peer = { namespaceSelector: { matchLabels: { name: 'ingress' } } };
  expect(system({ port: 3000 }, { webserverFrom: [peer] }).ingress).toStrictEqual([{ ports: tcp(3000), from: [peer] }]);
  expect(system({ port: 3000 }, { webserverFrom: [] }).ingress).toBeUndefined();
});

test('nobody connects to the daemon', () => {
  const { ingress, policyTypes } = system();
  expect([ingress, policyTypes]).toEqual([undefined, ['Ingress', 'Egress']]);
});

test('webserver and daemon connect to DNS, the database, code servers, and by HTTPS', () => {
  expect(system().egress).toStrictEqual([
    dns,
    { ports: tcp(5432), to: [component('postgresql')] },
    { ports: tcp(3030), to: [component('user-code')] },
    { ports: tcp(443, 6443) },
  ]);
});

test('an external database is anywhere, on its port', () => {
  const database = { embedded: new Fact(() => false), port: new Fact(() => 6432) };
  expect(system({ database }).egress[1]).toStrictEqual({ ports: tcp(6432), to: [] });
});

test('code servers elsewhere are anywhere, on their ports', () => {
  expect(system({ servers: { own: () => [3030], elsewhere: [4000, 443, 4000] } }).egress[3]).toStrictEqual({
    ports: tcp(443, 6443, 4000),
  });
});

test('DNS servers and further rules are properties', () => {
  const kubeDns = { namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
  const smtp = { ports: [{ protocol: 'TCP', port: 587 } as const] };
  const { egress } = system({}, { dns: { to: [kubeDns], ports: [53, 5353] }, extraEgress: [smtp] });
  const udp = [53, 5353].map((port) => ({ protocol: 'UDP', port }));
  expect(egress[0]).toStrictEqual({ ports: [...udp, ...tcp(53, 5353)], to: [kubeDns] });
  expect(egress.slice(-1)).toStrictEqual([smtp]);
});

const codeServerClients = [components('webserver', 'webserver-read-only', 'daemon'), runs];

const anythingElse = [
  {
    to: [
      {
        ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32', '169.254.169.252/32', '169.254.170.23/32'] },
      },
      { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128', 'fd00:ec2::23/128', 'fd20:ce::254/128'] } },
      { namespaceSelector: {} },
    ],
  },
  { ports: [{ protocol: 'UDP', port: 53 }, ...tcp(53)] },
  { ports: tcp(443, 6443) },
];

test('webservers, the daemon and runs connect to code servers, which connect to anything but metadata servers', () => {
  const limit = (network: DagsterNetwork, { scope, ...role }: Place): void =>
    network.limitCodeServer(scope, role, 3030);
  const rule = { ports: tcp(3030), from: codeServerClients };
  expect(specOf(limit)).toStrictEqual({
    podSelector: { matchLabels: WEBSERVER },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [rule],
    egress: anythingElse,
  });
  const other = { ipBlock: { cidr: '10.0.0.0/8' } };
  expect(specOf(limit, { codeServersFrom: [other] }).ingress).toStrictEqual([
    { ...rule, from: [...codeServerClients, other] },
  ]);
});

const databaseClients = [
  components('webserver', 'webserver-read-only', 'daemon', 'user-code', 'migrate', 'celery-worker'),
  runs,
];

test('what loads the instance connects to the embedded database, which connects to nothing', () => {
  const limit = (network: DagsterNetwork, { scope, ...role }: Place): void => network.limitDatabase(scope, role, 5432);
  const rule = { ports: tcp(5432), from: databaseClients };
  expect(specOf(limit)).toStrictEqual({
    podSelector: { matchLabels: WEBSERVER },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [rule],
  });
  const backup = { podSelector: { matchLabels: { app: 'backup' } } };
  expect(specOf(limit, { databaseFrom: [backup] }).ingress).toStrictEqual([
    { ...rule, from: [...databaseClients, backup] },
  ]);
});

test('nobody connects to a queue worker, which connects to anything but metadata servers', () => {
  expect(specOf((network, { scope, ...role }) => network.limitWorker(scope, role))).toStrictEqual({
    podSelector: { matchLabels: WEBSERVER },
    policyTypes: ['Ingress', 'Egress'],
    egress: anythingElse,
  });
});

test('runs have a policy from the start, for the label that the launcher gives them', () => {
  const [policy, ...others] = objectsOf(({ scope }) => new DagsterNetwork(scope, 'network'));
  expect(others).toEqual([]);
  expect(policy).toStrictEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'test-run', namespace: 'test', labels: expect.anything() },
    spec: {
      podSelector: { matchLabels: { 'dagster.io/release': 'test' } },
      policyTypes: ['Ingress', 'Egress'],
      egress: anythingElse,
    },
  });
});

test('roles that share a scope have policies of their own', () => {
  const objects = objectsOf(({ scope, ...role }) => {
    const network = new DagsterNetwork(scope, 'network');
    network.limitWorker(scope, role);
    network.limitWorker(scope, { ...role, suffix: 'other' });
    network.limitWorker(new Construct(scope, 'twin'), { ...role, suffix: 'twin' });
  });
  const names = ['run', 'webserver', 'other', 'twin'].map((suffix) => `NetworkPolicy test-${suffix}`);
  expect(namesOf(objects)).toEqual(names);
});

test('there are none where they are off', () => {
  const objects = objectsOf(({ scope, ...role }) => {
    const network = new DagsterNetwork(scope, 'network', { enabled: false });
    network.limitWorker(scope, role);
    network.limitDatabase(scope, role, 5432);
  });
  expect(objects).toEqual([]);
});
