import { parse } from 'yaml';

// biome-ignore lint/suspicious/noExplicitAny: manifests are looked into without a type
type Any = any;

/** What manifests say, whatever their objects are called: by role, then by what is said of it. */
export type Facts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Which role an object has, by its name; nothing for one that has none in both charts. */
export type RoleOf = (name: string) => string | undefined;

/** Objects of a release of this library. */
export const ourRole =
  (release: string): RoleOf =>
  (name) => {
    const rest = name.startsWith(`${release}-`) ? name.slice(release.length + 1) : '';
    const [, kind, part] = /^(user-code|celery)-(.+)$/.exec(rest) ?? [];
    if (kind !== undefined) return `${kind === 'celery' ? 'queue' : 'location'} ${part}`;
    return ['webserver', 'webserver-read-only', 'daemon', 'migrate'].find(
      (role) => rest === role || (role === 'migrate' && rest.startsWith('migrate-')),
    );
  };

/** What the release says of its own accord. */
const OWN_NAME =
  /^DAGSTER_(K8S_.*|HOME|CLI_API_.*|CONTAINER_CONTEXT|CURRENT_IMAGE|PG_(HOST|PORT|DB|USERNAME)|DISABLE.*)$|^(HOME|POD_TEMPLATE_HASH|POD_UID)$/;
const OWN_LABEL = /^(app\.kubernetes\.io|helm\.sh|dagster\.io)\/|^(component|deployment)$/;
const OWN_ANNOTATION = /^(checksum|cdk8s-dagster|argocd\.argoproj\.io)\b|kubectl\.kubernetes\.io\/default-container/;
const OWN_VOLUME = /^(dagster-.*|dagster|instance|workspace|home|tmp|celery)$/;
const OWN_INIT = /^(check-db-ready|init-user-deployment-.*|wait-.*)$/;

/** The facts of all pods, Services, Ingresses, the workspace and the instance. */
export function factsOf(objects: readonly Any[], roleOf: RoleOf): Facts {
  const facts: Record<string, Record<string, unknown>> = {};
  const add = (role: string, said: Record<string, unknown>): void => {
    facts[role] = { ...facts[role], ...said };
  };
  for (const object of objects) {
    const { kind, metadata, spec, data } = object;
    const role = roleOf(metadata.name);
    if (role !== undefined && (kind === 'Deployment' || kind === 'Job')) {
      add(role, said({ ...podOf(spec.template, objects), replicas: spec.replicas }));
    }
    if (role !== undefined && kind === 'Service') {
      const { annotations = {} } = metadata;
      add(role, said({ service: [spec.type, spec.ports[0].port, without(annotations, OWN_ANNOTATION)] }));
    }
    if (kind === 'Ingress') ingressOf(object, roleOf, add);
    if (data?.['workspace.yaml'] !== undefined) add('workspace', { servers: serversIn(data['workspace.yaml']) });
    if (data?.['dagster.yaml'] !== undefined) add('instance', instanceOf(parse(data['dagster.yaml']), objects));
  }
  return facts;
}

function podOf({ metadata = {}, spec }: Any, objects: readonly Any[]): Record<string, unknown> {
  const [container, ...sidecars] = spec.containers;
  const names = (containers: Any[] = []): string[] => containers.map(({ name }) => name);
  return {
    image: container.image,
    command: commandOf(container),
    ...environmentOf(container, objects),
    volumes: (spec.volumes ?? []).filter(({ name }: Any) => !OWN_VOLUME.test(name)),
    mounts: (container.volumeMounts ?? []).filter(({ name }: Any) => !OWN_VOLUME.test(name)),
    resources: textsOf(container.resources),
    nodeSelector: spec.nodeSelector,
    affinity: spec.affinity,
    tolerations: spec.tolerations,
    schedulerName: spec.schedulerName,
    labels: without(metadata.labels, OWN_LABEL),
    annotations: without(metadata.annotations, OWN_ANNOTATION),
    podSecurity: spec.securityContext,
    security: container.securityContext,
    account: spec.serviceAccountName,
    pullSecrets: spec.imagePullSecrets,
    sidecars: names(sidecars),
    initContainers: (spec.initContainers ?? []).filter(({ name }: Any) => !OWN_INIT.test(name)),
    ...Object.fromEntries(['readiness', 'liveness', 'startup'].map((name) => [name, container[`${name}Probe`]])),
  };
}

