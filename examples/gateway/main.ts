/**
 * A gateway in front of two webservers on one host: `/dagster` for those who run things, `/dagster-viewer`, where nothing can
 * be changed, for everybody else. Envoy Gateway logs people in, each webserver for a group of its own.
 */
import { ApiObject } from 'cdk8s';
import { DagsterApp, DagsterChart, HelmChart, type HttpRouteOptions, PostgresPassword } from 'cdk8s-dagster';
import type { Construct } from 'constructs';

const HOST = 'data.example.com';
const ISSUER = 'https://login.example.com/realms/example';

/** The listener of the platform's Gateway, which has the certificate. */
const httpRoute: HttpRouteOptions = {
  parentRefs: [{ name: 'internal', namespace: 'gateways', sectionName: 'https' }],
  hostnames: [HOST],
};

/** Whom the gateway lets pass to a webserver. */
function logIn(chart: DagsterChart, webserver: string, path: string, group: string): void {
  const route = chart.findObject('HTTPRoute', webserver);
  const { name } = route;
  const policy = new ApiObject(chart, `log-in-${webserver}`, {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'SecurityPolicy',
    metadata: { name },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name }],
      oidc: {
        provider: { issuer: ISSUER },
        clientID: 'dagster',
        clientSecret: { name: 'dagster-oidc' },
        redirectURL: `https://${HOST}${path}/oauth2/callback`,
        logoutPath: `${path}/logout`,
        forwardAccessToken: true,
      },
      jwt: {
        providers: [
          { name: 'example', issuer: ISSUER, remoteJWKS: { uri: `${ISSUER}/protocol/openid-connect/certs` } },
        ],
      },
      authorization: {
        defaultAction: 'Deny',
        rules: [
          {
            action: 'Allow',
            principal: {
              jwt: { provider: 'example', claims: [{ name: 'groups', valueType: 'StringArray', values: [group] }] },
            },
          },
        ],
      },
    },
  });
  // Applied before it, so that there is no moment without a log-in.
  route.addDependency(policy);
}

function release(scope: Construct, id: string): DagsterChart {
  const chart = new DagsterChart(scope, id, {
    createNamespace: true,
    postgresql: {
      externalDatabase: { host: 'postgresql.databases.svc', port: 5432 },
      password: PostgresPassword.fromSecret({ name: 'dagster-database', key: 'password' }),
    },
    webserver: {
      pathPrefix: '/dagster',
      httpRoute,
      readOnly: { pathPrefix: '/dagster-viewer', httpRoute, replicas: 2, podDisruptionBudget: {} },
    },
    // Past the gateway nobody would have to log in.
    networkPolicy: {
      webserverFrom: [
        { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'envoy-gateway-system' } } },
      ],
    },
    userCode: {
      locations: [
        {
          name: 'sales',
          image: { repository: 'registry.example.com/data/sales', tag: '1.4.0' },
          args: ['--module-name', 'sales.definitions'],
        },
      ],
    },
  });
  logIn(chart, 'webserver', '/dagster', 'data-engineers');
  logIn(chart, 'webserver-read-only', '/dagster-viewer', 'staff');
  return chart;
}

const app = new DagsterApp();
release(app, 'analytics');
new HelmChart(app, 'dagster', { version: '1.0.0', release: (scope) => release(scope, 'release') });
app.synth();
