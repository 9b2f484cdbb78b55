import { parse } from 'yaml';
import { errorsOfProps, find, usualObjects } from '../../support/releases.js';

const servers = [{ host: 'elsewhere.example.com', port: 4000, locationName: 'elsewhere', ssl: true }];

function serversOf(props: Parameters<typeof usualObjects>[0]): unknown {
  return parse(find(usualObjects(props), 'ConfigMap', 'test-workspace').data['workspace.yaml']).load_from;
}

test('servers elsewhere follow the release’s own', () => {
  expect(serversOf({ workspace: { servers } })).toEqual([
    { grpc_server: { host: 'test-user-code-example', port: 3030, location_name: 'example' } },
    { grpc_server: { host: 'elsewhere.example.com', port: 4000, location_name: 'elsewhere', ssl: true } },
  ]);
});

test('servers elsewhere stay when the release has no user code', () => {
  const props = { workspace: { servers }, userCode: { enabled: false } };
  expect(serversOf(props)).toHaveLength(1);
  const [main] = find(usualObjects(props), 'Deployment', 'test-daemon').spec.template.spec.containers;
  expect(main.command).not.toContain('--empty-workspace');
});

test('a ConfigMap that exists is mounted instead, and does not roll the pods', () => {
  const objects = usualObjects({ workspace: { configMap: 'mine' } });
  expect(objects.some(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'test-workspace')).toBe(false);
  const { metadata, spec } = find(objects, 'Deployment', 'test-webserver').spec.template;
  expect(spec.volumes).toContainEqual({ name: 'workspace', configMap: { name: 'mine' } });
  expect(metadata.annotations).not.toHaveProperty('checksum/workspace');
});

test('rejects servers that cannot be reached, names that are taken, and two sources at once', () => {
  const wrong = [...servers, { host: 'http://a b', port: 0, locationName: 'elsewhere' }];
  expect(errorsOfProps({ workspace: { servers: wrong, configMap: 'mine' } })).toEqual([
    'test/workspace: workspace.servers.1.host: found "http://a b"; allowed: a DNS name or an IP address',
    'test/workspace: workspace.servers.1.port: found 0; allowed: a port, 1 to 65535',
    'test/workspace: workspace.servers: two code locations are named "elsewhere"; allowed: one each',
    'test/workspace: workspace: found both servers and configMap; allowed: one of them',
  ]);
});
