import { randomUUID } from 'node:crypto';
import type { KubernetesObject } from '../../support/releases.js';
import type { Cluster } from '../harness/cluster.js';
import { valuesOf } from '../harness/store.js';
import { eventually } from '../harness/waiting.js';
import { type DatabaseAccess, select } from './checks.js';

export interface ExternalDatabaseProps {
  readonly host: string;
  readonly port: number;
  /** The Secret that exists before the release. */
  readonly secret: KubernetesObject;
  readonly key: string;
}

/** A database server that belongs to no release, at a name of its own; it is there before the release. */
export async function externalDatabase(
  cluster: Cluster,
  { host, port, secret, key }: ExternalDatabaseProps,
): Promise<DatabaseAccess> {
  const password = valuesOf(secret)[key]?.toString() ?? '';
  const environment = { POSTGRES_USER: 'dagster', POSTGRES_DB: 'dagster', POSTGRES_PASSWORD: password };
  const pod = cluster.start({
    name: 'external-database',
    namespace: 'elsewhere',
    uid: randomUUID(),
    owner: 'no object',
    labels: {},
    annotations: {},
    serviceAccount: 'default',
    spec: {
      securityContext: { runAsUser: 999, runAsGroup: 999, fsGroup: 999 },
      volumes: [{ name: 'data', emptyDir: {} }],
      containers: [
        {
          name: 'postgresql',
          image: 'docker.io/library/postgres:external',
          args: ['postgres', '-p', `${port}`],
          env: Object.entries(environment).map(([name, value]) => ({ name, value })),
          volumeMounts: ['/var/lib/postgresql', '/var/run/postgresql', '/tmp'].map((mountPath) => {
            return { name: 'data', mountPath, subPath: mountPath.slice(1) };
          }),
        },
      ],
    },
  });
  const address = await eventually('the address of the database', 30, () => {
    if (pod.address === undefined) throw new Error('none yet');
    return pod.address;
  });
  cluster.services.addHost(host, address);
  const access = { host: address, port, database: 'dagster', user: 'dagster', password };
  await cluster.eventually('the external database', 60, () => select(access, 'select 1'));
  return access;
}
