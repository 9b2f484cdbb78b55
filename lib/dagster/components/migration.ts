import { Construct } from 'constructs';
import type { IPodTemplateSpec } from 'kubernetes-models/v1';
import { type ContainerResources, Fact, Release } from '../../engine/index.js';
import { fixedResources, type OpenResources, usualResources } from '../../kubernetes/fixed-resources.js';
import { versionOf } from '../../kubernetes/image.js';
import { createJob } from '../../kubernetes/job.js';
import { selectorOf } from '../../kubernetes/labels.js';
import { serviceAccount } from '../../kubernetes/objects.js';
import { podTemplate } from '../../kubernetes/pod.js';
import type { ObjectOptions, ProcessOptions } from '../../kubernetes/pod-options.js';
import { validateProcess } from '../../kubernetes/process-checks.js';
import { checkDbReady } from '../instance/check-db-ready.js';
import type { DagsterInstance } from '../instance/instance.js';
import type { DagsterNetwork, DatabaseRoute } from '../network/dagster-network.js';
import { DAGSTER_UID } from '../users.js';

/** The Job that migrates the database. */
export interface MigrationOptions extends Omit<ProcessOptions, 'deployment' | 'probes'> {
  /** Requests and limits. @default - 250m CPU and 256Mi memory, up to 1 CPU and 512Mi */
  readonly resources?: OpenResources;
  /** The Job. @default - nothing but what it needs */
  readonly job?: ObjectOptions;
}

export interface MigrationProps extends MigrationOptions {
  readonly instance: DagsterInstance;
  readonly network: DagsterNetwork;
  readonly database: DatabaseRoute;
}

const SUFFIX = 'migrate';
const RESOURCES: ContainerResources = {
  requests: { cpu: '250m', memory: '256Mi' },
  limits: { cpu: '1', memory: '512Mi' },
};

/**
 * A Job that brings the database up to the schema of this Dagster version.
 */
export class Migration extends Construct {
  constructor(scope: Construct, id: string, { instance, network, database, resources, ...options }: MigrationProps) {
    super(scope, id);
    validateProcess(this, options);
    const selector = selectorOf(Release.of(this), SUFFIX);
    const account = serviceAccount(this, { suffix: SUFFIX, selector }, options.serviceAccount);
    network.limitDatabaseClient(this, { suffix: SUFFIX, selector, account: options.serviceAccount }, database);
    const image = options.image ?? instance.systemImage;
    const allowed = fixedResources(this, resources ?? usualResources(this, RESOURCES));
    const template = new Fact<IPodTemplateSpec>(() =>
      podTemplate(
        {
          selector,
          serviceAccount: account,
          // The command prints the instance first, for which it creates the run launcher, which looks for the token.
          token: true,
          uid: DAGSTER_UID,
          restartPolicy: 'OnFailure',
          initContainers: [{ ...checkDbReady(instance, false), ...instance.settledEnvironment }],
          container: {
            name: SUFFIX,
            image,
            command: ['dagster', 'instance', 'migrate'],
            ...instance.settledEnvironment,
            resources: allowed,
          },
          volumes: instance.volumes,
        },
        options,
      ),
    );
    createJob(this, 'job', { suffix: SUFFIX, selector, template, version: versionOf(image) }, options.job);
  }
}
