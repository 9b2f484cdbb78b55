import { parse } from 'yaml';
import defaults from '../../../lib/dagster/import/official-defaults.json' with { type: 'json' };
import { coalesce, type JsonMap } from '../../../lib/engine/index.js';
import { DAGSTER_VERSION } from '../../../lib/index.js';

// biome-ignore lint/suspicious/noExplicitAny: values and manifests are looked into without a type
type Any = any;

/** What some values mean to the official chart, part by part, and what an app says of the same part. */
export function differences(text: string, objects: readonly Any[], release: string): string[] {
  const values: Any = coalesce(defaults as JsonMap, parse(text) ?? {});
  const found: string[] = [];
  const same = (what: string, official: unknown, here: unknown): void => {
    const [wanted, got] = [official, here].map((value) => JSON.stringify(value ?? null));
    if (wanted !== got) found.push(`${what}: ${wanted} became ${got}`);
  };
  const get = (kind: string, suffix: string): Any =>
    objects.find((object) => object.kind === kind && object.metadata.name === `${release}-${suffix}`);

  const pod = (what: string, official: Any, object: Any, pulls: Any[]): void => {
    const { spec, metadata } = object.spec.template;
    const [container] = spec.containers;
    const { repository, tag, digest, pullPolicy } = official.image;
    same(`${what} image`, `${repository}:${tag ?? DAGSTER_VERSION}${digest ? `@${digest}` : ''}`, container.image);
    same(`${what} pull policy`, pullPolicy, container.imagePullPolicy);
    const given = Array.isArray(official.env)
      ? official.env
      : Object.entries(official.env ?? {}).map(([name, value]) => ({ name, value: `${value}` }));
    for (const variable of given) {
      const here = container.env.find(({ name }: Any) => name === variable.name);
      same(`${what} env ${variable.name}`, sorted(variable), sorted(here));
    }
    const sources = [
      ...(official.envConfigMaps ?? []).map((configMapRef: Any) => ({ configMapRef })),
      ...(official.envSecrets ?? []).map((secretRef: Any) => ({ secretRef })),
    ];
    for (const source of sources)
      same(`${what} envFrom`, true, JSON.stringify(container.envFrom).includes(JSON.stringify(source)));
    for (const mount of official.volumeMounts ?? [])
      same(
        `${what} mount ${mount.name}`,
        mount.mountPath,
        container.volumeMounts.find(({ name }: Any) => name === mount.name)?.mountPath,
      );
    for (const volume of official.volumes ?? [])
      same(
        `${what} volume ${volume.name}`,
        sorted(volume),
        sorted(spec.volumes.find(({ name }: Any) => name === volume.name)),
      );
    const resources = Object.keys(official.resources ?? {}).length === 0 ? undefined : texts(official.resources);
    same(`${what} resources`, resources ? sorted(resources) : {}, sorted(container.resources));
    for (const key of ['nodeSelector', 'tolerations', 'affinity', 'schedulerName']) {
      const said = official[key];
      const isEmpty = said === undefined || said === null || Object.keys(said).length === 0;
      same(`${what} ${key}`, isEmpty ? undefined : sorted(said), sorted(spec[key]));
    }
    for (const [key, value] of Object.entries(official.labels ?? {}))
      same(`${what} label ${key}`, value, metadata.labels[key]);
    for (const [key, value] of Object.entries(official.annotations ?? {}))
      same(`${what} annotation ${key}`, value, metadata.annotations[key]);
    same(`${what} pull secrets`, pulls.length === 0 ? undefined : pulls, spec.imagePullSecrets);
  };

  const { dagsterWebserver: webserver, dagsterDaemon: daemon, ingress } = values;
  const server = get('Deployment', 'webserver');
  pod('webserver', webserver, server, values.imagePullSecrets);
  same('webserver replicas', webserver.replicaCount, server.spec.replicas);
  const command = container(server).command;
  const flags = {
    pathPrefix: '--path-prefix',
    logLevel: '--log-level',
    dbStatementTimeout: '--db-statement-timeout',
  };
  for (const [key, flag] of Object.entries(flags)) {
    const at = command.indexOf(flag);
    same(`webserver ${key}`, webserver[key]?.toString(), at < 0 ? undefined : command[at + 1]);
  }
  const service = get('Service', 'webserver');
  same('service', [webserver.service.type, webserver.service.port], [service.spec.type, service.spec.ports[0].port]);
  same('service annotations', webserver.service.annotations, saidOf(service));
  same('twin', webserver.enableReadOnly, get('Deployment', 'webserver-read-only') !== undefined);

  const rule = get('Ingress', 'webserver');
  same('ingress', ingress.enabled, rule !== undefined);
  if (ingress.enabled) {
    const { host, path, pathType, tls } = ingress.dagsterWebserver;
    const [{ host: actual, http }] = rule.spec.rules;
    const own = http.paths.find(({ backend }: Any) => backend.service.name === `${release}-webserver`);
    same('ingress rule', [host, path, pathType], [actual, own.path, own.pathType]);
    same('ingress class', ingress.ingressClassName, rule.spec.ingressClassName);
    same('ingress TLS', tls.enabled ? [{ hosts: [host], secretName: tls.secretName }] : undefined, rule.spec.tls);
    same('ingress annotations', sorted(ingress.annotations), sorted(saidOf(rule)));
    same(
      'ingress paths',
      ingress.dagsterWebserver.precedingPaths.map(({ path: before }: Any) => before),
      http.paths.slice(0, -1).map(({ path: before }: Any) => before),
    );
  }

  const worker = get('Deployment', 'daemon');
  pod('daemon', daemon, worker, values.imagePullSecrets);
  const tolerance = worker.spec.template.spec.containers[0].env.find(
    ({ name }: Any) => name === 'DAGSTER_DAEMON_HEARTBEAT_TOLERANCE',
  );
  same('daemon heartbeat', `${daemon.heartbeatTolerance}`, tolerance?.value);

  const sub = values['dagster-user-deployments'];
  const served = sub.enabled && sub.enableSubchart !== false ? sub.deployments : [];
  const workspace = parse(get('ConfigMap', 'workspace').data['workspace.yaml']).load_from;
  const names = served.map(({ name }: Any) => name);
  const others = webserver.workspace.enabled ? webserver.workspace.servers.map(({ name }: Any) => name) : [];
  same(
    'workspace',
    [...names, ...others],
    workspace.map((entry: Any) => entry.grpc_server.location_name),
  );
  for (const official of served) {
    const object = get('Deployment', `user-code-${official.name}`);
    pod(`location ${official.name}`, official, object, [...sub.imagePullSecrets, ...values.imagePullSecrets]);
    const args = official.dagsterApiGrpcArgs ?? official.codeServerArgs;
    const [container] = object.spec.template.spec.containers;
    same(`location ${official.name} args`, args, container.args.slice(-args.length));
    same(
      `location ${official.name} port`,
      official.port,
      get('Service', `user-code-${official.name}`).spec.ports[0].port,
    );
    same(`location ${official.name} replicas`, official.replicaCount ?? 1, object.spec.replicas);
  }

  const config = parse(get('ConfigMap', 'instance').data['dagster.yaml']);
  const limits = values.concurrency?.enabled ? values.concurrency.runs : undefined;
  const queue = daemon.runCoordinator.config.queuedRunCoordinator;
  same(
    'most runs',
    limits?.maxConcurrentRuns ?? queue.maxConcurrentRuns ?? -1,
    config.concurrency?.runs?.max_concurrent_runs ?? config.run_coordinator.config.max_concurrent_runs,
  );
  const tags = limits?.tagConcurrencyLimits ?? queue.tagConcurrencyLimits;
  const { tag_concurrency_limits: tagsHere } = config.concurrency?.runs ?? config.run_coordinator.config;
  same('run limits by tag', tags.length > 0 ? sorted(tags) : undefined, sorted(tagsHere));
  same('run monitoring', daemon.runMonitoring.startTimeoutSeconds, config.run_monitoring.start_timeout_seconds);
  same('run retries', daemon.runRetries.maxRetries, config.run_retries.max_retries ?? 0);
  same('sensors', daemon.sensors.numWorkers, config.sensors.num_workers);
  same('telemetry', values.telemetry.enabled, config.telemetry.enabled);
  same('compute logs', values.computeLogManager.type, config.compute_logs.class);
  const type = `${values.computeLogManager.type}`.replace(/^[A-Z]+(?=[A-Z0-9])|^[A-Z]/, (word) => word.toLowerCase());
  const manager = values.computeLogManager.config[type];
  for (const key of ['bucket', 'prefix', 'container', 'region'])
    if (manager?.[key] !== undefined) same(`compute logs ${key}`, manager[key], config.compute_logs.config[key]);
  same('run launcher', values.runLauncher.type, config.run_launcher.class);
  same(
    'retention',
    values.retention.enabled ? values.retention.schedule.purgeAfterDays : undefined,
    config.retention?.schedule?.purge_after_days,
  );
  same('log level', values.pythonLogs.pythonLogLevel, config.python_logs?.python_log_level);
  const env = container(server).env;
  const password = env.find(({ name }: Any) => name === 'DAGSTER_PG_PASSWORD');
  same('password', values.global.postgresqlSecretName, password?.valueFrom?.secretKeyRef?.name);
  return found;
}

const container = (object: Any): Any => object.spec.template.spec.containers[0];

/** With the keys of all maps in order. */
function sorted(value: Any): Any {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function texts(resources: Any): Any {
  return Object.fromEntries(
    Object.entries<Any>(resources).map(([side, sizes]) => [
      side,
      Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, `${size}`])),
    ]),
  );
}

/** The annotations of an object, less the wave that each has. */
function saidOf({ metadata }: Any): Any {
  const { 'argocd.argoproj.io/sync-wave': _, ...said } = metadata.annotations ?? {};
  return said;
}
