import { Construct } from 'constructs';
import type { IHTTPIngressPath, IIngress } from 'kubernetes-models/networking.k8s.io/v1';
import {
  byDefault,
  type Issue,
  notAllowed,
  type Open,
  quote,
  repeated,
  type Tokenized,
  validate,
  within,
} from '../engine/index.js';
import {
  checkMetadata,
  checkPort,
  checkText,
  checkUrlPath,
  HOST,
  type MetadataOptions,
  OBJECT_NAME,
  SERVICE_NAME,
} from './checks.js';
import type { Selector } from './labels.js';
import { createObject, objectName } from './object.js';

/** How the path of an Ingress is compared; what `ImplementationSpecific` does is up to the class. */
export type IngressPathType = 'Exact' | 'Prefix' | 'ImplementationSpecific';

/**
 * An Ingress in front of a Service.
 *
 * @example
 *
 *   { host: 'app.example.com', className: 'nginx', tls: { secretName: 'app-tls' } }
 */
export interface IngressOptions extends MetadataOptions {
  /** The host name; its first label may be `*`. @default - any host */
  readonly host?: Open<string>;

  /** The path of the Service. @default '/' */
  readonly path?: Open<string>;

  /** How the path is compared. @default 'Prefix' */
  readonly pathType?: IngressPathType;

  /** The class, which says who serves the Ingress. @default - the cluster's default class */
  readonly className?: Open<string>;

  /** TLS at the Ingress. @default - none */
  readonly tls?: IngressTls;

  /** Paths of other Services that are tried first. @default - none */
  readonly extraPathsBefore?: readonly IngressPath[];

  /** Paths of other Services that are tried last. @default - none */
  readonly extraPathsAfter?: readonly IngressPath[];
}

/** TLS at an Ingress. */
export interface IngressTls {
  /** The Secret with the certificate, in the namespace of the release. @default - as the class has it */
  readonly secretName?: Open<string>;

  /** The host names in the certificate. @default - the host of the Ingress */
  readonly hosts?: readonly Open<string>[];
}

/** A path that goes to another Service in the namespace of the release. */
export interface IngressPath {
  /** The path. */
  readonly path: Open<string>;

  /** How it is compared. @default 'Prefix' */
  readonly pathType?: IngressPathType;

  /** The name of the Service. */
  readonly serviceName: string;

  /** The port of the Service: a number, or a name. */
  readonly servicePort: number | string;
}

export interface ServiceIngressProps extends IngressOptions {
  /** What follows the release name in the name of the Ingress. */
  readonly suffix: string;
  /** The name of the Service. @default - that of the release, and the suffix */
  readonly serviceName?: string;
  readonly selector: Selector;
  /** The port of the Service, by name. */
  readonly portName: string;
}

/** The Ingress of one of the release's Services. */
export class ServiceIngress extends Construct {
  constructor(scope: Construct, id: string, props: ServiceIngressProps) {
    super(scope, id);
    const { suffix, selector, portName, host, path = '/', pathType, className, tls, labels, annotations } = props;
    validate(this, () => checkIngress(props));
    const { extraPathsBefore = [], extraPathsAfter = [] } = props;
    const { serviceName = objectName(this, suffix) } = props;
    const own = { path, pathType, serviceName, servicePort: portName };
    const hosts = tls?.hosts ?? (host === undefined ? undefined : [host]);
    createObject<IIngress>(
      this,
      'ingress',
      { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', suffix, selector, labels, annotations },
      {
        spec: {
          ingressClassName: className,
          rules: [{ host, http: { paths: [...extraPathsBefore, own, ...extraPathsAfter].map(pathOf) } }],
          tls: tls === undefined ? undefined : [{ secretName: tls.secretName, hosts }],
        },
      },
    );
  }
}

function pathOf({ path, pathType = 'Prefix', serviceName, servicePort }: IngressPath): Tokenized<IHTTPIngressPath> {
  const port = typeof servicePort === 'number' ? { number: servicePort } : { name: servicePort };
  return { path, pathType, backend: { service: { name: serviceName, port } } };
}

function checkIngress(props: IngressOptions): Issue[] {
  const { host, path = '/', pathType, className, tls, extraPathsBefore = [], extraPathsAfter = [] } = props;
  const { secretName, hosts } = tls ?? {};
  return [
    ...(host === undefined ? [] : checkText('host', host, HOST)),
    ...checkPath({ path, pathType }),
    ...(className === undefined ? [] : checkText('className', className, OBJECT_NAME)),
    ...(secretName === undefined ? [] : checkText('tls.secretName', secretName, OBJECT_NAME)),
    ...(hosts?.length === 0 ? [notAllowed('tls.hosts', hosts, 'at least one host; leave it out for the host')] : []),
    ...(hosts ?? []).flatMap((name, index) => checkText(`tls.hosts.${index}`, name, HOST)),
    ...extraPathsBefore.flatMap((extra, index) => within(`extraPathsBefore.${index}`, checkExtraPath(extra))),
    ...extraPathsAfter.flatMap((extra, index) => within(`extraPathsAfter.${index}`, checkExtraPath(extra))),
    ...checkTwins([...extraPathsBefore, { path, pathType }, ...extraPathsAfter]),
    ...checkMetadata(props),
  ];
}

type Path = Pick<IngressPath, 'path' | 'pathType'>;

const PATH_TYPES: readonly string[] = ['Exact', 'Prefix', 'ImplementationSpecific'] satisfies IngressPathType[];

function checkPath({ path, pathType = 'Prefix' }: Path): Issue[] {
  if (!PATH_TYPES.includes(pathType)) return [notAllowed('pathType', pathType, PATH_TYPES.join(', '))];
  const text = `${byDefault(path)}`;
  const issues = pathType === 'ImplementationSpecific' && text.startsWith('/') ? [] : checkUrlPath('path', path);
  if (issues.length > 0 || pathType === 'ImplementationSpecific' || !text.endsWith('*')) return issues;
  const allowed = `a path without "*" at its end, which ${pathType} takes for a plain character; leave the "*" out, or set pathType: 'ImplementationSpecific'`;
  return [notAllowed('path', path, allowed)];
}

function checkExtraPath({ path, pathType, serviceName, servicePort }: IngressPath): Issue[] {
  const service = checkText('serviceName', serviceName, SERVICE_NAME);
  return [...checkPath({ path, pathType }), ...service, ...checkPort('servicePort', servicePort)];
}

/** Which of two equal paths wins differs from class to class. */
function checkTwins(paths: readonly Path[]): Issue[] {
  const ids = paths.map(({ path, pathType = 'Prefix' }) => `${pathType} ${path}`);
  return repeated(ids).map((id) => ({
    path: '',
    message: `the path ${quote(id)} goes to two Services; allowed: one; change path or extraPaths`,
  }));
}