/** The words of a command, each option with what follows it, in order. */
function commandOf({ command = [], args = [] }: Any): string[] {
  const [first, second, text] = command;
  const words: string[] = first === '/bin/bash' && second === '-c' ? text.split(' ') : [...command, ...args];
  return words
    .join(' ')
    .replace(/ -p \d+/, '')
    .split(/ (?=-)/)
    .filter((part) => !/^(-y|--fixed-server-id) /.test(part))
    .sort();
}

/** Variables by name, those of ConfigMaps of the release among them, and what comes from elsewhere. */
function environmentOf(container: Any, objects: readonly Any[]): Record<string, unknown> {
  const env: Record<string, unknown> = {};
  const envFrom: unknown[] = [];
  for (const source of container.envFrom ?? []) {
    const name = source.configMapRef?.name;
    const map = objects.find((object) => object.kind === 'ConfigMap' && object.metadata.name === name);
    for (const [key, value] of Object.entries(map?.data ?? {})) env[key] = { value };
    if (map === undefined && !/-(webserver|daemon|shared|worker)-env$/.test(name ?? '')) envFrom.push(source);
  }
  for (const { name, ...said } of container.env ?? []) env[name] = said;
  return { env: without(env, OWN_NAME), envFrom };
}

function ingressOf({ metadata, spec }: Any, roleOf: RoleOf, add: (role: string, facts: Any) => void): void {
  for (const { host, http } of spec.rules) {
    const paths = http.paths.map(({ path, pathType, backend }: Any) => {
      const role = roleOf(backend.service.name);
      return [path, pathType, role ?? backend.service.name, role === undefined ? backend.service.port : 'its own'];
    });
    const role = paths.find(([, , service]: Any) => service.startsWith('webserver'))?.[2] ?? 'ingress';
    const { tls } = spec;
    const secrets = (tls ?? [])
      .filter(({ hosts }: Any) => hosts.includes(host))
      .map(({ secretName }: Any) => secretName);
    const { labels, annotations } = metadata;
    const about = {
      annotations: without(annotations, OWN_ANNOTATION),
      labels: without(labels, OWN_LABEL),
      class: spec.ingressClassName,
    };
    add(role, { ingress: said({ host, paths, secrets, ...about }) });
  }
}

/** Keys of `dagster.yaml` that mean the same in both charts; what it says of runs is seen in the Jobs that it makes. */
const SETTINGS =
  /^(auto_materialize|code_servers|compute_logs|concurrency|freshness|python_logs|retention|run_coordinator|run_monitoring|run_retries|schedule[rs]|secrets|sensors|telemetry)$/;

function instanceOf(config: Any, objects: readonly Any[]): Record<string, unknown> {
  const settings = Object.entries(config).filter(([key]) => SETTINGS.test(key));
  const storage = config.storage?.postgres ?? config.event_log_storage.config;
  const environment = Object.assign({}, ...objects.filter(({ kind }) => kind === 'ConfigMap').map(({ data }) => data));
  const database = JSON.parse(
    JSON.stringify(storage),
    (_, value) => environment[value?.env]?.replace(/\.data\.svc$/, '') ?? value,
  );
  const { password: _, scheme: __, ...connection } = database.postgres_db;
  const port = Number(connection.port);
  return said({ ...Object.fromEntries(settings), database: { ...database, postgres_db: { ...connection, port } } });
}

function serversIn(text: string): unknown[] {
  return parse(text).load_from.map(({ grpc_server: { location_name, port, ssl } }: Any) => [location_name, port, ssl]);
}

function without(map: Any = {}, names: RegExp): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([name]) => !names.test(name)));
}

function textsOf(resources: Any): Any {
  return JSON.parse(JSON.stringify(resources ?? {}), (_, value) => (typeof value === 'number' ? `${value}` : value));
}

/** A value without what is empty in it, its keys in order; modules of Dagster’s own classes are known. */
export function said(value: Any): Any {
  if (Array.isArray(value)) return value.map(said);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]): [string, unknown] => [key, said(member)]);
  return Object.fromEntries(
    members.filter(([, member]) => !isNothing(member) && !isOwnModule(member)).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function isOwnModule(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^dagster(_aws|_azure|_gcp)?\._?(core|s3|blob|gcs)\..*(log_manager|coordinator|scheduler)$/.test(value)
  );
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
