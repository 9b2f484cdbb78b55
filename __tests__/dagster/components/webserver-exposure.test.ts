import { errorsOfProps, find, namesOf, usualObjects } from '../../support/releases.js';

const ingress = { host: 'dagster.example.com', tls: { secretName: 'tls' } };
const publicly = { host: 'public.example.com', annotations: { a: 'b' } };

test('webserver and read-only twin have an Ingress each, whose path follows the path prefix', () => {
  const objects = usualObjects({
    webserver: { pathPrefix: '/dagster', ingress, readOnly: { ingress: publicly } },
  });
  const pathTo = (name: string) => ({
    path: '/dagster',
    pathType: 'Prefix',
    backend: { service: { name, port: { name: 'http' } } },
  });
  expect(find(objects, 'Ingress', 'test-webserver').spec).toStrictEqual({
    rules: [{ host: 'dagster.example.com', http: { paths: [pathTo('test-webserver')] } }],
    tls: [{ secretName: 'tls', hosts: ['dagster.example.com'] }],
  });
  expect(find(objects, 'Ingress', 'test-webserver-read-only')).toMatchObject({
    metadata: { annotations: { a: 'b' } },
    spec: { rules: [{ host: 'public.example.com', http: { paths: [pathTo('test-webserver-read-only')] } }] },
  });
});

test('there is no Ingress unless it is asked for', () => {
  expect(namesOf(usualObjects({ webserver: { readOnly: {} } })).join()).not.toContain('Ingress');
});

test('its Service may have any name, to which Ingress, HTTPRoute and smoke test lead', () => {
  const service = { name: 'dagster-dagster-webserver' };
  const exposure = {
    service,
    ingress: { host: 'dagster.example.com' },
    httpRoute: { parentRefs: [{ name: 'public' }] },
  };
  const objects = usualObjects({ webserver: { ...exposure, readOnly: { service: { name: 'readers' } } } });
  expect(namesOf(objects)).toEqual(expect.arrayContaining([`Service ${service.name}`, 'Service readers']));
  expect(namesOf(objects)).not.toContain('Service test-webserver');
  const [rule] = find(objects, 'Ingress', 'test-webserver').spec.rules;
  expect(rule.http.paths[0].backend.service.name).toBe(service.name);
  expect(find(objects, 'HTTPRoute', 'test-webserver').spec.rules[0].backendRefs[0].name).toBe(service.name);
  expect(errorsOfProps({ webserver: { service: { name: 'a.b' }, readOnly: { service: { name: 'c_d' } } } })).toEqual([
    expect.stringContaining(': service.name: found "a.b"; allowed: a Service: lower-case letters'),
    expect.stringContaining('readOnly.service.name: found "c_d"; allowed: a Service: lower-case letters'),
  ]);
});

test('an HTTPRoute goes to the port of the Service', () => {
  const webserver = {
    pathPrefix: '/dagster',
    service: { port: 8080 },
    httpRoute: { parentRefs: [{ name: 'public' }], hostnames: ['dagster.example.com'] },
  };
  const [rule] = find(usualObjects({ webserver }), 'HTTPRoute', 'test-webserver').spec.rules;
  expect(rule.matches).toEqual([{ path: { type: 'PathPrefix', value: '/dagster' } }]);
  expect(rule.backendRefs).toEqual([{ group: '', kind: 'Service', name: 'test-webserver', port: 8080, weight: 1 }]);
});

test('an autoscaler takes the place of the replicas', () => {
  const objects = usualObjects({ webserver: { autoscaling: { minReplicas: 2, maxReplicas: 4 } } });
  expect(find(objects, 'HorizontalPodAutoscaler', 'test-webserver').spec).toMatchObject({
    minReplicas: 2,
    maxReplicas: 4,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'test-webserver' },
  });
  expect(find(objects, 'Deployment', 'test-webserver').spec).not.toHaveProperty('replicas');
});

test('a PodDisruptionBudget comes on request', () => {
  const objects = usualObjects({ webserver: { podDisruptionBudget: { maxUnavailable: 1 } } });
  expect(find(objects, 'PodDisruptionBudget', 'test-webserver').spec).toMatchObject({ maxUnavailable: 1 });
});

test('its Service has a type, a port and annotations of its own', () => {
  const service = { type: 'LoadBalancer', port: 8080, annotations: { a: 'b' }, labels: { c: 'd' } } as const;
  expect(find(usualObjects({ webserver: { service } }), 'Service', 'test-webserver')).toMatchObject({
    metadata: { annotations: { a: 'b' }, labels: { c: 'd' } },
    spec: { type: 'LoadBalancer', ports: [{ name: 'http', port: 8080, targetPort: 'http' }] },
  });
});

test('its account has annotations of its own, which that of the read-only twin has too, without the right to launch', () => {
  const annotations = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/dagster' };
  const objects = usualObjects({ webserver: { serviceAccount: { annotations }, readOnly: {} } });
  expect(find(objects, 'ServiceAccount', 'test-webserver').metadata).toMatchObject({ annotations });
  const twin = find(objects, 'Deployment', 'test-webserver-read-only').spec.template.spec;
  expect(twin.serviceAccountName).toBe('test-webserver-read-only');
  expect(find(objects, 'ServiceAccount', 'test-webserver-read-only').metadata).toMatchObject({ annotations });
  const bound = objects.filter(({ kind }) => kind === 'RoleBinding').flatMap(({ subjects }) => subjects);
  expect([...new Set(bound.map(({ name }) => name))].sort()).toEqual(['test-daemon', 'test-run', 'test-webserver']);
});

test('the read-only twin runs as an account that exists, whatever the first webserver runs as', () => {
  const readOnly = { serviceAccount: { name: 'viewer' } };
  const objects = usualObjects({ webserver: { serviceAccount: { name: 'web' }, readOnly } });
  const accountOf = (name: string) => find(objects, 'Deployment', name).spec.template.spec.serviceAccountName;
  expect(accountOf('test-webserver')).toBe('web');
  expect(accountOf('test-webserver-read-only')).toBe('viewer');
});
