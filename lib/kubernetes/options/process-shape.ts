import type { IAffinity, IEnvFromSource, IEnvVar } from 'kubernetes-models/v1';
import { type Checks, is, type Resources } from '../../engine/index.js';
import type { Image } from '../image.js';
import type { KubernetesApiOptions, PolicyRule } from '../kubernetes-api.js';
import type {
  DeploymentOptions,
  ObjectOptions,
  OpenContainer,
  PodOptions,
  ProbeOptions,
  ProcessOptions,
  ServiceAccountOptions,
} from '../pod-options.js';
import { amountsHint, envHint, imageHint, secretNameHint } from './hints.js';

/** Labels, annotations and the like. */
export const TEXTS = is.map(is.open(is.anyText));

/** The same, where nothing can be open. */
export const FIXED_TEXTS = is.map(is.anyText);

const WHOLE_IMAGE = is.bag<Image>({
  repository: is.required(is.open(is.anyText)),
  tag: is.otherwise(is.open(is.anyText), 'none'),
  digest: is.open(is.anyText),
  pullPolicy: is.open(is.word('Always', 'IfNotPresent', 'Never')),
});

export const IMAGE = is.hinted(WHOLE_IMAGE, imageHint);

/** Quantities have a schema of their own. */
const AMOUNTS = is.hinted(is.map(is.anything), amountsHint);

export const RESOURCES = is.bag<Resources>({ requests: AMOUNTS, limits: AMOUNTS });

export const OPEN_RESOURCES = is.open(RESOURCES);

/** What has a name that cannot be open, and members as Kubernetes has them. */
const NAMED = is.list(is.partly<{ name: string }>({ name: is.required(is.text) }));

const PROBE = is.either(is.open(is.data), is.no);

const PROBES: Checks<ProbeOptions> = { startup: PROBE, readiness: PROBE, liveness: PROBE };

const VARIABLES = is.list(
  is.bag<IEnvVar>({ name: is.required(is.text), value: is.open(is.anyText), valueFrom: is.open(is.data) }),
);

export const ENV = is.hinted(VARIABLES, envHint);

const ENV_FROM = is.list(
  is.bag<IEnvFromSource>({ prefix: is.open(is.text), configMapRef: is.open(is.data), secretRef: is.open(is.data) }),
);

const AFFINITY: Checks<IAffinity> = {
  nodeAffinity: is.open(is.data),
  podAffinity: is.open(is.data),
  podAntiAffinity: is.open(is.data),
};

const CONTAINERS = is.list(
  is.partly<Pick<OpenContainer, 'name' | 'securityContext'>>({
    name: is.required(is.text),
    securityContext: is.data,
  }),
);

export const POD: Checks<PodOptions> = {
  labels: TEXTS,
  annotations: TEXTS,
  imagePullSecrets: is.list(is.hinted(is.open(is.text), secretNameHint)),
  sidecars: CONTAINERS,
  initContainers: CONTAINERS,
  initContainerResources: OPEN_RESOURCES,
  nodeSelector: TEXTS,
  affinity: is.bag(AFFINITY),
  tolerations: is.open(is.list(is.data)),
  topologySpreadConstraints: is.open(is.list(is.data)),
  priorityClassName: is.open(is.text),
  schedulerName: is.open(is.text),
  terminationGracePeriodSeconds: is.open(is.integer),
  hostAliases: is.open(is.list(is.data)),
  user: is.word('fixed', 'root', 'assigned'),
  securityContext: is.data,
};

export const OBJECT: Checks<ObjectOptions> = { labels: TEXTS, annotations: TEXTS };

export const DEPLOYMENT: Checks<DeploymentOptions> = {
  ...OBJECT,
  strategy: is.open(is.data),
  revisionHistoryLimit: is.open(is.integer),
};

export const SERVICE_ACCOUNT = is.bag<ServiceAccountOptions>({
  name: is.text,
  create: is.flag,
  labels: TEXTS,
  annotations: TEXTS,
});

const RULE = is.bag<PolicyRule>(
  {
    apiGroups: is.required(is.list(is.anyText)),
    resources: is.required(is.list(is.text)),
    verbs: is.required(is.list(is.text)),
    resourceNames: is.list(is.text),
  },
  { apiGroups: ['none'], resources: ['none'], verbs: ['none'] },
);

const NAMES = is.list(is.text);

export const KUBERNETES_API = is.bag<KubernetesApiOptions>({
  rules: is.list(RULE),
  roles: NAMES,
  clusterRoles: NAMES,
  namespaces: NAMES,
});

export const PROCESS: Checks<ProcessOptions> = {
  image: IMAGE,
  env: ENV,
  envFrom: ENV_FROM,
  volumes: NAMED,
  volumeMounts: NAMED,
  securityContext: is.data,
  probes: is.bag(PROBES),
  pod: is.bag(POD),
  deployment: is.bag(DEPLOYMENT),
  serviceAccount: SERVICE_ACCOUNT,
};
