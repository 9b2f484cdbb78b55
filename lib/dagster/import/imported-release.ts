import { isDeepStrictEqual } from 'node:util';
import type { JsonMap } from '../../engine/index.js';
import { accountsOf, fullName, type Names } from './imported-accounts.js';
import { instance } from './imported-instance.js';
import { runLauncher } from './imported-launcher.js';
import { userCode } from './imported-locations.js';
import { container, pod, pullSecrets, resources, systemImage, systemProcess, texts } from './imported-process.js';
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
  const ingress = values.at('ingress');
  const options = ['pathPrefix', 'logFormat', 'logLevel', 'dbStatementTimeout', 'dbPoolRecycle', 'dbPoolMaxOverflow'];
  return {
    ...exposure,
    ...own.all(...options),
    ...systemProcess(own, typeof port === 'number' ? port : undefined),
    ingress: ingressOf(ingress, 'dagsterWebserver'),
    readOnly: own.is('enableReadOnly')
      ? { ...exposure, ingress: ingressOf(ingress, 'readOnlyDagsterWebserver') }
      : undefined,
  };
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
  };
}

function database(values: Values, names: Names): Source {
  const own = values.at('postgresql');
  // A host stands over the database of the release, which then is not used.
  const host = own.text('postgresqlHost');
  const isOutside = own.get('enabled') === false || host !== undefined;
  const port = own.at('service').get('port');
  const secret = values.at('global').text('postgresqlSecretName') ?? `${fullName(values, names)}-postgresql-secret`;
  if (values.get('generatePostgresqlPasswordSecret') === true)
    values.ledger.decisions.push(
      `The Secret \`${secret}\` belongs to the release of the official chart, which deletes it when it is uninstalled: copy it, as docs/moving.md says.`,
    );
  const ownImage = 'PostgreSQL of the release is 18 or later; `postgresql.image` takes another image of that kind.';
  if (own.said('image') !== undefined) own.ledger.refuse(own.pathOf('image'), ownImage);
  const options = {
    externalDatabase: isOutside ? { host: host ?? 'localhost', port } : undefined,
    username: own.get('postgresqlUsername'),
    database: own.get('postgresqlDatabase'),
    password: new Call('PostgresPassword.fromSecret', [{ name: secret }]),
  };
  if (isOutside) return options;
  values.ledger.decisions.push(
    'Both releases would name their database `<release>-postgresql`: choose another `release`, or uninstall the old one first, as docs/moving.md says.',
  );
  const remark = 'Decide: PostgreSQL of the release starts empty. See docs/moving.md to bring its history along.';
  return new Remarked(remark, options);
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

function objectsIn(values: Values, prefix: string): { readonly id: string; readonly object: JsonMap }[] {
  return values.list('extraManifests').flatMap((item, index) => {
    const object = mapOf(item);
    if (Object.keys(object).length === 0) return [];
    if (!JSON.stringify(object).includes('{{'))
      return [{ id: `${prefix}${object.kind}-${index}`.toLowerCase(), object }];
    const path = `${values.pathOf('extraManifests')}[${index}]`;
    values.ledger.refuse(path, 'A template of Helm: say in TypeScript what it stands for.');
    return [];
  });
}
