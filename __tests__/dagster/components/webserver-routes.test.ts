import type { Construct } from 'constructs';
import { open, text } from '../../../lib/engine/index.js';
import {
  DagsterApp,
  DagsterChart,
  type DagsterWebserverOptions,
  HelmChart,
  type HttpRouteOptions,
} from '../../../lib/index.js';
import { errorsOf, errorsOfProps } from '../../support/releases.js';

const HOST = 'dagster.example.com';
const ingress = { host: HOST };
const route = (gateway: string, more: Partial<HttpRouteOptions> = {}): HttpRouteOptions => ({
  parentRefs: [{ name: gateway }],
  hostnames: [HOST],
  ...more,
});
const toReaders = { path: '/public', serviceName: 'readers', servicePort: 80 };
const first = { path: '/', host: HOST, service: 'test-webserver' };

const taken = (at: string, twin: string, { path, host, service } = first, own = 'test-webserver-read-only'): string => {
  const where = host === '' ? 'any host' : `the host "${host}"`;
  const allowed = `a host or a path of its own, since ${twin} leads the same to ${service}`;
  const found = `found ${where} with the path "${path}", which leads to ${own}`;
  return `test/webserver: ${at}: ${found}; allowed: ${allowed}; change one of ${at} and ${twin}`;
};

const TWINS: [string, DagsterWebserverOptions, string][] = [
  ['an Ingress each', { ingress, readOnly: { ingress } }, taken('readOnly.ingress', 'ingress')],
  [
    'an HTTPRoute each',
    { httpRoute: route('a'), readOnly: { httpRoute: route('a', { hostnames: ['other.example.com', HOST] }) } },
    taken('readOnly.httpRoute', 'httpRoute'),
  ],
  [
    'an Ingress and an HTTPRoute',
    { ingress, readOnly: { httpRoute: route('a') } },
    taken('readOnly.httpRoute', 'ingress'),
  ],
  [
    'an HTTPRoute and an Ingress',
    { httpRoute: route('a'), readOnly: { ingress } },
    taken('readOnly.ingress', 'httpRoute'),
  ],
  [
    'any host',
    { ingress: {}, readOnly: { ingress: { className: 'nginx' } } },
    taken('readOnly.ingress', 'ingress', { ...first, host: '' }),
  ],
  [
    'the path prefix of both',
    { pathPrefix: '/dagster', ingress, readOnly: { ingress } },
    taken('readOnly.ingress', 'ingress', { ...first, path: '/dagster' }),
  ],
  [
    'a path prefix of its own that the path of its route forgets',
    { ingress, readOnly: { pathPrefix: '/read', ingress: { host: HOST, path: '/' } } },
    taken('readOnly.ingress', 'ingress'),
  ],
  [
    'paths that differ in the "/" at their end',
    { ingress: { host: HOST, path: '/a/' }, readOnly: { ingress: { host: HOST, path: '/a' } } },
    taken('readOnly.ingress', 'ingress', { ...first, path: '/a' }),
  ],
  [
    'a path to another Service',
    {
      ingress: { host: HOST, extraPathsBefore: [toReaders] },
      readOnly: { ingress: { host: HOST, path: '/public' } },
    },
    taken('readOnly.ingress', 'ingress.extraPathsBefore.0', { ...first, path: '/public', service: 'readers' }),
  ],
  [
    'a listener of a Gateway, and all of its listeners',
    {
      httpRoute: route('a', { parentRefs: [{ name: 'a', sectionName: 'https' }] }),
      readOnly: { httpRoute: route('a') },
    },
    taken('readOnly.httpRoute', 'httpRoute'),
  ],
];

test.each(TWINS)('rejects a host and a path that lead to both webservers: %s', (_, webserver, error) => {
  expect(errorsOfProps({ webserver })).toEqual([error]);
});

test.each<[string, DagsterWebserverOptions]>([
  ['hosts', { ingress, readOnly: { ingress: { host: 'read.example.com' } } }],
  ['path prefixes', { ingress, readOnly: { pathPrefix: '/read', ingress } }],
  ['classes', { ingress: { host: HOST, className: 'a' }, readOnly: { ingress: { host: HOST, className: 'b' } } }],
  ['Gateways', { httpRoute: route('a'), readOnly: { httpRoute: route('b') } }],
  [
    'listeners',
    {
      httpRoute: route('a', { parentRefs: [{ name: 'a', sectionName: 'inside' }] }),
      readOnly: { httpRoute: route('a', { parentRefs: [{ name: 'a', sectionName: 'outside' }] }) },
    },
  ],
  ['kinds, both of one webserver', { ingress, httpRoute: route('a'), readOnly: {} }],
  [
    'Ingresses, with a path to one Service in both',
    {
      ingress: { host: HOST, extraPathsBefore: [{ ...toReaders, path: '/oauth2' }] },
      readOnly: { ingress: { host: HOST, path: '/read', extraPathsBefore: [{ ...toReaders, path: '/oauth2' }] } },
    },
  ],
])('the webservers may be told apart by their %s', (_, webserver) => {
  expect(errorsOfProps({ webserver })).toEqual([]);
});

test('hosts that a values document opens are compared as it says them, in the chart as by default', () => {
  const webserver = (reading: string): DagsterWebserverOptions => ({
    ingress: { host: open('host', text(HOST, 'The host.')) },
    readOnly: { ingress: { host: open('reading', text(reading, 'The host of readers.')) } },
  });
  const error = [taken('readOnly.ingress', 'ingress')];
  expect(errorsOfProps({ webserver: webserver(HOST) })).toEqual(error);
  expect(errorsOfProps({ webserver: webserver('read.example.com'), values: { reading: HOST } })).toEqual(error);
  expect(errorsOfProps({ webserver: webserver(HOST), values: { reading: 'read.example.com' } })).toEqual([]);
  const app = new DagsterApp({ outdir: 'unused' });
  const release = (scope: Construct) => new DagsterChart(scope, 'release', { webserver: webserver(HOST) });
  new HelmChart(app, 'chart', { version: '1.0.0', release });
  expect(errorsOf(() => app.render())).toEqual([expect.stringContaining('readOnly.ingress: found the host')]);
});
