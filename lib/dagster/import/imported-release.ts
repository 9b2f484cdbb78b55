import { isDeepStrictEqual } from 'node:util';
import type { JsonMap } from '../../engine/index.js';
import { instance } from './imported-instance.js';
import { runLauncher } from './imported-launcher.js';
import { userCode } from './imported-locations.js';
import { pullSecrets, systemImage, systemProcess, texts } from './imported-process.js';
import { mapOf, type Values } from './official-values.js';
import type { Secrets } from './secrets.js';
import { Call, Remarked, type Source, unlessEmpty } from './source.js';

/** What the values say of a release, as `DagsterChart` takes it. */
export function releaseOf(values: Values, secrets: Secrets, namespace: string): { readonly [key: string]: Source } {
  const account = values.at('serviceAccount');
  account.get('create');
  const named = values.at('global').text('serviceAccountName') ?? account.text('name');
  const annotations = texts(account.map('annotations'));
  const shared = unlessEmpty({ name: named, annotations });
  const images = {
    webserver: systemImage(values.at('dagsterWebserver').at('image')),
    daemon: systemImage(values.at('dagsterDaemon').at('image')),
  };
  const one = isDeepStrictEqual(images.webserver, images.daemon);
  const pulls = pullSecrets(values);
  return {
    release: values.at('global').text('fullnameOverride') ?? values.text('fullnameOverride'),
    namespace,
    // The official chart has no limits of its own, and a small one would stop what runs today.
    preset: new Remarked('Decide: the official chart sets no requests and limits; take the sizes that fit.', 'medium'),
    image: one ? images.webserver : undefined,
    pod: pulls.length === 0 ? undefined : { imagePullSecrets: pulls },
    postgresql: database(values),
    webserver: unlessEmpty({ image: one ? undefined : images.webserver, ...webserver(values), serviceAccount: shared }),
    daemon: unlessEmpty({ image: one ? undefined : images.daemon, ...daemon(values), serviceAccount: shared }),
    userCode: userCode(
      values.at('dagster-user-deployments'),
      values.at('global').text('serviceAccountName'),
      values.at('runLauncher').get('type') !== 'CeleryK8sRunLauncher',
    ),
    workspace: workspace(values.at('dagsterWebserver').at('workspace')),
    instance: instance(values, secrets),
    runLauncher: runLauncher(values, shared),
    migration: migration(values.at('migrate')),
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

function database(values: Values): Source {
  const own = values.at('postgresql');
  const host = own.text('postgresqlHost');
  const port = own.at('service').get('port');
  const secret = values.at('global').text('postgresqlSecretName');
  if (values.get('generatePostgresqlPasswordSecret') === true)
    values.ledger.decisions.push(
      `The Secret \`${secret}\` belongs to the release of the official chart, which deletes it when it is uninstalled: copy it, as docs/moving.md says.`,
    );
  const ownImage = 'PostgreSQL of the release is 18 or later; `postgresql.image` takes another image of that kind.';
  if (own.said('image') !== undefined) own.ledger.refuse(own.pathOf('image'), ownImage);
  const options = {
    externalDatabase: own.get('enabled') === false ? { host: host ?? 'localhost', port } : undefined,
    username: own.get('postgresqlUsername'),
    database: own.get('postgresqlDatabase'),
    password: new Call('PostgresPassword.fromSecret', [{ name: secret }]),
  };
  if (options.externalDatabase !== undefined) return options;
  values.ledger.decisions.push(
    'Both releases would name their database `<release>-postgresql`: choose another `release`, or uninstall the old one first, as docs/moving.md says.',
  );
  const remark = 'Decide: PostgreSQL of the release starts empty. See docs/moving.md to bring its history along.';
  return new Remarked(remark, options);
}

function workspace(values: Values): Source {
  if (!values.is('enabled')) return undefined;
  const configMap = values.get('externalConfigmap');
  if (configMap !== undefined) return { configMap };
  const servers = values.items('servers').map((server) => ({
    host: server.text('host'),
    port: server.get('port'),
    locationName: server.text('name') ?? server.text('host'),
    ssl: server.get('ssl'),
  }));
  return servers.length === 0 ? undefined : { servers };
}

function migration(values: Values): Source {
  if (!values.is('enabled')) return undefined;
  const pod = unlessEmpty({ sidecars: values.get('extraContainers'), initContainers: values.get('initContainers') });
  return { pod };
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
