import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import type { IJob } from 'kubernetes-models/batch/v1';
import { checkDbReady } from '../instance/check-db-ready.js';
import type { DagsterInstance } from '../instance/instance.js';
import type { DagsterNetwork } from '../network/dagster-network.js';
import { Release } from '../release.js';
import type { Resources } from '../values/resources.js';
import { imageReference } from '../workload/image.js';
import { selectorOf } from '../workload/labels.js';
import { createObject } from '../workload/object.js';
import { serviceAccount } from '../workload/objects.js';
import type { ProcessOptions } from '../workload/options.js';
import { podTemplate } from '../workload/pod.js';
import { fixedResources } from '../workload/resources.js';
import { DAGSTER_UID } from '../workload/security.js';
import { validateProcess } from '../workload/validate.js';

export interface MigrationOptions extends Omit<ProcessOptions, 'deployment' | 'probes'> {
  /** Requests and limits. @default - 250m CPU and 256Mi memory, up to 1 CPU and 512Mi */
  readonly resources?: Resources;
}

export interface MigrationProps extends MigrationOptions {
  readonly instance: DagsterInstance;
  readonly network: DagsterNetwork;
}

const SUFFIX = 'migrate';
const RESOURCES: Resources = { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '1', memory: '512Mi' } };

/**
 * A Job that brings the database up to the schema of this Dagster version.
 *
 * A Job is immutable, so its name follows the image: another version is another Job.
 */
export class Migration extends Construct {
  constructor(scope: Construct, id: string, { instance, network, resources = RESOURCES, ...options }: MigrationProps) {
    super(scope, id);
    validateProcess(this, options);
    const selector = selectorOf(Release.of(this), SUFFIX);
    const account = serviceAccount(this, { suffix: SUFFIX, selector }, options.serviceAccount);
    network.limitWorker(this, { suffix: SUFFIX, selector });
    const image = options.image ?? instance.systemImage;
    const digest = createHash('sha256').update(imageReference(image)).digest('hex').slice(0, 8);
    const template = podTemplate(
      {
        selector,
        serviceAccount: account,
        // The command prints the instance first, for which it creates the run launcher, which looks for the token.
        token: true,
        uid: DAGSTER_UID,
        restartPolicy: 'OnFailure',
        initContainers: [checkDbReady(instance)],
        container: {
          name: SUFFIX,
          image,
          command: ['dagster', 'instance', 'migrate'],
          env: instance.env,
          resources: fixedResources(this, resources),
        },
        volumes: instance.volumes,
      },
      options,
    );
    const identity = { apiVersion: 'batch/v1', kind: 'Job', suffix: `${SUFFIX}-${digest}`, selector } as const;
    createObject<IJob>(this, 'job', identity, { spec: { backoffLimit: 6, template } });
  }
}
