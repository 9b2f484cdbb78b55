import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../engine/index.js';
import { fieldsOf } from './camel-case.js';
import type { Accounts } from './imported-accounts.js';
import { custom } from './imported-class.js';
import { envFrom, image, pod, resources, securityContext, systemImage, texts, textValue } from './imported-process.js';
import { isJsonMap, mapOf, type Values } from './official-values.js';
import { Call, type Source, unlessEmpty } from './source.js';

/** How runs are launched. */
export function runLauncher(values: Values, accounts: Accounts): Source {
  const launcher = values.at('runLauncher');
  const config = launcher.at('config');
  switch (launcher.get('type')) {
    case 'CeleryK8sRunLauncher':
      return celery(config.at('celeryK8sRunLauncher'), values, accounts.system.named);
    case 'CustomRunLauncher':
      return custom('RunLauncher.custom', config.at('customRunLauncher'));
    default:
      return k8s(config.at('k8sRunLauncher'), values, accounts);
  }
}

function k8s(values: Values, release: Values, accounts: Accounts): Source {
  const { some, all } = sharingOf(release);
  const namespace = values.get('jobNamespace');
  if (namespace !== undefined && all)
    values.ledger.refuse(
      values.pathOf('jobNamespace'),
      'It has no effect in the official chart, where each code location says its own namespace; `runs.namespace` of a location is for others.',
    );
  const job = mapOf(fieldsOf(values.map('runK8sConfig')));
  // Dagster takes an init container once that a location says, too, if both say the same: as options, both are restricted.
  const { initContainers, ...podSpecConfig } = mapOf(job.podSpecConfig);
  const chosen = Object.keys(values.map('image')).length > 0 ? image(values.at('image')) : undefined;
  const options = unlessEmpty({
    image: chosen,
    namespace: all ? undefined : namespace,
    imagePullPolicy: values.said('imagePullPolicy'),
    serviceAccount: (some ? accounts.code : accounts.system).named,
    resources: resources(values, 'resources'),
    env: variables(values, release.at('dagsterDaemon')),
    envFrom: envFrom(values),
    volumes: values.get('volumes'),
    volumeMounts: values.get('volumeMounts'),
    securityContext: securityContext(values, 'securityContext'),
    pod: unlessEmpty({
      labels: texts(values.map('labels')),
      schedulerName: values.get('schedulerName'),
      initContainers,
    }),
    failPodOnRunFailure: values.said('failPodOnRunFailure'),
    runK8sConfig: unlessEmpty({ ...job, podSpecConfig: unlessEmpty(podSpecConfig) }),
  });
  return options === undefined ? undefined : new Call('RunLauncher.k8s', [options]);
}

/** Whether code locations say of their runs what they say of themselves, some of them or all. */
export function sharingOf(release: Values): { readonly some: boolean; readonly all: boolean } {
  const shares = release
    .at('dagster-user-deployments')
    .items('deployments')
    .map((location) => location.at('includeConfigInLaunchedRuns').get('enabled') !== false);
  return { some: shares.includes(true), all: shares.length > 0 && !shares.includes(false) };
}

/** `NAME=value`, or `NAME` alone: a copy of what the daemon has. */
function variables(values: Values, daemon: Values): Source {
  const all = values.list('envVars').flatMap((item): Json[] => {
    if (isJsonMap(item)) return [textValue(item)];
    const text = `${item}`;
    const at = text.indexOf('=');
    if (at > 0) return [{ name: text.slice(0, at), value: text.slice(at + 1) }];
    const same = daemon
      .list('env')
      .filter((variable) => mapOf(variable).name === text)
      .map((variable) => textValue(mapOf(variable)));
    if (same.length === 0)
      values.ledger.refuse(
        values.pathOf('envVars'),
        `Nothing is copied from the daemon: say where ${text} comes from, in RunLauncher.k8s({ env }).`,
      );
    return same;
  });
  return all.length === 0 ? undefined : all;
}

