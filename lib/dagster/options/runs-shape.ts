import { type Checks, is } from '../../engine/index.js';
import {
  FIXED_TEXTS,
  IMAGE,
  KUBERNETES_API,
  OPEN_RESOURCES,
  POD,
  PROCESS,
  RESOURCES,
  SERVICE_ACCOUNT,
} from '../../kubernetes/options/process-shape.js';
import type { SecretKey } from '../config/database.js';
import type { CeleryK8sRunLauncherOptions } from '../runs/celery-launcher.js';
import type { CeleryQueue } from '../runs/celery-queues.js';
import type { ContainerContextOptions } from '../runs/container-context.js';
import type { AllowedK8sConfigFields, K8sRunLauncherOptions } from '../runs/k8s-launcher.js';
import type { RunK8sConfig } from '../runs/run-k8s-config.js';
import type { RunPodOptions, RunPodTemplate } from '../runs/run-pod.js';

const { sidecars, initContainerResources, ...POD_OF_RUN } = POD;

const RUN_K8S_CONFIG = is.bag<RunK8sConfig>({
  containerConfig: is.data,
  podSpecConfig: is.data,
  podTemplateSpecMetadata: is.data,
  jobConfig: is.data,
  jobMetadata: is.data,
  jobSpecConfig: is.data,
});

const RUN_POD: Checks<RunPodOptions> = {
  env: PROCESS.env,
  envFrom: PROCESS.envFrom,
  volumes: PROCESS.volumes,
  volumeMounts: PROCESS.volumeMounts,
  securityContext: PROCESS.securityContext,
  namespace: is.text,
  imagePullPolicy: is.open(is.word('Always', 'IfNotPresent', 'Never')),
  resources: OPEN_RESOURCES,
  pod: is.bag<RunPodTemplate>(POD_OF_RUN),
  runK8sConfig: RUN_K8S_CONFIG,
};

export const CONTAINER_CONTEXT = is.bag<ContainerContextOptions>({
  ...RUN_POD,
  serviceAccountName: is.text,
  serviceAccount: SERVICE_ACCOUNT,
  kubernetesApi: KUBERNETES_API,
});

const FLAGS = is.map(is.flag);

const ALLOWED_FIELDS = is.bag<AllowedK8sConfigFields>({
  container_config: FLAGS,
  pod_spec_config: FLAGS,
  pod_template_spec_metadata: FLAGS,
  job_metadata: FLAGS,
  job_spec_config: FLAGS,
  namespace: is.flag,
});

export const K8S_RUN_LAUNCHER = is.bag<K8sRunLauncherOptions>({
  ...RUN_POD,
  image: IMAGE,
  serviceAccount: SERVICE_ACCOUNT,
  ttlSecondsAfterFinished: is.number,
  backoffLimit: is.number,
  activeDeadlineSeconds: is.number,
  failPodOnRunFailure: is.flag,
  onlyAllowUserDefinedK8sConfigFields: ALLOWED_FIELDS,
  onlyAllowUserDefinedEnvVars: is.list(is.text),
});

const SECRET_KEY = is.bag<SecretKey>({ name: is.required(is.text), key: is.required(is.text) });

const QUEUE = is.bag<CeleryQueue>(
  {
    name: is.required(is.text),
    replicas: is.number,
    labels: FIXED_TEXTS,
    nodeSelector: FIXED_TEXTS,
    configSource: is.data,
    additionalArgs: is.list(is.anyText),
    resources: RESOURCES,
  },
  { name: 'dagster' },
);

export const CELERY_RUN_LAUNCHER = is.bag<CeleryK8sRunLauncherOptions>({
  brokerSecret: is.required(SECRET_KEY),
  backendSecret: SECRET_KEY,
  workerQueues: is.list(QUEUE),
  configSource: is.data,
  include: is.list(is.text),
  retries: is.flag,
  workers: is.bag(PROCESS),
  namespace: is.text,
  imagePullPolicy: is.word('Always', 'IfNotPresent', 'Never'),
  imagePullSecrets: is.list(is.text),
  serviceAccount: SERVICE_ACCOUNT,
  labels: FIXED_TEXTS,
  envFrom: is.list(is.data),
  volumes: PROCESS.volumes,
  volumeMounts: PROCESS.volumeMounts,
  failPodOnRunFailure: is.flag,
});
