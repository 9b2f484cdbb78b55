import { type IngressOptions, ServiceIngress } from '../../lib/kubernetes/ingress.js';
import { errorsIn, objectOf } from '../support/bare-release.js';

const ingress = (options: IngressOptions) =>
  objectOf(({ scope, ...role }) => new ServiceIngress(scope, 'ingress', { ...role, portName: 'http', ...options }));
const errors = (options: IngressOptions): string[] =>
  errorsIn(({ scope, ...role }) => new ServiceIngress(scope, 'ingress', { ...role, portName: 'http', ...options }));
const own = {
  path: '/',
  pathType: 'Prefix',
  backend: { service: { name: 'test-webserver', port: { name: 'http' } } },
};

test('it sends every path of every host to its Service, by the name of its port', () => {
  expect(ingress({})).toStrictEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'test-webserver', namespace: 'test', labels: expect.anything() },
    spec: { rules: [{ http: { paths: [own] } }] },
  });
});

test('host, path and class are properties', () => {
  const { spec } = ingress({ host: '*.example.com', path: '/dagster', pathType: 'Exact', className: 'nginx' });
  const paths = [{ ...own, path: '/dagster', pathType: 'Exact' }];
  expect(spec).toStrictEqual({ ingressClassName: 'nginx', rules: [{ host: '*.example.com', http: { paths } }] });
});

test('TLS is for its host unless others are given', () => {
  const host = 'dagster.example.com';
  expect(ingress({ host, tls: { secretName: 'tls' } }).spec.tls).toStrictEqual([{ secretName: 'tls', hosts: [host] }]);
  expect(ingress({ host, tls: { hosts: ['*.example.com'] } }).spec.tls).toStrictEqual([{ hosts: ['*.example.com'] }]);
  expect(ingress({ tls: { secretName: 'tls' } }).spec.tls).toStrictEqual([{ secretName: 'tls' }]);
});

test('paths of other Services stand before and after its own', () => {
  const before = { path: '/oauth2', serviceName: 'oauth2', servicePort: 4180 };
  const after = { path: '/*', pathType: 'ImplementationSpecific', serviceName: 'docs', servicePort: 'web' } as const;
  const [rule] = ingress({ extraPathsBefore: [before], extraPathsAfter: [after] }).spec.rules;
  expect(rule.http.paths).toStrictEqual([
    { path: '/oauth2', pathType: 'Prefix', backend: { service: { name: 'oauth2', port: { number: 4180 } } } },
    own,
    { path: '/*', pathType: 'ImplementationSpecific', backend: { service: { name: 'docs', port: { name: 'web' } } } },
  ]);
});

test('labels and annotations stand beside the recommended labels', () => {
  const { metadata } = ingress({ labels: { team: 'data' }, annotations: { 'example.com/auth': 'on' } });
  expect(metadata).toMatchObject({
    labels: { team: 'data', 'app.kubernetes.io/component': 'webserver' },
    annotations: { 'example.com/auth': 'on' },
  });
});

const path = { path: '/a', serviceName: 'a', servicePort: 1 };

test.each<[IngressOptions, string]>([
  [{ host: 'https://a.b' }, 'host: found "https://a.b"; allowed: a host name in lower case'],
  [{ host: 'A.example.com' }, 'host: found "A.example.com"; allowed: a host name'],
  [{ host: '10.0.0.1' }, 'host: found "10.0.0.1"; allowed: a host name'],
  [{ host: 'a.*.com' }, 'host: found "a.*.com"; allowed: a host name'],
  [{ path: 'dagster' }, 'path: found "dagster"; allowed: a path from "/" on'],
  [{ path: '/a//b' }, 'path: found "/a//b"; allowed: a path from "/" on, without "//"'],
  [
    { path: '/*' },
    'path: found "/*"; allowed: a path without "*" at its end, which Prefix takes for a plain character',
  ],
  [{ className: 'a_b' }, 'className: found "a_b"; allowed: lower-case letters'],
  [{ tls: { secretName: '-' } }, 'tls.secretName: found "-"; allowed: lower-case letters'],
  [{ tls: { hosts: [] } }, 'tls.hosts: found []; allowed: at least one host; leave it out for the host'],
  [{ tls: { hosts: ['a', ''] } }, 'tls.hosts.1: found ""; allowed: a host name'],
  [{ extraPathsBefore: [{ ...path, path: '' }] }, 'extraPathsBefore.0.path: found ""; allowed: a path'],
  [
    { extraPathsAfter: [{ ...path, serviceName: '1a' }] },
    'extraPathsAfter.0.serviceName: found "1a"; allowed: a Service',
  ],
  [
    { extraPathsAfter: [{ ...path, servicePort: 0 }] },
    'extraPathsAfter.0.servicePort: found 0; allowed: an integer, 1 to 65535',
  ],
  [
    { extraPathsAfter: [{ ...path, servicePort: '80' }] },
    'extraPathsAfter.0.servicePort: found "80"; allowed: the name of a port',
  ],
  [{ extraPathsAfter: [path, path] }, 'the path "Prefix /a" goes to two Services; allowed: one'],
  [{ labels: { 'a b': 'c' } }, 'labels: found "a b"; allowed: letters, digits'],
  [{ labels: { a: 'c d' } }, 'labels.a: found "c d"; allowed: letters, digits'],
  [{ annotations: { '/a': 'b' } }, 'annotations: found "/a"; allowed: letters, digits'],
])('rejects %j', (options, error) => {
  expect(errors(options)).toEqual([expect.stringContaining(`test/webserver/ingress: ${error}`)]);
});

test('rejects an unknown type of path', () => {
  // From JavaScript, any word may come.
  expect(errors(JSON.parse('{"pathType": "Glob"}'))).toEqual([
    'test/webserver/ingress: pathType: found "Glob"; allowed: Exact, Prefix, ImplementationSpecific',
  ]);
});
