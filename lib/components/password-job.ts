import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import type { IJob } from 'kubernetes-models/batch/v1';
import type { IRole, IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import { EXIT_WHEN_TOLD } from '../instance/check-db-ready.js';
import type { SecretKey } from '../instance/database.js';
import type { DagsterNetwork } from '../network/dagster-network.js';
import { Release } from '../release.js';
import { type Image, imageFields } from '../workload/image.js';
import { selectorOf } from '../workload/labels.js';
import { podOfJob } from '../workload/merge.js';
import { createObject, objectName } from '../workload/object.js';
import { serviceAccount } from '../workload/objects.js';
import type { PodOptions } from '../workload/options.js';
import { podTemplate } from '../workload/pod.js';
import { DAGSTER_UID } from '../workload/security.js';
import { scratch } from '../workload/volumes.js';

/** Creates the Secret unless it exists; an existing one is neither read nor changed. */
const SCRIPT = `
import os, secrets, signal, sys
from kubernetes import client, config

${EXIT_WHEN_TOLD}

config.load_incluster_config()
body = client.V1Secret(
    metadata=client.V1ObjectMeta(name=os.environ["SECRET_NAME"]),
    string_data={os.environ["SECRET_KEY"]: secrets.token_urlsafe(32)},
)
try:
    client.CoreV1Api().create_namespaced_secret(os.environ["NAMESPACE"], body)
    print("created the Secret", os.environ["SECRET_NAME"])
except client.ApiException as error:
    if error.status != 409:
        raise
    print("the Secret", os.environ["SECRET_NAME"], "exists")
`.trimStart();

const SCRATCH = [scratch('tmp', '/tmp')];
const RESOURCES = { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } };

export interface PasswordJobProps {
  readonly secret: SecretKey;
  /** An image with Python and the `kubernetes` client: Dagster's own. */
  readonly image: Image;
  /** What holds for the pods of the database. */
  readonly pod: PodOptions | undefined;
  readonly network: DagsterNetwork;
}

/** A Job that creates the database's password Secret inside the cluster, with the one permission that takes. */
export class PasswordJob extends Construct {
  constructor(scope: Construct, id: string, { secret, image, pod, network }: PasswordJobProps) {
    super(scope, id);
    const release = Release.of(this);
    const suffix = 'postgresql-password';
    const name = objectName(this, suffix);
    const selector = selectorOf(release, suffix);
    serviceAccount(this, { suffix, selector });
    network.limitWorker(this, { suffix, selector });
    createObject<IRole>(
      this,
      'role',
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', suffix, selector },
      { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['create'] }] },
    );
    createObject<IRoleBinding>(
      this,
      'role-binding',
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', suffix, selector },
      {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name, namespace: release.namespace }],
      },
    );
    // A Job is immutable: what may change with a version of this package is part of its name.
    const digest = createHash('sha256')
      .update(JSON.stringify([SCRIPT, imageFields(image), secret.key]))
      .digest('hex');
    createObject<IJob>(
      this,
      'job',
      { apiVersion: 'batch/v1', kind: 'Job', suffix: `${suffix}-${digest.slice(0, 8)}`, selector },
      {
        spec: {
          backoffLimit: 6,
          template: podTemplate(
            {
              selector,
              serviceAccount: name,
              token: true,
              uid: DAGSTER_UID,
              restartPolicy: 'OnFailure',
              container: {
                name: 'create-secret',
                image,
                command: ['python', '-c', SCRIPT],
                env: [
                  { name: 'SECRET_NAME', value: secret.name },
                  { name: 'SECRET_KEY', value: secret.key },
                  { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
                ],
                resources: RESOURCES,
              },
              volumes: SCRATCH,
            },
            { pod: podOfJob(pod) },
          ),
        },
      },
    );
  }
}
