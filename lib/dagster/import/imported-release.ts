import { isDeepStrictEqual } from 'node:util';
import type { JsonMap } from '../../engine/index.js';
import { accountsOf, fullName, type Names } from './imported-accounts.js';
import { cloudOf, instance } from './imported-instance.js';
import { runLauncher, withoutShared } from './imported-launcher.js';
import { userCode } from './imported-locations.js';
import { container, env, pod, pullSecrets, resources, systemImage, systemProcess, texts } from './imported-process.js';
import { mapOf, type Values } from './official-values.js';
import type { Secrets } from './secrets.js';
import { Call, Remarked, type Source, unlessEmpty } from './source.js';

/** What the values say of a release, as `DagsterChart` takes it. */
export function releaseOf(values: Values, secrets: Secrets, names: Names): { readonly [key: string]: Source } {
  const accounts = accountsOf(values, names);
  const { made, named } = accounts.system;
  const images = {
    webserver: systemImage(values.at('dagsterWebserver').at('image')),
    daemon: systemImage(values.at('dagsterDaemon').at('image')),
  };
  const one = isDeepStrictEqual(images.webserver, images.daemon);
  const image = one ? undefined : images.webserver;
  const pulls = pullSecrets(values);
  const heard = values.at('runLauncher').get('type') !== 'CeleryK8sRunLauncher';
  return {
    release: values.at('global').text('fullnameOverride'),
    namespace: names.namespace,
    // The official chart has no limits of its own, and a small one would stop what runs today.
    preset: new Remarked('Decide: the official chart sets no requests and limits; take the sizes that fit.', 'medium'),
    image: one ? images.webserver : undefined,
    pod: pulls.length === 0 ? undefined : { imagePullSecrets: pulls },
    postgresql: database(values, names),
    webserver: unlessEmpty({ image, ...webserver(values), serviceAccount: made }),
    daemon: unlessEmpty({ image: one ? undefined : images.daemon, ...daemon(values), serviceAccount: named }),
    userCode: userCode(values, { accounts, heard, namespace: names.namespace }),
    workspace: workspace(values),
    instance: instance(values, secrets),
    runLauncher: runLauncher(values, accounts),
    migration: migration(values, image, named),
  };
}

function webserver(values: Values): { readonly [key: string]: Source } {
  const own = values.at('dagsterWebserver');
  const service = own.at('service');
  const port = service.get('port');
  const type = service.said('type');
  const exposure = {
    replicas: own.said('replicaCount'),
    service: unlessEmpty({ type, port: service.said('port'), annotations: texts(service.map('annotations')) }),
  };
  const asked = `:${port}\\b`;
  const asks = own.list('extraContainers').filter((sidecar) => new RegExp(asked).test(JSON.stringify(sidecar)));
  for (const sidecar of asks)
    own.ledger.decisions.push(
      `The webserver listens on 3000, whatever its Service does: the sidecar ${mapOf(sidecar).name} has it on ${port}. \`webserver.service.targetPort\` leads the Service to a port of the sidecar.`,
    );
  const ingress = values.at('ingress');
  const options = ['pathPrefix', 'logFormat', 'logLevel', 'dbStatementTimeout', 'dbPoolRecycle', 'dbPoolMaxOverflow'];
  return {
    ...exposure,
    ...own.all(...options),
    ...systemProcess(own, typeof port === 'number' ? port : undefined),
    env: withoutShared(env(own), values),
    ingress: ingressOf(ingress, 'dagsterWebserver'),
    readOnly: own.is('enableReadOnly') ? { ...exposure, ingress: readOnlyIngress(ingress) } : undefined,
  };
}

/** Nothing where requests never came to the read-only webserver, since the other one has its host and path. */
function readOnlyIngress(values: Values): Source {
  const key = 'readOnlyDagsterWebserver';
  const [first, second] = [values.at('dagsterWebserver'), values.at(key)];
  const isApart = ['host', 'path'].some((part) => first.get(part) !== second.get(part));
  if (isApart || !values.is('enabled')) return ingressOf(values, key);
  const reason =
    'The other webserver has the same host and path, and gets all requests: give `webserver.readOnly.ingress` a host.';
  values.ledger.refuse(second.path, reason);
  values.ledger.decisions.push(`The read-only webserver has no Ingress. ${reason}`);
  return undefined;
}

function ingressOf(values: Values, key: string): Source {
  if (!values.is('enabled')) return undefined;
  const own = values.at(key);
  const tls = own.at('tls');
  const isSecure = tls.is('enabled');
  const secretName = tls.get('secretName');
  return {
    host: own.get('host'),
    path: own.get('path'),
    pathType: own.get('pathType'),
    className: values.get('ingressClassName'),
    annotations: texts(values.map('annotations')),
    labels: texts(values.map('labels')),
    tls: isSecure ? { secretName } : undefined,
    extraPathsBefore: own.get('precedingPaths'),
    extraPathsAfter: own.get('succeedingPaths'),
  };
}

function daemon(values: Values): { readonly [key: string]: Source } {
  const own = values.at('dagsterDaemon');
  return {
    enabled: own.get('enabled') === false ? false : undefined,
    ...own.all('heartbeatTolerance', 'logFormat'),
    ...systemProcess(own),
    env: withoutShared(env(own), values),
  };
}

