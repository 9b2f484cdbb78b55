import { ServiceHttpRoute } from '../../lib/kubernetes/http-route.js';
import type { HttpRouteOptions } from '../../lib/kubernetes/http-route-options.js';
import { errorsIn, objectOf } from '../support/bare-release.js';

const parentRefs = [{ name: 'public' }];
const route = (options: HttpRouteOptions) =>
  objectOf(({ scope, ...role }) => new ServiceHttpRoute(scope, 'route', { ...role, port: 80, ...options }));
const errors = (options: HttpRouteOptions): string[] =>
  errorsIn(({ scope, ...role }) => new ServiceHttpRoute(scope, 'route', { ...role, port: 80, ...options }));

test('it sends every path to its Service, with all that a cluster fills in written out', () => {
  expect(route({ parentRefs })).toStrictEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'test-webserver', namespace: 'test', labels: expect.anything() },
    spec: {
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ group: '', kind: 'Service', name: 'test-webserver', port: 80, weight: 1 }],
        },
      ],
    },
  });
});

test('listener, host names, path, filters, labels and annotations are properties', () => {
  const parent = { name: 'public', namespace: 'gateways', sectionName: 'https', port: 443 };
  const filters = [
    { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'X-Team', value: 'data' }] } },
    { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['Server'] } },
    { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
    { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Auth', name: 'sso' } },
  ] as const;
  const hostnames = ['dagster.example.com', '*.example.org'];
  const { metadata, spec } = route({
    ...{ parentRefs: [parent], hostnames, path: '/dagster', filters },
    ...{ labels: { team: 'data' }, annotations: { note: 'x' } },
  });
  expect(metadata).toMatchObject({ labels: { team: 'data' }, annotations: { note: 'x' } });
  expect(spec.parentRefs).toStrictEqual([{ group: 'gateway.networking.k8s.io', kind: 'Gateway', ...parent }]);
  expect(spec.hostnames).toStrictEqual(hostnames);
  expect(spec.rules[0].matches).toStrictEqual([{ path: { type: 'PathPrefix', value: '/dagster' } }]);
  expect(spec.rules[0].filters).toStrictEqual(filters);
});

const header = { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['a'] } } as const;

test.each<[Partial<HttpRouteOptions>, string]>([
  [{ parentRefs: [] }, 'parentRefs: found []; allowed: 1 to 32 of them'],
  [{ parentRefs: [{ name: 'A' }] }, 'parentRefs.0.name: found "A"; allowed: lower-case letters'],
  [{ parentRefs: [{ name: 'a', namespace: '' }] }, 'parentRefs.0.namespace: found ""; allowed: lower-case letters'],
  [{ parentRefs: [{ name: 'a', sectionName: 'b c' }] }, 'parentRefs.0.sectionName: found "b c"; allowed: lower'],
  [{ parentRefs: [{ name: 'a', port: 65536 }] }, 'parentRefs.0.port: found 65536; allowed: an integer, 1 to 65535'],
  [{ hostnames: [] }, 'hostnames: found []; allowed: 1 to 16 of them'],
  [{ hostnames: ['a.b:80'] }, 'hostnames.0: found "a.b:80"; allowed: a host name'],
  [{ path: 'a' }, 'path: found "a"; allowed: a path from "/" on'],
  [{ filters: [header, header] }, 'filters: "RequestHeaderModifier" is there twice; allowed: once'],
  [
    { filters: [{ type: 'ResponseHeaderModifier', responseHeaderModifier: {} }] },
    'filters.0.responseHeaderModifier: found {}; allowed: set, add or remove, with at least one header',
  ],
  [
    { filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { add: [{ name: 'a:', value: '' }] } }] },
    'filters.0.requestHeaderModifier.add.0: found "a:"; allowed: the name of an HTTP header',
  ],
  [
    { filters: [{ type: 'URLRewrite', urlRewrite: { hostname: '/' } }] },
    'filters.0.urlRewrite.hostname: found "/"; allowed: a host name',
  ],
  [
    { filters: [{ type: 'ExtensionRef', extensionRef: { group: 'g', kind: 'K', name: '' } }] },
    'filters.0.extensionRef.name: found ""; allowed: lower-case letters',
  ],
])('rejects %j', (options, error) => {
  expect(errors({ parentRefs, ...options })).toEqual([expect.stringContaining(`test/webserver/route: ${error}`)]);
});

test('rejects a redirect, which the API server refuses beside a Service', () => {
  expect(errors(JSON.parse('{"parentRefs": [{"name": "a"}], "filters": [{"type": "RequestRedirect"}]}'))).toEqual([
    'test/webserver/route: filters.0: found {"type":"RequestRedirect"}; allowed: the type RequestHeaderModifier, ResponseHeaderModifier, URLRewrite or ExtensionRef',
  ]);
});
