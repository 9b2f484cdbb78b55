/**
 * PostgreSQL by CloudNativePG in the namespace of the release, and oauth2-proxy in front of the webserver.
 *
 * The operator makes a Secret `<cluster>-app` of all that a client has to know, and a Secret `<cluster>-ca` of what it may
 * trust. The proxy is a sidecar: the Service and the network policy lead to it alone.
 */
import { ApiObject } from 'cdk8s';
import {
  CertificateAuthority,
  DagsterApp,
  DagsterChart,
  HelmChart,
  type PodOptions,
  PostgresPassword,
} from 'cdk8s-dagster';
import type { Construct } from 'constructs';

const HOST = 'dagster.example.com';
const CLUSTER = 'dagster-db';
const secret = (key: string) => ({ secretKeyRef: { name: `${CLUSTER}-app`, key } });

/** Three servers of PostgreSQL, of which `dagster-db-rw` is the one that takes writes. */
function postgresCluster(scope: Construct): ApiObject {
  return new ApiObject(scope, 'database', {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    // Before all that waits for it, where Argo CD deploys.
    metadata: { name: CLUSTER, annotations: { 'argocd.argoproj.io/sync-wave': '1' } },
    spec: {
      instances: 3,
      imageName: 'ghcr.io/cloudnative-pg/postgresql:18.1-system-trixie',
      bootstrap: { initdb: { database: 'dagster', owner: 'dagster' } },
      storage: { size: '50Gi', storageClass: 'fast' },
      postgresql: { parameters: { max_connections: '300', shared_buffers: '1GB' } },
      resources: { requests: { cpu: '1', memory: '4Gi' }, limits: { memory: '4Gi' } },
      monitoring: { enablePodMonitor: true },
    },
  });
}

/** Logs people in, and passes on what it lets through to the webserver beside it. */
const OAUTH2_PROXY: PodOptions = {
  sidecars: [
    {
      name: 'oauth2-proxy',
      image: 'quay.io/oauth2-proxy/oauth2-proxy:v7.13.0',
      args: [
        '--http-address=0.0.0.0:4180',
        '--upstream=http://127.0.0.1:3000',
        '--provider=oidc',
        '--oidc-issuer-url=https://login.example.com/realms/example',
        `--redirect-url=https://${HOST}/oauth2/callback`,
        '--email-domain=example.com',
        '--cookie-secure=true',
        '--reverse-proxy=true',
        '--skip-provider-button=true',
      ],
      env: ['CLIENT_ID', 'CLIENT_SECRET', 'COOKIE_SECRET'].map((key) => ({
        name: `OAUTH2_PROXY_${key}`,
        valueFrom: { secretKeyRef: { name: 'oauth2-proxy', key } },
      })),
      ports: [{ name: 'proxy', containerPort: 4180 }],
      readinessProbe: { httpGet: { path: '/ready', port: 'proxy' } },
      livenessProbe: { httpGet: { path: '/ping', port: 'proxy' } },
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    },
  ],
};

function release(scope: Construct, id: string): DagsterChart {
  const chart = new DagsterChart(scope, id, {
    preset: 'medium',
    createNamespace: true,
    postgresql: {
      externalDatabase: { host: `${CLUSTER}-rw`, port: 5432 },
      valueFrom: {
        host: secret('host'),
        port: secret('port'),
        database: secret('dbname'),
        username: secret('username'),
      },
      password: PostgresPassword.fromSecret({ name: `${CLUSTER}-app`, key: 'password' }),
    },
    instance: { storage: { certificateAuthority: CertificateAuthority.fromSecret({ name: `${CLUSTER}-ca` }) } },
    webserver: {
      pod: OAUTH2_PROXY,
      service: { targetPort: 'proxy' },
      ingress: {
        host: HOST,
        className: 'nginx',
        tls: { secretName: 'dagster-tls' },
        annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
      },
    },
    networkPolicy: {
      webserverFrom: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }],
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
  postgresCluster(chart);
  return chart;
}

const app = new DagsterApp();
release(app, 'analytics');
new HelmChart(app, 'dagster', { version: '1.0.0', release: (scope) => release(scope, 'release') });
app.synth();