function database(values: Values, names: Names): Source {
  const own = values.at('postgresql');
  // A host stands over the database of the release, which then is not used.
  const host = own.text('postgresqlHost');
  const isOutside = own.get('enabled') === false || host !== undefined;
  const port = own.at('service').get('port');
  const secret = values.at('global').text('postgresqlSecretName') ?? `${fullName(values, names)}-postgresql-secret`;
  const knows = cloudOf(own) !== undefined;
  if (values.get('generatePostgresqlPasswordSecret') === true && !knows)
    values.ledger.decisions.push(
      `The Secret \`${secret}\` belongs to the release of the official chart, which deletes it when it is uninstalled: copy it, as docs/moving.md says.`,
    );
  const ownImage =
    'PostgreSQL of the release is 18, on a new volume; `postgresql.image` takes another image, with `postgresql.dataDirectory` for one that has filled the old volume, as docs/moving.md says.';
  if (own.said('image') !== undefined) own.ledger.refuse(own.pathOf('image'), ownImage);
  const options = {
    externalDatabase: isOutside ? { host: host ?? 'localhost', port } : undefined,
    username: own.get('postgresqlUsername'),
    database: own.get('postgresqlDatabase'),
    password: knows ? undefined : new Call('PostgresPassword.fromSecret', [{ name: secret }]),
  };
  if (host !== undefined && LOOPBACK.test(host)) askForProxy(values, host);
  if (isOutside) return options;
  const volume = own.at('persistence');
  values.ledger.decisions.push(
    'Both releases would name their database `<release>-postgresql`: choose another `release`, or uninstall the old one first, as docs/moving.md says.',
  );
  const remark = 'Decide: PostgreSQL of the release starts empty. See docs/moving.md to bring its history along.';
  return new Remarked(remark, {
    ...options,
    storageSize: volume.text('size'),
    storageClassName: volume.text('storageClass'),
    resources: resources(own, 'resources'),
  });
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Code servers here ask the database, as those of the official chart do where they have the instance. */
function askForProxy(release: Values, host: string): void {
  const without = release
    .at('dagster-user-deployments')
    .items('deployments')
    .filter((location) => location.list('sidecarContainers').length + location.list('initContainers').length === 0)
    .map((location) => location.text('name'));
  const those = without.length === 0 ? '' : ` These have none: ${without.join(', ')}.`;
  release.ledger.decisions.push(
    `The database is at ${host}, so a proxy is in each pod that asks it. Code servers ask it, too, and wait for it: each needs the proxy, in \`pod.initContainers\` with \`restartPolicy: Always\`.${those}`,
    'What a proxy asks takes `networkPolicy.extraEgress`: docs/network.md has an example.',
  );
}

/** Servers of others; where a workspace is said, the official chart loads nothing but it. */
function workspace(release: Values): Source {
  const values = release.at('dagsterWebserver').at('workspace');
  const locations = release.at('dagster-user-deployments');
  const isServed = locations.get('enableSubchart') !== false;
  const served = locations.items('deployments').map((location) => location.text('name'));
  if (!values.is('enabled')) return isServed ? undefined : ofOtherRelease(locations);
  const configMap = values.get('externalConfigmap');
  if (configMap !== undefined) return { configMap };
  const servers = values.items('servers').flatMap((server) => {
    const host = server.text('host');
    const locationName = server.text('name') ?? host;
    const one = { host, port: server.get('port'), locationName, ssl: server.get('ssl') };
    // The release serves it, under a name of its own.
    return isServed && served.includes(host) ? [] : [one];
  });
  return servers.length === 0 ? undefined : { servers };
}

/** Code locations that the official chart does not serve, and loads from the Services of their names. */
function ofOtherRelease(locations: Values): Source {
  if (locations.get('enabled') === false) return undefined;
  const servers = locations.items('deployments').map((location) => ({
    host: location.text('name'),
    port: location.get('port'),
    locationName: location.text('name'),
  }));
  if (servers.length === 0) return undefined;
  return {
    servers: new Remarked('Decide: another release serves these; where it moves, too, their names change.', servers),
  };
}

/** The Job that migrates, which has what the webserver has. */
function migration(release: Values, image: Source, serviceAccount: Source): Source {
  const values = release.at('migrate');
  if (!values.is('enabled')) return undefined;
  const webserver = release.at('dagsterWebserver');
  return {
    image,
    ...container(webserver),
    env: undefined,
    resources: resources(webserver, 'resources'),
    pod: pod(webserver, {
      labels: undefined,
      schedulerName: undefined,
      sidecars: values.get('extraContainers'),
      initContainers: values.get('initContainers'),
    }),
    serviceAccount,
  };
}

/** Objects of one's own, and the ids of their constructs. */
export function extraObjects(values: Values): { readonly id: string; readonly object: JsonMap }[] {
  return [...objectsIn(values, ''), ...objectsIn(values.at('dagster-user-deployments'), 'user-code-')];
}

/** Where an object of Kubernetes leads to others. */
const NAMES_OTHERS =
  /"(\w*[sS]elector|\w*[tT]argetRef|backendRefs|services?)":|"kind":"(Service|Deployment|StatefulSet)"[^{}]*"name":/;

function objectsIn(values: Values, prefix: string): { readonly id: string; readonly object: JsonMap }[] {
  return values.list('extraManifests').flatMap((item, index) => {
    const object = mapOf(item);
    const isTemplate = JSON.stringify(item).includes('{{');
    const path = `${values.pathOf('extraManifests')}[${index}]`;
    if (Object.keys(object).length > 0 && !isTemplate) {
      if (NAMES_OTHERS.test(JSON.stringify(object)))
        values.ledger.decisions.push(
          `\`${path}\`, a ${object.kind}, selects or names other objects, and names and labels of the release's own have changed: its pods have \`app.kubernetes.io/component\`, such as \`webserver\` or \`user-code\`.`,
        );
      return [{ id: `${prefix}${object.kind}-${index}`.toLowerCase(), object }];
    }
    values.ledger.refuse(path, isTemplate ? 'A template of Helm: say in TypeScript what it stands for.' : 'No object.');
    return [];
  });
}
