import type { Open } from '../../engine/index.js';
import type { AutoscalingOptions } from '../../kubernetes/autoscaling.js';
import type { HttpRouteOptions } from '../../kubernetes/http-route-options.js';
import type { IngressOptions } from '../../kubernetes/ingress.js';
import type { ServiceOptions } from '../../kubernetes/objects.js';
import type { DisruptionBudgetOptions } from '../../kubernetes/pod-disruption-budget.js';
import type { ProcessOptions, ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import type { ProcessKnobs } from '../contract/process-slice.js';
import type { WebserverCommandOptions } from './webserver-command.js';

/** How a webserver is reached, and how many pods run it. */
export interface ExposureOptions {
  /**
   * The Service in front of it. Where its `targetPort` is that of a log-in proxy beside the webserver, the network policy opens
   * this port alone, and there is no `helm test`, which could not log in. A read-only webserver, which has the same pods, has
   * the same `targetPort` unless it says its own.
   *
   * @default - a ClusterIP on port 80
   */
  readonly service?: ServiceOptions;

  /**
   * An Ingress to it; its path follows the path prefix. No host and path may lead to both webservers, unless Ingresses have
   * different classes, or HTTPRoutes different Gateways or listeners.
   *
   * @default - none
   */
  readonly ingress?: IngressOptions;

  /** A Gateway API HTTPRoute to it; its path follows the path prefix. @default - none */
  readonly httpRoute?: HttpRouteOptions;

  /** Pods by load: the values document's `replicaCount` then has no effect. @default - as many as are asked for */
  readonly autoscaling?: AutoscalingOptions;

  /** How many of its pods may be away at once. @default - no PodDisruptionBudget */
  readonly podDisruptionBudget?: DisruptionBudgetOptions;
}

/** The webserver: the web UI and the GraphQL API. */
export interface DagsterWebserverOptions
  extends ProcessKnobs,
    ProcessOptions,
    WebserverCommandOptions,
    ExposureOptions {
  /** A second webserver on which nothing can be changed. @default - none */
  readonly readOnly?: ReadOnlyWebserverOptions;

  /** Whether an init container waits until the database takes a login. @default true */
  readonly checkDbReady?: boolean;
}

/** A webserver beside the first one, with the same options, on which nothing can be changed. */
export interface ReadOnlyWebserverOptions extends ExposureOptions {
  /**
   * The path below which it serves everything; one of its own lets both webservers be reached by one host.
   *
   * @default - that of the first webserver
   */
  readonly pathPrefix?: string;

  /** How many pods run it. @default 1 */
  readonly replicas?: Open<number>;

  /**
   * The account that its pods run as; it launches nothing, and has no rights.
   *
   * @default - one of its own, with the labels and annotations of the first webserver's
   */
  readonly serviceAccount?: ServiceAccountOptions;
}
