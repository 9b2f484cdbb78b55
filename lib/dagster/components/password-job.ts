import { Construct } from 'constructs';
import type { IRole, IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type { IPodTemplateSpec } from 'kubernetes-models/v1';
import { Fact, Release } from '../../engine/index.js';
import { usualResources } from '../../kubernetes/fixed-resources.js';
import { type Image, versionOf } from '../../kubernetes/image.js';
import { createJob } from '../../kubernetes/job.js';
import { selectorOf } from '../../kubernetes/labels.js';
import { podOfJob } from '../../kubernetes/merge.js';
import { createObject, objectName } from '../../kubernetes/object.js';
import { serviceAccount } from '../../kubernetes/objects.js';
import { podTemplate } from '../../kubernetes/pod.js';
import type { ObjectOptions, PodOptions } from '../../kubernetes/pod-options.js';
import { scratch } from '../../kubernetes/volumes.js';
import type { SecretKey } from '../config/database.js';
import { EXIT_WHEN_TOLD } from '../instance/check-db-ready.js';
import type { DagsterNetwork } from '../network/dagster-network.js';
import { DAGSTER_UID } from '../users.js';

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
  /** The account, which exists. @default - one of its own */
  readonly account: string | undefined;
  /** What holds for the pods of the database. */
  readonly pod: PodOptions | undefined;
  /** The Job. */
  readonly job: ObjectOptions | undefined;
  readonly network: DagsterNetwork;
}

/** A Job that creates the database's password Secret inside the cluster, with the one permission that takes. */
export class PasswordJob extends Construct {
  constructor(scope: Construct, id: string, { secret, image, account, pod, job, network }: PasswordJobProps) {
    super(scope, id);
    const release = Release.of(this);
    const suffix = 'postgresql-password';
    const name = objectName(this, suffix);
    const selector = selectorOf(release, suffix);
    const subject = serviceAccount(this, { suffix, selector }, account === undefined ? {} : { name: account });
    network.limitApiClient(this, { suffix, selector });
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
        subjects: [{ kind: 'ServiceAccount', name: subject, namespace: release.namespace }],
      },
    );
    createJob(
      this,
      'job',
      {
        suffix,
        selector,
        version: versionOf(image),
        template: new Fact<IPodTemplateSpec>(() =>
          podTemplate(
            {
              selector,
              serviceAccount: subject,
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
                resources: usualResources(this, RESOURCES),
              },
              volumes: SCRATCH,
            },
            { pod: podOfJob(pod) },
          ),
        ),
      },
      job,
    );
  }
}
