import { isDeepStrictEqual } from 'node:util';
import { DAGSTER_VERSION } from '../version.js';
import type { Accounts } from './imported-accounts.js';
import { sharingOf, withoutShared } from './imported-launcher.js';
import { container, env, image, pod, pullSecrets, resources, texts } from './imported-process.js';
import { isJsonMap, mapOf, type Values } from './official-values.js';
import { type Source, unlessEmpty } from './source.js';

const DEFAULT_PORT = 3030;

/** What a release says of its code locations, beside what they say themselves. */
export interface LocationContext {
  readonly accounts: Accounts;
  readonly namespace: string;
  /** Whether the run launcher hears what locations say of their runs, which Celery's does not. */
  readonly heard: boolean;
}

/** The code locations, and the account that they run as. */
export function userCode(release: Values, context: LocationContext): Source {
  const values = release.at('dagster-user-deployments');
  if (values.get('enabled') === false || values.get('enableSubchart') === false) return { enabled: false };
  values.get('includeInstance');
  const { system, code } = context.accounts;
  const all = values.items('deployments').map((item) => location(item, values, release, context));
  return unlessEmpty({
    locations: all.length === 0 ? undefined : all,
    serviceAccount: isDeepStrictEqual(code.named, system.named) ? code.named : code.made,
  });
}

function location(
  values: Values,
  locations: Values,
  release: Values,
  { accounts, heard, namespace }: LocationContext,
): Source {
  const serves = values.list('codeServerArgs').length > 0 && values.list('dagsterApiGrpcArgs').length === 0;
  const args = values.list(serves ? 'codeServerArgs' : 'dagsterApiGrpcArgs').map((arg) => `${arg}`);
  const port = values.get('port');
  const shares = values.at('includeConfigInLaunchedRuns').get('enabled') !== false && heard;
  const amounts = resources(values, 'resources');
  const annotations = texts(values.map('annotations'));
  const secrets = pullSecrets(locations);
  const { some, all } = sharingOf(release);
  // What the launcher says is meant for the runs of others.
  const usual = !all && heard && shares ? runNamespaceOf(release, namespace) : undefined;
  const account = some && !shares && accounts.system.named !== undefined ? accounts.system.name : undefined;
  return {
    name: values.text('name'),
    image: image(values.at('image')),
    args,
    server: serves ? 'code-server' : undefined,
    port: port === DEFAULT_PORT ? undefined : port,
    replicas: replicas(values, serves),
    resources: amounts,
    includeConfigInLaunchedRuns: shares ? undefined : false,
    runs: heard
      ? unlessEmpty({
          namespace: shares ? (values.get('deploymentNamespace') ?? usual) : undefined,
          serviceAccountName: account,
          resources: shares ? amounts : undefined,
        })
      : undefined,
    ...container(values),
    env: withoutShared(env(values), release),
    probes: unlessEmpty({
      startup: probe(values, 'startupProbe', port),
      readiness: probe(values, 'readinessProbe', port),
      liveness: probe(values, 'livenessProbe', port),
    }),
    pod: pod(values, {
      imagePullSecrets: secrets.length > 0 ? [...secrets] : undefined,
      initContainers: initContainers(values),
      sidecars: values.get('sidecarContainers'),
    }),
    deployment: unlessEmpty({
      labels: texts(values.map('labels')),
      annotations,
      strategy: values.get('deploymentStrategy'),
    }),
    serviceAnnotations: texts(values.at('service').map('annotations')),
  };
}

/** The namespace of the release, where the run launcher has another one. */
function runNamespaceOf(release: Values, namespace: string): string | undefined {
  const launcher = release.at('runLauncher').at('config').at('k8sRunLauncher');
  return launcher.get('jobNamespace') === undefined ? undefined : namespace;
}

/** Init containers, whose images may be maps in the official chart. */
function initContainers(values: Values): Source {
  const all = values.list('initContainers').map((item) => {
    const { image: given, ...rest } = mapOf(item);
    if (!isJsonMap(given)) return item;
    const { repository, tag, digest, pullPolicy } = given;
    const name =
      digest === undefined || digest === '' ? `${repository}:${tag ?? DAGSTER_VERSION}` : `${repository}@${digest}`;
    return { ...rest, image: name, ...(pullPolicy === undefined ? {} : { imagePullPolicy: pullPolicy }) };
  });
  return all.length === 0 ? undefined : all;
}

/** How many pods serve a location; one that loads its code again does so in one pod alone. */
function replicas(values: Values, serves: boolean): Source {
  const count = values.get('replicaCount');
  if (!serves || count === 1) return count === 1 ? undefined : count;
  if (count !== undefined)
    values.ledger.refuse(values.pathOf('replicaCount'), 'A code server loads its code again in one pod alone.');
  return undefined;
}

/** What the official chart writes where nobody changes it. */
const USUAL = { periodSeconds: 20, timeoutSeconds: 10, successThreshold: 1, failureThreshold: 1 };

/** A probe, which asks the server by gRPC where it does not say how. */
function probe(values: Values, key: string, port: Source): Source {
  const given = values.get(key);
  if (!isJsonMap(given)) return undefined;
  const { enabled, ...rest } = given;
  if (enabled === false) return key === 'startupProbe' ? undefined : false;
  const isUsual = Object.entries(rest).every(([name, value]) =>
    Object.entries(USUAL).some((usual) => usual[0] === name && usual[1] === value),
  );
  if (isUsual) return undefined;
  const asks = ['exec', 'grpc', 'tcpSocket', 'httpGet'].some((how) => Object.hasOwn(rest, how));
  return asks ? rest : { grpc: { port: port ?? DEFAULT_PORT, service: 'DagsterApi' }, ...rest };
}
