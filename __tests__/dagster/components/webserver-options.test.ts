import { errorsOfProps, find, usualObjects } from '../../support/releases.js';

const READ_ONLY = { webserver: { pathPrefix: '/dagster', readOnly: { replicas: 2, service: { port: 81 } } } };

test('every option of the command becomes a flag', () => {
  const webserver = {
    pathPrefix: '/dagster',
    logFormat: 'json' as const,
    logLevel: 'info' as const,
    dbStatementTimeout: 30000,
    dbPoolRecycle: -1,
    dbPoolMaxOverflow: 5,
  };
  const [main] = find(usualObjects({ webserver }), 'Deployment', 'test-webserver').spec.template.spec.containers;
  expect(main.command).toEqual([
    ...['dagster-webserver', '-h', '0.0.0.0', '-p', '3000', '--path-prefix', '/dagster', '--log-format', 'json'],
    ...[
      '--log-level',
      'info',
      '--db-statement-timeout',
      '30000',
      '--db-pool-recycle',
      '-1',
      '--db-pool-max-overflow',
      '5',
    ],
    ...['-w', '/dagster-workspace/workspace.yaml'],
  ]);
});

test('probes follow the path prefix', () => {
  const [main] = find(usualObjects(READ_ONLY), 'Deployment', 'test-webserver').spec.template.spec.containers;
  const paths = [main.startupProbe, main.readinessProbe, main.livenessProbe].map(({ httpGet }) => httpGet.path);
  expect(new Set(paths)).toEqual(new Set(['/dagster/server_info']));
});

test('a read-only twin has pods and a Service of its own, and the same options', () => {
  const objects = usualObjects(READ_ONLY);
  const twin = find(objects, 'Deployment', 'test-webserver-read-only');
  const [main] = twin.spec.template.spec.containers;
  expect(main.command).toEqual(expect.arrayContaining(['--read-only', '--path-prefix']));
  expect(twin.spec.replicas).toBe(2);
  expect(find(objects, 'Service', 'test-webserver-read-only').spec).toMatchObject({
    ports: [{ port: 81 }],
    selector: { 'app.kubernetes.io/component': 'webserver-read-only' },
  });
  expect(find(objects, 'Service', 'test-webserver').spec.selector).toMatchObject({
    'app.kubernetes.io/component': 'webserver',
  });
});

test('a read-only twin may have a path prefix of its own, so that one host leads to both', () => {
  const httpRoute = { parentRefs: [{ name: 'public' }], hostnames: ['data.example.com'] };
  const ingress = { host: 'data.example.com' };
  const readOnly = { pathPrefix: '/viewer', httpRoute, ingress };
  const objects = usualObjects({ webserver: { pathPrefix: '/dagster', httpRoute, ingress, readOnly } });
  for (const [name, prefix] of [
    ['test-webserver', '/dagster'],
    ['test-webserver-read-only', '/viewer'],
  ] as const) {
    const [main] = find(objects, 'Deployment', name).spec.template.spec.containers;
    const place = main.command.indexOf('--path-prefix');
    expect(main.command.slice(place, place + 2)).toEqual(['--path-prefix', prefix]);
    const { startupProbe, readinessProbe, livenessProbe } = main;
    const probed = [startupProbe, readinessProbe, livenessProbe].map(({ httpGet }) => httpGet.path);
    expect(probed).toEqual(Array(3).fill(`${prefix}/server_info`));
    const [{ matches }] = find(objects, 'HTTPRoute', name).spec.rules;
    expect(matches).toEqual([{ path: { type: 'PathPrefix', value: prefix } }]);
    const [{ http }] = find(objects, 'Ingress', name).spec.rules;
    expect(http.paths[0].path).toBe(prefix);
  }
});

test('rejects a path prefix of a read-only twin that is none', () => {
  expect(errorsOfProps({ webserver: { readOnly: { pathPrefix: 'viewer' } } })).toEqual([
    'test/webserver: readOnly.pathPrefix: found "viewer"; allowed: a path such as "/dagster", without "/" at its end',
  ]);
});

test.each(['/', 'dagster', '/dagster/', '/a b', ''])('rejects the path prefix %j', (pathPrefix) => {
  expect(errorsOfProps({ webserver: { pathPrefix } })).toEqual([
    expect.stringContaining('test/webserver: pathPrefix: found'),
  ]);
});

test('rejects numbers that Dagster does not take', () => {
  const webserver = { dbStatementTimeout: -1, dbPoolRecycle: -2, dbPoolMaxOverflow: 0.5 };
  expect(errorsOfProps({ webserver }).map((error) => error.split(':')[1]?.trim())).toEqual([
    'dbStatementTimeout',
    'dbPoolRecycle',
    'dbPoolMaxOverflow',
  ]);
});
