import type { Open } from '../../engine/index.js';
import type { OpenResources } from '../../kubernetes/fixed-resources.js';
import type { Image } from '../../kubernetes/image.js';
import type { KubernetesApiOptions } from '../../kubernetes/kubernetes-api.js';
import type { DisruptionBudgetOptions } from '../../kubernetes/pod-disruption-budget.js';
import type { ProcessOptions } from '../../kubernetes/pod-options.js';
import type { ContainerContextOptions } from '../runs/container-context.js';

/** What may serve the code. */
export const SERVERS = ['api grpc', 'code-server'] as const;

/** A code location: a gRPC server of the definitions of one project. */
export interface CodeLocationOptions extends ProcessOptions {
  /** The name of the code location, unique in a release: a DNS label, part of object names. */
  readonly name: string;

  /**
   * The image that holds the code, with Dagster in it; runs are launched with it, too. Its entry point is kept, and gets
   * the server's command as arguments: one of its own has to end with `exec "$@"`.
   *
   * Of an image without a digest that is called `latest`, or that is pulled `Always`, each new pod may hold other code:
   * the webserver and the daemon load the definitions again when a pod is replaced, and with several pods each of them
   * stays with one.
   */
  readonly image: Image;

  /**
   * Where the server finds the code, for example `['--python-file', '/app/definitions.py']` or
   * `['--module-name', 'my_project.definitions']`: what follows `dagster api grpc`, a word an item, less host and port.
   */
  readonly args: readonly string[];

  /**
   * What serves the code: `dagster api grpc` ends when the code cannot be loaded, `dagster code-server start` stays up
   * and can load it again, in one pod alone.
   *
   * @default 'api grpc'
   */
  readonly server?: (typeof SERVERS)[number];

  /** The port of the server and its Service. @default 3030 */
  readonly port?: number;

  /**
   * How many pods serve it.
   *
   * @default - as the values document says
   */
  readonly replicas?: Open<number>;

  /**
   * Requests and limits of its container.
   *
   * @default - as the values document says
   */
  readonly resources?: OpenResources;

  /**
   * Whether what is said here of variables, volumes, labels, annotations, security and scheduling holds for the runs of
   * the location, too.
   *
   * @default true
   */
  readonly includeConfigInLaunchedRuns?: boolean;

  /** What is said of its runs alone, over what they share with the server. @default - nothing */
  readonly runs?: ContainerContextOptions;

  /**
   * Folders of its image that the code writes to, for example `['/app/dbt']`, since the root file system is read-only: an
   * init container with `cp` copies each to a volume in its place, for the server and, unless
   * `includeConfigInLaunchedRuns` is false, for each run.
   *
   * @default - none; `/tmp` can be written anyway
   */
  readonly writableCopies?: readonly string[];

  /**
   * Whether its code talks to the Kubernetes API where it is served, in a sensor for example, and what it may do with it: its
   * servers get a token, and an account of their own unless one is said for them. Its runs have the same rights where they
   * share that account; a token, and the right to start pods as `PipesK8sClient` does, they have anyway.
   *
   * @default false
   */
  readonly kubernetesApi?: boolean | KubernetesApiOptions;

  /** How many of its pods may be away at once. @default - no PodDisruptionBudget */
  readonly podDisruptionBudget?: DisruptionBudgetOptions;

  /** Whether an init container, of the release's image, waits until the database takes a login. @default true */
  readonly checkDbReady?: boolean;

  /** The name of its Service, for example the one that workspaces elsewhere ask for. @default - that of the code location */
  readonly serviceName?: string;

  /** Annotations of its Service. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
}
