import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

export interface PgBouncerProps {
  /** The server behind it. */
  readonly host: string;
  readonly database: string;
  /** How many connections it takes. */
  readonly maxClients: number;
  /** How many it has to the server. */
  readonly poolSize: number;
  /** Where the External Secrets operator finds `userlist.txt`, at `dagster/pgbouncer`. */
  readonly secretStore: { readonly name: string; readonly kind: string };
}

const PORT = 6432;
const LABELS = { 'app.kubernetes.io/name': 'pgbouncer' };
const SECRET = 'pgbouncer-users';

/** PgBouncer in front of a PostgreSQL that is elsewhere. */
export class PgBouncer extends Construct {
  constructor(scope: Construct, id: string, props: PgBouncerProps) {
    super(scope, id);
    const object = (kind: string, apiVersion: string, name: string, members: object) =>
      new ApiObject(this, `${kind}-${name}`, { apiVersion, kind, metadata: { name, labels: LABELS }, ...members });
    const { secretStore } = props;
    object('ExternalSecret', 'external-secrets.io/v1', SECRET, {
      spec: {
        secretStoreRef: secretStore,
        target: { name: SECRET },
        data: [{ secretKey: 'userlist.txt', remoteRef: { key: 'dagster/pgbouncer', property: 'userlist' } }],
      },
    });
    object('ConfigMap', 'v1', 'pgbouncer', { data: { 'pgbouncer.ini': configuration(props) } });
    object('Deployment', 'apps/v1', 'pgbouncer', {
      spec: { replicas: 2, selector: { matchLabels: LABELS }, template: { metadata: { labels: LABELS }, spec: POD } },
    });
    object('Service', 'v1', 'pgbouncer', { spec: { selector: LABELS, ports: [{ name: 'postgresql', port: PORT }] } });
    object('PodDisruptionBudget', 'policy/v1', 'pgbouncer', {
      spec: { maxUnavailable: 1, selector: { matchLabels: LABELS } },
    });
  }
}

/**
 * The webserver sends its `statement_timeout` in `options`, which PgBouncer has to be told to ignore. Migrations lock the
 * session, so a transaction would not be enough of one.
 */
function configuration({ host, database, maxClients, poolSize }: PgBouncerProps): string {
  return `[databases]
${database} = host=${host} port=5432 pool_size=${poolSize}

[pgbouncer]
listen_addr = 0.0.0.0
listen_port = ${PORT}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = /etc/pgbouncer/users/userlist.txt
pool_mode = session
max_client_conn = ${maxClients}
ignore_startup_parameters = options,extra_float_digits
server_tls_sslmode = require
`;
}

const POD = {
  securityContext: { runAsNonRoot: true, runAsUser: 70, seccompProfile: { type: 'RuntimeDefault' } },
  automountServiceAccountToken: false,
  containers: [
    {
      name: 'pgbouncer',
      image: 'docker.io/edoburu/pgbouncer:v1.24.1-p1',
      command: ['pgbouncer', '/etc/pgbouncer/configuration/pgbouncer.ini'],
      ports: [{ name: 'postgresql', containerPort: PORT }],
      readinessProbe: { tcpSocket: { port: 'postgresql' } },
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: [
        { name: 'configuration', mountPath: '/etc/pgbouncer/configuration', readOnly: true },
        { name: 'users', mountPath: '/etc/pgbouncer/users', readOnly: true },
      ],
    },
  ],
  volumes: [
    { name: 'configuration', configMap: { name: 'pgbouncer' } },
    { name: 'users', secret: { secretName: SECRET } },
  ],
};