function celery(values: Values, release: Values, account: Source): Source {
  const name = release.at('global').text('celeryConfigSecretName');
  askForUrls(release, `${name}`);
  const liveness = livenessOf(values);
  const labels = texts(values.map('labels'));
  const workers = unlessEmpty({
    image: systemImage(values.at('image')),
    env: variablesOfWorkers(values, release),
    envFrom: envFrom(values),
    volumes: values.get('volumes'),
    volumeMounts: values.get('volumeMounts'),
    securityContext: securityContext(values, 'securityContext'),
    probes: liveness === undefined ? undefined : { liveness },
    serviceAccount: account,
    pod: pod(values, { labels: undefined }),
    deployment: unlessEmpty({ annotations: texts(values.map('annotations')) }),
  });
  const amounts = resources(values, 'resources');
  return new Call('RunLauncher.celeryK8s', [
    {
      brokerSecret: { name, key: 'DAGSTER_CELERY_BROKER_URL' },
      backendSecret: { name, key: 'DAGSTER_CELERY_BACKEND_URL' },
      workerQueues: values.items('workerQueues').map((queue) => ({
        name: queue.text('name'),
        replicas: queue.get('replicaCount'),
        labels: texts(queue.map('labels')),
        nodeSelector: texts(queue.map('nodeSelector')),
        configSource: queue.get('configSource'),
        additionalArgs: queue.get('additionalCeleryArgs'),
        resources: amounts,
      })),
      configSource: values.get('configSource'),
      workers,
      namespace: values.get('jobNamespace'),
      imagePullPolicy: values.said('imagePullPolicy'),
      serviceAccount: account,
      labels,
      envFrom: envFrom(values),
      volumes: values.get('volumes'),
      volumeMounts: values.get('volumeMounts'),
      failPodOnRunFailure: values.said('failPodOnRunFailure'),
    },
  ]);
}

/** What asks whether a worker answers, where the values do not say how. */
const STATUS =
  'dagster-celery status -A dagster_celery_k8s.app -y /opt/dagster/celery/celery.yaml | grep "$HOSTNAME:.*OK"';

function livenessOf(values: Values): Source {
  const probe = values.said('livenessProbe');
  if (!isJsonMap(probe)) return undefined;
  return Object.hasOwn(probe, 'exec') ? probe : { exec: { command: ['/bin/sh', '-c', STATUS] }, ...probe };
}

/** Variables of workers and runs, which runs get as plain values alone, as all processes do. */
export function variablesOfCelery(release: Values): readonly Json[] {
  const launcher = release.at('runLauncher');
  if (launcher.get('type') !== 'CeleryK8sRunLauncher') return [];
  return launcher
    .at('config')
    .at('celeryK8sRunLauncher')
    .list('env')
    .filter((variable) => isShared(variable, release));
}

/** Whether a variable is plain, and no process has another value of it. */
function isShared(variable: Json, release: Values): boolean {
  const { name, valueFrom } = mapOf(variable);
  const locations = release.at('dagster-user-deployments').items('deployments');
  const processes = [release.at('dagsterWebserver'), release.at('dagsterDaemon'), ...locations];
  const others = processes.flatMap((process) => process.list('env')).filter((other) => mapOf(other).name === name);
  return valueFrom === undefined && others.every((other) => isDeepStrictEqual(other, variable));
}

/** The variables of a process, without those that all have. */
export function withoutShared(variables: Source, release: Values): Source {
  if (!Array.isArray(variables)) return variables;
  const shared = variablesOfCelery(release);
  const own = variables.filter((variable) => !shared.some((other) => isDeepStrictEqual(other, variable)));
  return own.length === 0 ? undefined : own;
}

/** Those that workers have alone: they come from Secrets, or other processes have other values of them. */
function variablesOfWorkers(values: Values, release: Values): Source {
  const own = values.list('env').filter((variable) => !isShared(variable, release));
  if (own.length === 0) return undefined;
  const names = own.map((variable) => mapOf(variable).name).join(', ');
  values.ledger.decisions.push(
    `Runs get ${names} from a Secret or a ConfigMap as a whole: name it in \`RunLauncher.celeryK8s({ envFrom })\`.`,
  );
  return own;
}

const REDIS = ['host', 'port', 'brokerDbNumber', 'backendDbNumber', 'brokerUrl', 'backendUrl'];

/** The URLs of broker and backend are whole, and in a Secret that is there before. */
function askForUrls(values: Values, secret: string): void {
  const keys = 'the keys `DAGSTER_CELERY_BROKER_URL` and `DAGSTER_CELERY_BACKEND_URL`, whole URLs';
  if (values.get('generateCeleryConfigSecret') === true)
    values.ledger.decisions.push(`Make the Secret \`${secret}\` with ${keys}, or keep the one of the official chart.`);
  const redis = values.at('redis');
  for (const key of REDIS)
    redis.ledger.refuse(redis.pathOf(key), `It is part of a URL in the Secret ${secret}: ${keys}.`);
}
