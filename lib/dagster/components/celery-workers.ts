import { Construct } from 'constructs';
import type { IPodTemplateSpec } from 'kubernetes-models/v1';
import { ConfigFile, type ContainerResources, Fact, Release } from '../../engine/index.js';
import { fixedResources, usualResources } from '../../kubernetes/fixed-resources.js';
import { selectorOf } from '../../kubernetes/labels.js';
import { mergePod } from '../../kubernetes/merge.js';
import { objectName } from '../../kubernetes/object.js';
import { configMap, deployment, serviceAccount } from '../../kubernetes/objects.js';
import { podTemplate } from '../../kubernetes/pod.js';
import type { PodOptions, ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import { validateProcess } from '../../kubernetes/process-checks.js';
import type { MountedVolume } from '../../kubernetes/volumes.js';
import { checkDbReady } from '../instance/check-db-ready.js';
import type { DagsterInstance } from '../instance/instance.js';
import type { DagsterNetwork } from '../network/dagster-network.js';
import { CELERY_REPLICAS, type CeleryQueue, type CeleryWorkers } from '../runs/celery-queues.js';
import { DAGSTER_UID } from '../users.js';

export interface CeleryWorkerPodsProps {
  readonly workers: CeleryWorkers;
  readonly instance: DagsterInstance;
  readonly network: DagsterNetwork;
  /** The account of all pods of the release. @default - one of the workers' own */
  readonly serviceAccount?: ServiceAccountOptions;
  /** What holds for all pods of the release. */
  readonly pod: PodOptions | undefined;
}

const COMPONENT = 'celery-worker';

/** The label that tells the workers of different queues apart. */
const QUEUE = 'dagster.io/celery-queue';

const CONFIG_DIR = '/opt/dagster/celery';
const CONFIG_FILE = 'celery.yaml';
const RESOURCES: ContainerResources = {
  requests: { cpu: '250m', memory: '512Mi' },
  limits: { cpu: '1', memory: '1Gi' },
};

/** The Celery workers of a run launcher: a Deployment for each queue. */
export class CeleryWorkerPods extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: CeleryWorkerPodsProps,
  ) {
    super(scope, id);
    const { workers, instance, network } = props;
    validateProcess(this, workers.process);
    const selector = selectorOf(Release.of(this), COMPONENT);
    const said = props.serviceAccount ?? workers.process.serviceAccount;
    const account = serviceAccount(this, { suffix: COMPONENT, selector }, said);
    instance.allowLaunching(this, account, COMPONENT);
    network.identify(said);
    network.limitWorker(this, { suffix: COMPONENT, selector });
    // One that is said twice is an error of the launcher.
    const queues = new Map(workers.queues.map((queue) => [queue.name, queue]));
    for (const queue of queues.values()) this.createWorkers(new Construct(this, queue.name), queue, account);
  }

  private createWorkers(scope: Construct, queue: CeleryQueue, account: string): void {
    const { workers, instance } = this.props;
    const suffix = `celery-${queue.name}`;
    const selector = { ...selectorOf(Release.of(this), COMPONENT), [QUEUE]: queue.name };
    const config = new ConfigFile(`${suffix}.yaml`, new Fact(() => workers.configYaml(queue)));
    configMap(scope, 'config', { suffix, selector }, { [CONFIG_FILE]: config });
    const configVolume: MountedVolume = {
      volume: { name: 'celery', configMap: { name: objectName(this, suffix) } },
      mount: { mountPath: CONFIG_DIR, readOnly: true },
    };
    const { process } = workers;
    const pod = mergePod(
      mergePod(this.props.pod, process.pod),
      queue.labels === undefined ? {} : { labels: queue.labels },
    );
    const resources = fixedResources(this, queue.resources ?? usualResources(this, RESOURCES));
    const template = new Fact<IPodTemplateSpec>(() =>
      podTemplate(
        {
          selector,
          serviceAccount: account,
          token: true,
          uid: DAGSTER_UID,
          checksums: { instance: instance.config.checksum, celery: config.checksum },
          initContainers: [checkDbReady(instance)],
          container: {
            name: COMPONENT,
            image: instance.systemImage,
            command: workers.command(queue, `${CONFIG_DIR}/${CONFIG_FILE}`),
            ...instance.environment,
            resources,
          },
          volumes: [...instance.volumes, configVolume],
          spread: true,
        },
        { ...process, pod: queue.nodeSelector === undefined ? pod : { ...pod, nodeSelector: queue.nodeSelector } },
      ),
    );
    deployment(
      scope,
      'deployment',
      { suffix, selector, replicas: queue.replicas ?? CELERY_REPLICAS, template },
      process.deployment,
    );
  }
}
