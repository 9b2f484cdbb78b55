import { DagsterNetwork } from '../../../lib/dagster/network/dagster-network.js';
import type { NetworkPolicyOptions } from '../../../lib/dagster/network/network-policy-options.js';
import { errorsIn } from '../../support/bare-release.js';

const errors = (options: NetworkPolicyOptions): string[] =>
  errorsIn(({ scope }) => new DagsterNetwork(scope, 'network', options));
const pods = { podSelector: {} };

test.each<[NetworkPolicyOptions]>([
  [{ webserverFrom: [] }],
  [{ webserverFrom: [pods, { namespaceSelector: {} }, { ...pods, namespaceSelector: {} }] }],
  [{ databaseFrom: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.3.4/32'] } }] }],
  [{ codeServersFrom: [{ ipBlock: { cidr: 'fd00::/8', except: ['fd00:1::/32'] } }] }],
  [{ extraEgress: [{}, { ports: [{ port: 'smtp' }, { port: 8000, endPort: 8000, protocol: 'UDP' }], to: [pods] }] }],
  [{ dns: { to: [pods], ports: [5353] } }],
])('accepts %j', (options) => {
  expect(errors(options)).toEqual([]);
});

const ports = (port: object): NetworkPolicyOptions => ({ extraEgress: [{ ports: [port] }] });
const block = (cidr: string, ...except: string[]): NetworkPolicyOptions => ({
  databaseFrom: [{ ipBlock: { cidr, ...(except.length > 0 ? { except } : {}) } }],
});
const peer = 'podSelector, namespaceSelector or both, or else ipBlock alone';
const blocks = 'a block of IP addresses, such as "10.0.0.0/8" or "fd00::/8"';

test.each<[NetworkPolicyOptions, string]>([
  [{ webserverFrom: [{}] }, `webserverFrom.0: found {}; allowed: ${peer}`],
  [{ codeServersFrom: [pods, {}] }, `codeServersFrom.1: found {}; allowed: ${peer}`],
  [
    { databaseFrom: [{ ...pods, ipBlock: { cidr: '10.0.0.0/8' } }] },
    `databaseFrom.0: found {"podSelector":{},"ipBlock":{"cidr":"10.0.0.0/8"}}; allowed: ${peer}`,
  ],
  [block('10.0.0.0'), `databaseFrom.0.ipBlock.cidr: found "10.0.0.0"; allowed: ${blocks}`],
  [block('10.0.0.0/33'), `databaseFrom.0.ipBlock.cidr: found "10.0.0.0/33"; allowed: ${blocks}`],
  [block('fd00::/129'), `databaseFrom.0.ipBlock.cidr: found "fd00::/129"; allowed: ${blocks}`],
  [
    block('10.0.0.0/8', '11.0.0.0/16'),
    'databaseFrom.0.ipBlock.except.0: found "11.0.0.0/16"; allowed: a smaller block within 10.0.0.0/8',
  ],
  [
    block('10.0.0.0/8', '10.0.0.0/8'),
    'databaseFrom.0.ipBlock.except.0: found "10.0.0.0/8"; allowed: a smaller block within 10.0.0.0/8',
  ],
  [
    { extraEgress: [{ to: [] }] },
    'extraEgress.0.to: found []; allowed: at least one peer; leave the list out to mean anything',
  ],
  [{ extraEgress: [{ to: [{}] }] }, `extraEgress.0.to.0: found {}; allowed: ${peer}`],
  [ports({ port: 0 }), 'extraEgress.0.ports.0.port: found 0; allowed: an integer, 1 to 65535'],
  [
    ports({ port: 'SMTP' }),
    'extraEgress.0.ports.0.port: found "SMTP"; allowed: the name of a port, up to 15 lower-case letters, digits and "-", or a number',
  ],
  [ports({ protocol: 'ICMP' }), 'extraEgress.0.ports.0.protocol: found "ICMP"; allowed: TCP, UDP or SCTP'],
  [ports({ port: 90, endPort: 80 }), 'extraEgress.0.ports.0.endPort: found 80; allowed: an integer, 90 to 65535'],
  [
    ports({ port: 'a', endPort: 80 }),
    'extraEgress.0.ports.0.endPort: found 80; allowed: the end of a range whose port is a number; set port to a number',
  ],
  [{ dns: { to: [] } }, 'dns.to: found []; allowed: at least one peer; leave the list out to mean anything'],
  [{ dns: { ports: [] } }, 'dns.ports: found []; allowed: at least one port; leave it out for 53'],
  [{ dns: { ports: [70000] } }, 'dns.ports.0: found 70000; allowed: an integer, 1 to 65535'],
])('rejects %j', (options, error) => {
  expect(errors(options)).toEqual([`test/webserver/network: ${error}`]);
});
