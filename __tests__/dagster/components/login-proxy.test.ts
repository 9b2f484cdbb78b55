import type { DagsterWebserverOptions } from '../../../lib/index.js';
import { errorsOfProps, find, namesOf, usualObjects } from '../../support/releases.js';

const login = {
  name: 'oauth2-proxy',
  image: 'quay.io/oauth2-proxy/oauth2-proxy:v7.8.1',
  ports: [{ name: 'login', containerPort: 4180 }],
};
const behind = (pod: DagsterWebserverOptions['pod'], more: DagsterWebserverOptions = {}): DagsterWebserverOptions => ({
  pod,
  service: { targetPort: 'login' },
  ...more,
});
const tcp = (port: number): object[] => [{ protocol: 'TCP', port }];

test.each([
  ['a sidecar', { sidecars: [login] }],
  ['a native sidecar', { initContainers: [{ ...login, restartPolicy: 'Always' as const }] }],
])('Service and policy point at a log-in proxy that is %s', (_, pod) => {
  const objects = usualObjects({ webserver: behind(pod) });
  expect(find(objects, 'Service', 'test-webserver').spec.ports).toEqual([
    { name: 'http', port: 80, targetPort: 'login', protocol: 'TCP' },
  ]);
  expect(find(objects, 'NetworkPolicy', 'test-webserver').spec.ingress).toEqual([{ ports: tcp(4180) }]);
  const [main] = find(objects, 'Deployment', 'test-webserver').spec.template.spec.containers;
  expect(main.readinessProbe.httpGet.port).toBe('http');
});

test('who may connect to a log-in proxy is said as for the webserver', () => {
  const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }];
  const objects = usualObjects({ webserver: behind({ sidecars: [login] }), networkPolicy: { webserverFrom: from } });
  expect(find(objects, 'NetworkPolicy', 'test-webserver').spec.ingress).toEqual([{ ports: tcp(4180), from }]);
  expect(namesOf(objects).filter((name) => name.includes('smoke'))).toEqual([]);
});

test.each([
  ['unless it says otherwise', {}],
  ['whatever else its Service says', { service: { port: 8080 } }],
])('the read-only webserver stands behind the same proxy %s', (_, readOnly) => {
  const objects = usualObjects({ webserver: behind({ sidecars: [login] }, { readOnly }) });
  expect(find(objects, 'Service', 'test-webserver-read-only').spec.ports[0].targetPort).toBe('login');
  expect(find(objects, 'NetworkPolicy', 'test-webserver-read-only').spec.ingress).toEqual([{ ports: tcp(4180) }]);
});

test('the read-only webserver may do without the proxy, if it says so', () => {
  const readOnly = { service: { targetPort: 'http' } };
  const objects = usualObjects({ webserver: behind({ sidecars: [login] }, { readOnly }) });
  expect(find(objects, 'Service', 'test-webserver-read-only').spec.ports[0].targetPort).toBe('http');
  expect(find(objects, 'NetworkPolicy', 'test-webserver-read-only').spec.ingress).toEqual([{ ports: tcp(3000) }]);
});

test.each([
  ['without a sidecar', {}],
  ['of an init container that ends', { initContainers: [login] }],
  ['of another name', { sidecars: [{ ...login, ports: [{ name: 'other', containerPort: 4180 }] }] }],
  ['for UDP', { sidecars: [{ ...login, ports: [{ name: 'login', containerPort: 4180, protocol: 'UDP' as const }] }] }],
])('a Service does not lead to a port %s', (_, pod) => {
  expect(errorsOfProps({ webserver: behind(pod) }).join('\n')).toContain(
    'service.targetPort: found "login"; allowed: "http", or the name of a port of a sidecar in pod.sidecars',
  );
});
