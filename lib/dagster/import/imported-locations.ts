import { container, image, pod, pullSecrets, resources, texts } from './imported-process.js';
import { isJsonMap, type Values } from './official-values.js';
import { type Source, unlessEmpty } from './source.js';

const DEFAULT_PORT = 3030;

/**
 * The code locations, and the account that they run as.
 *
 * @param heard whether the run launcher hears what locations say of their runs, which Celery's does not
 */
export function userCode(values: Values, account: string | undefined, heard: boolean): Source {
  if (values.get('enabled') === false || values.get('enableSubchart') === false) {
    values.ledger.decisions.push('Code locations of another release: name their servers in `workspace.servers`.');
    return { enabled: false };
  }
  values.get('includeInstance');
  const own = values.at('serviceAccount');
  own.get('create');
  const name = values.at('global').text('serviceAccountName') ?? own.text('name') ?? account;
  return unlessEmpty({
    locations: locations(values, heard),
    serviceAccount: unlessEmpty({ name, annotations: texts(own.map('annotations')) }),
  });
}

function locations(values: Values, heard: boolean): Source {
  const secrets = pullSecrets(values);
  const all = values.items('deployments').map((item) => location(item, secrets, heard));
  return all.length === 0 ? undefined : all;
}

function location(values: Values, secrets: readonly string[], heard: boolean): Source {
  const serves = values.list('codeServerArgs').length > 0 && values.list('dagsterApiGrpcArgs').length === 0;
  const args = values.list(serves ? 'codeServerArgs' : 'dagsterApiGrpcArgs').map((arg) => `${arg}`);
  const port = values.get('port');
  const shares = values.at('includeConfigInLaunchedRuns').get('enabled') !== false && heard;
  const amounts = resources(values, 'resources');
  const namespace = values.get('deploymentNamespace');
  const annotations = texts(values.map('annotations'));
  return {
    name: values.text('name'),
    image: image(values.at('image')),
    args,
    server: serves ? 'code-server' : undefined,
    port: port === DEFAULT_PORT ? undefined : port,
    replicas: replicas(values, serves),
    resources: amounts,
    includeConfigInLaunchedRuns: shares ? undefined : false,
    runs: heard ? unlessEmpty({ namespace, resources: shares ? amounts : undefined }) : undefined,
    ...container(values),
    probes: unlessEmpty({
      startup: probe(values, 'startupProbe', port),
      readiness: probe(values, 'readinessProbe', port),
      liveness: probe(values, 'livenessProbe', port),
    }),
    pod: pod(values, {
      imagePullSecrets: secrets.length > 0 ? [...secrets] : undefined,
      initContainers: values.get('initContainers'),
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
