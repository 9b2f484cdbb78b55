import type { KubernetesObject } from '../../support/releases.js';
import type { Namespace } from './namespace.js';

/** Where the server of a database listens. */
export const PORT = 5433;

/** The Secret "login" of user and database "dagster". */
export function loginOf(password: string): KubernetesObject {
  const stringData = { POSTGRES_PASSWORD: password, POSTGRES_USER: 'dagster', POSTGRES_DB: 'dagster' };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login' }, stringData };
}

const SERVER: KubernetesObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'postgresql' },
    spec: { selector: { app: 'postgresql' }, ports: [{ port: PORT }] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'postgresql' },
    spec: {
      selector: { matchLabels: { app: 'postgresql' } },
      template: {
        metadata: { labels: { app: 'postgresql', 'app.kubernetes.io/component': 'postgresql' } },
        spec: {
          securityContext: { runAsNonRoot: true, runAsUser: 999, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'postgresql',
              image: 'docker.io/library/postgres:18.1',
              args: ['postgres', '-p', `${PORT}`],
              env: [{ name: 'PGPORT', value: `${PORT}` }],
              envFrom: [{ secretRef: { name: 'login' } }],
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
              readinessProbe: { exec: { command: ['pg_isready', '-h', '127.0.0.1'] } },
              volumeMounts: ['/var/lib/postgresql', '/var/run/postgresql'].map((mountPath) => {
                return { name: 'data', mountPath, subPath: mountPath.slice(1) };
              }),
            },
          ],
          volumes: [{ name: 'data', emptyDir: {} }],
        },
      },
    },
  },
];

/** Makes a namespace with a server of PostgreSQL that belongs to no release. */
export function startDatabase(namespace: Namespace, password: string): void {
  namespace.create().apply([loginOf(password), ...SERVER]);
}
