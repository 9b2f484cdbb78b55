import { join } from 'node:path';
import { type DagsterChartProps, PostgresPassword } from '../../../lib/index.js';
import { EXAMPLE } from '../../support/releases.js';
import { run } from '../../support/tools.js';
import { eventually } from '../support/waiting.js';
import { apply, ctl, namespace, objectsOf, read, remove } from './support.js';

const NAME = 'custom-resources';
const PINS = join(import.meta.dirname, '../go/crds');

/** Where definitions are, by the module that they are pinned with. */
const DEFINITIONS: Readonly<Record<string, readonly string[]>> = {
  'sigs.k8s.io/gateway-api': ['config/crd/standard/gateway.networking.k8s.io_httproutes.yaml'],
  'github.com/external-secrets/external-secrets': ['config/crds/bases/external-secrets.io_externalsecrets.yaml'],
};

/** The folder of a module of Go, which is downloaded once. */
function folderOf(module: string): string {
  const { status, stdout, stderr } = run('go', ['mod', 'download', '-json', module], { cwd: PINS });
  if (status !== 0) throw new Error(`${stderr}${stdout}`);
  return JSON.parse(stdout).Dir;
}

beforeAll(async () => {
  const files = Object.entries(DEFINITIONS).flatMap(([module, paths]) => {
    const folder = folderOf(module);
    return paths.flatMap((path) => ['-f', join(folder, path)]);
  });
  ctl(['apply', '--server-side', ...files]);
  const established = ['--for=condition=Established', '--timeout=30s'];
  await eventually('the definitions', 120, () => ctl(['wait', 'crd', '--all', ...established]));
  apply([namespace(NAME)]);
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
