import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IDeployment, IDeploymentSpec } from 'kubernetes-models/apps/v1';
import type { IConfigMap, IPodTemplateSpec, IService, IServiceAccount } from 'kubernetes-models/v1';
import { type Issue, notAllowed, type Token, type Tokenized, validate } from '../engine/index.js';
import { checkText, SERVICE_NAME } from './checks.js';
import type { Selector } from './labels.js';
import { createObject, objectName } from './object.js';
import type { Texts } from './open-types.js';
import type { DeploymentOptions, ServiceAccountOptions } from './pod-options.js';

/** How an object of a component is called. */
interface Identity {
  /** What follows the release name in the object's name. */
  readonly suffix: string;
  readonly selector: Selector;
  /** The namespace. @default - the release's */
  readonly namespace?: string | undefined;
}

/** The service account that a component's pods run as, which is created unless it exists. @returns its name */
export function serviceAccount(
  scope: Construct,
  { suffix, selector, namespace }: Identity,
  options: ServiceAccountOptions = {},
): string {
  const { name = objectName(scope, suffix), labels, annotations } = options;
  validate(scope, () => checkServiceAccount(options));
  if (!isCreated(options)) return name;
  createObject<IServiceAccount>(
    scope,
    'service-account',
    { apiVersion: 'v1', kind: 'ServiceAccount', suffix, name, selector, namespace, labels, annotations },
    { automountServiceAccountToken: false },
  );
  return name;
}

/** Whether a release creates an account. */
export function isCreated({ name, create, labels, annotations }: ServiceAccountOptions): boolean {
  return create ?? (name === undefined || labels !== undefined || annotations !== undefined);
}

function checkServiceAccount({ name, create, labels, annotations }: ServiceAccountOptions): Issue[] {
  if (create !== false) return [];
  const described = labels !== undefined || annotations !== undefined;
  return [
    ...(name === undefined
      ? [notAllowed('serviceAccount.create', create, 'true without a name; name the account that exists')]
      : []),
    ...(described
      ? [
          notAllowed(
            'serviceAccount.create',
            create,
            'true with labels or annotations; set them on the account that exists',
          ),
        ]
      : []),
  ];
}

export interface DeploymentProps extends Identity {
  /** `undefined` leaves the count to an autoscaler. */
  readonly replicas: number | Token<number> | undefined;
  readonly template: Tokenized<IPodTemplateSpec>;
  readonly strategy?: IDeploymentSpec['strategy'];
  /** The version of what its pods run. */
  readonly version?: string | undefined;
}

export function deployment(
  scope: Construct,
  id: string,
  props: DeploymentProps,
  options: DeploymentOptions = {},
): ApiObject {
  const { suffix, selector, replicas, template, version } = props;
  const { labels, annotations, revisionHistoryLimit, strategy = props.strategy } = options;
  return createObject<IDeployment>(
    scope,
    id,
    { apiVersion: 'apps/v1', kind: 'Deployment', suffix, selector, labels, annotations, version },
    {
      spec: {
        selector: { matchLabels: selector },
        template,
        ...(replicas === undefined ? {} : { replicas }),
        ...(strategy === undefined ? {} : { strategy }),
        ...(revisionHistoryLimit === undefined ? {} : { revisionHistoryLimit }),
      },
    },
  );
}

/** The Service in front of a component's pods. */
export interface ServiceOptions {
  /** Its name, for example the one that it had in another chart. @default - that of the component */
  readonly name?: string;
  /** How it is reached. @default 'ClusterIP' */
  readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** Its port. @default - the component's own */
  readonly port?: number;
  /**
   * The name of the port of its pods that it leads to, for example that of a log-in proxy in `pod.sidecars`.
   *
   * @default - the port of the component itself
   */
  readonly targetPort?: string;
  /** Labels. @default - none but the usual */
  readonly labels?: Texts;
  /** Annotations. @default - none */
  readonly annotations?: Texts;
}

/** What is wrong with the name of a Service, where one is given. */
export function checkServiceName(path: string, name: string | undefined): Issue[] {
  return name === undefined ? [] : checkText(path, name, SERVICE_NAME);
}

export interface ServiceProps extends Identity {
  /** The name of the port, here and in the pods. */
  readonly portName: string;
  readonly port: number;
  /** Whether a client stays with one pod. @default - Kubernetes' own: it does not */
  readonly sessionAffinity?: 'ClientIP';
}

export function service(scope: Construct, id: string, props: ServiceProps, options: ServiceOptions = {}): ApiObject {
  const { suffix, selector, portName, port, sessionAffinity } = props;
  const { name, type = 'ClusterIP', labels, annotations, targetPort = portName } = options;
  return createObject<IService>(
    scope,
    id,
    { apiVersion: 'v1', kind: 'Service', suffix, name, selector, labels, annotations },
    {
      spec: {
        type,
        ...(sessionAffinity === undefined ? {} : { sessionAffinity }),
        selector,
        ports: [{ name: portName, port: options.port ?? port, targetPort, protocol: 'TCP' }],
      },
    },
  );
}

export function configMap(
  scope: Construct,
  id: string,
  { suffix, selector, namespace }: Identity,
  data: Record<string, Tokenized<string>>,
): ApiObject {
  return createObject<IConfigMap>(
    scope,
    id,
    { apiVersion: 'v1', kind: 'ConfigMap', suffix, selector, namespace },
    { data },
  );
}
