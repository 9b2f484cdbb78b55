import type { IMetricSpec } from 'kubernetes-models/autoscaling/v2';
import { is } from '../../engine/index.js';
import type { AutoscalingOptions } from '../autoscaling.js';
import type { HttpRouteFilter, HttpRouteOptions, HttpRouteParent, HttpUrlRewrite } from '../http-route-options.js';
import type { IngressOptions, IngressPath, IngressTls } from '../ingress.js';
import type { ServiceOptions } from '../objects.js';
import type { DisruptionBudgetOptions } from '../pod-disruption-budget.js';
import { TEXTS } from './process-shape.js';

export const SERVICE = is.bag<ServiceOptions>({
  name: is.text,
  type: is.word('ClusterIP', 'NodePort', 'LoadBalancer'),
  port: is.integer,
  targetPort: is.text,
  labels: TEXTS,
  annotations: TEXTS,
});

const INGRESS_PATHS = is.list(
  is.bag<IngressPath>({
    path: is.required(is.open(is.anyText)),
    pathType: is.anyText,
    serviceName: is.required(is.anyText),
    servicePort: is.required(is.either(is.number, is.anyText)),
  }),
);

export const INGRESS = is.bag<IngressOptions>({
  host: is.open(is.anyText),
  path: is.open(is.anyText),
  pathType: is.anyText,
  className: is.open(is.anyText),
  tls: is.bag<IngressTls>({ secretName: is.open(is.anyText), hosts: is.list(is.open(is.anyText)) }),
  extraPathsBefore: INGRESS_PATHS,
  extraPathsAfter: INGRESS_PATHS,
  labels: TEXTS,
  annotations: TEXTS,
});

const HEADERS = is.list(
  is.bag<{ name: string; value: string }>({ name: is.required(is.anyText), value: is.required(is.anyText) }),
);

const HEADER_CHANGES = is.bag<{ set?: unknown; add?: unknown; remove?: unknown }>({
  set: HEADERS,
  add: HEADERS,
  remove: is.list(is.anyText),
});

/** The members of all filters; which one goes with the type is checked later. */
type FilterMembers = { [K in HttpRouteFilter as Exclude<keyof K, 'type'>]?: unknown };

const FILTERS = is.list(
  is.bag<{ type: string } & FilterMembers>({
    type: is.required(is.anyText),
    requestHeaderModifier: HEADER_CHANGES,
    responseHeaderModifier: HEADER_CHANGES,
    urlRewrite: is.bag<HttpUrlRewrite>({ hostname: is.anyText, path: is.data }),
    extensionRef: is.bag<{ group: string; kind: string; name: string }>({
      group: is.required(is.anyText),
      kind: is.required(is.anyText),
      name: is.required(is.anyText),
    }),
  }),
);

export const HTTP_ROUTE = is.bag<HttpRouteOptions>({
  parentRefs: is.required(
    is.list(
      is.bag<HttpRouteParent>(
        { name: is.required(is.anyText), namespace: is.anyText, sectionName: is.anyText, port: is.number },
        { name: 'none' },
      ),
    ),
  ),
  hostnames: is.list(is.open(is.anyText)),
  path: is.anyText,
  filters: FILTERS,
  labels: TEXTS,
  annotations: TEXTS,
});

export const AUTOSCALING = is.bag<AutoscalingOptions>({
  minReplicas: is.required(is.open(is.number)),
  maxReplicas: is.required(is.open(is.number)),
  targetCpuUtilizationPercentage: is.open(is.number),
  targetMemoryUtilizationPercentage: is.open(is.number),
  metrics: is.list(is.partly<Pick<IMetricSpec, 'type'>>({ type: is.required(is.anyText) })),
  behavior: is.data,
});

export const DISRUPTION_BUDGET = is.bag<DisruptionBudgetOptions>({
  minAvailable: is.either(is.number, is.anyText),
  maxUnavailable: is.either(is.number, is.anyText),
  unhealthyPodEvictionPolicy: is.anyText,
});
