import { type DagsterChartProps, PostgresPassword } from '../../../lib/index.js';
import { EXAMPLE } from '../../support/releases.js';
import { define } from '../support/definitions.js';
import { makeNamespaces, restricted } from '../support/namespaces.js';
import { apply, objectsOf, read, remove } from './support.js';

const NAME = 'custom-resources';

beforeAll(async () => {
  await define();
  makeNamespaces(restricted(NAME));
});

afterAll(() => {
  remove(NAME);
});

const header = { name: 'X-Forwarded-Prefix', value: '/dagster' };

const RELEASES: readonly [string, DagsterChartProps][] = [
  ['HTTPRoute', { webserver: { httpRoute: { parentRefs: [{ name: 'public' }] } } }],
  [
    'HTTPRoute',
    {
      webserver: {
        pathPrefix: '/dagster',
        httpRoute: {
          parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https', port: 443 }],
          hostnames: ['dagster.example.com', '*.example.org'],
          filters: [
            { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [header], add: [], remove: ['Cookie'] } },
            { type: 'ResponseHeaderModifier', responseHeaderModifier: { add: [header] } },
            {
              type: 'URLRewrite',
              urlRewrite: {
                hostname: 'dagster.internal',
                path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' },
              },
            },
            { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Login', name: 'login' } },
          ],
        },
      },
    },
  ],
  [
    'ExternalSecret',
    {
      postgresql: {
        password: PostgresPassword.fromExternalSecret({ secretStore: { name: 'vault' }, remoteKey: 'dagster' }),
      },
    },
  ],
  [
    'ExternalSecret',
    {
      postgresql: {
        password: PostgresPassword.fromExternalSecret({
          name: 'login',
          key: 'password',
          secretStore: { name: 'vault', kind: 'ClusterSecretStore' },
          remoteKey: 'dagster',
          remoteProperty: 'password',
          refreshInterval: '90m',
        }),
      },
    },
  ],
];

test.each(RELEASES)('the cluster takes an object of the kind %s, and keeps it as it is', (kind, props) => {
  const [object] = objectsOf(NAME, { userCode: { locations: [EXAMPLE] }, ...props }).filter((one) => one.kind === kind);
  if (object === undefined) throw new Error(`no ${kind}`);
  apply([object]);
  expect(read(NAME, kind, object.metadata.name).spec).toEqual(object.spec);
});
