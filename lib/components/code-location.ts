import { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IEnvVar, IService } from 'kubernetes-models/v1';
import { MOST_REPLICAS } from '../contract/service.js';
import type { DagsterInstance } from '../instance/instance.js';
import type { GrpcServer } from '../instance/workspace-yaml.js';
import { Release } from '../release.js';
import { type Issue, printIssue, quote } from '../values/issue.js';
import { checkName } from '../values/names.js';
import type { Resources } from '../values/resources.js';
import type { Token, Tokenized } from '../values/token.js';
import { type Image, imageFields } from '../workload/image.js';
import { selectorOf } from '../workload/labels.js';
import { createObject, objectName } from '../workload/object.js';
import { podTemplate } from '../workload/pod.js';
import { fixedResources } from '../workload/resources.js';
import { DAGSTER_UID } from '../workload/security.js';
import { mountsOf, volumesOf } from '../workload/volumes.js';

export interface CodeLocationOptions {
  /** The name of the code location, unique in a release: a DNS label, part of object names. */
  readonly name: string;

  /** The image that holds the code, with Dagster in it. */
  readonly image: Image;

  /**
   * Where `dagster api grpc` finds the code, for example `['--python-file', '/app/definitions.py']` or
   * `['--module-name', 'my_project.definitions']`.
   */
  readonly args: readonly string[];

  /**
   * How many pods serve it.
   *
   * @default - as the values document says
   */
  readonly replicas?: number;

  /**
   * Requests and limits of its container.
   *
   * @default - as the values document says
   */
  readonly resources?: Resources;
}

export interface CodeLocationProps extends CodeLocationOptions {
  readonly instance: DagsterInstance;
  readonly serviceAccount: string;
  /** What the values document says. */
  readonly defaults: { readonly replicas: Token<number>; readonly resources: Token<Resources> };
}

const PORT = 3030;

/** One code location: a Deployment of gRPC servers, and the Service in front of them. */
export class CodeLocation extends Construct {
  /** The name of the code location. */
  readonly name: string;
  private readonly suffix: string;

  constructor(scope: Construct, id: string, props: CodeLocationProps) {
    super(scope, id);
    this.name = props.name;
    this.suffix = `user-code-${props.name}`;
    this.node.addValidation({
      validate: () => [...checkName('code location name', props.name), ...checkReplicas(props)].map(printIssue),
    });
    const selector = selectorOf(Release.of(this), 'user-code', props.name);
    createObject<IService>(
      this,
      'service',
      { apiVersion: 'v1', kind: 'Service', suffix: this.suffix, selector },
      {
        spec: {
          type: 'ClusterIP',
          selector,
          ports: [{ name: 'grpc', port: PORT, targetPort: 'grpc', protocol: 'TCP' }],
        },
      },
    );
    createObject<IDeployment>(
      this,
      'deployment',
      { apiVersion: 'apps/v1', kind: 'Deployment', suffix: this.suffix, selector },
      {
        spec: {
          replicas: props.replicas ?? props.defaults.replicas,
          selector: { matchLabels: selector },
          template: this.podTemplate(props),
        },
      },
    );
  }

  /** Where the webserver and the daemon find it. */
  get server(): GrpcServer {
    return { host: objectName(this, this.suffix), port: PORT, locationName: this.name };
  }

  private podTemplate(props: CodeLocationProps): ReturnType<typeof podTemplate> {
    const { instance } = props;
    const healthy = { grpc: { port: PORT, service: 'DagsterApi' } };
    return podTemplate({
      selector: selectorOf(Release.of(this), 'user-code', props.name),
      serviceAccount: props.serviceAccount,
      uid: DAGSTER_UID,
      checksums: { instance: instance.config.checksum },
      container: {
        name: 'user-code',
        image: props.image,
        command: [
          ...['dagster', 'api', 'grpc', '-h', '0.0.0.0', '-p', `${PORT}`],
          // The same in all pods of a rollout, another one in the next: clients load the code again then, and only then.
          ...['--fixed-server-id', '$(POD_TEMPLATE_HASH)'],
          ...props.args,
        ],
        env: [...instance.env, ...this.serverEnv(props)],
        port: { name: 'grpc', number: PORT },
        resources: props.resources === undefined ? props.defaults.resources : fixedResources(this, props.resources),
        mounts: mountsOf(instance.volumes),
        startupProbe: { ...healthy, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 },
        readinessProbe: { ...healthy, periodSeconds: 10, timeoutSeconds: 5 },
        livenessProbe: { ...healthy, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 6 },
      },
      volumes: volumesOf(instance.volumes),
    });
  }

  private serverEnv({ image }: CodeLocationProps): Tokenized<IEnvVar>[] {
    const podTemplateHash = "metadata.labels['pod-template-hash']";
    return [
      { name: 'POD_TEMPLATE_HASH', valueFrom: { fieldRef: { fieldPath: podTemplateHash } } },
      // Runs are launched with the image of the code location they belong to.
      { name: 'DAGSTER_CURRENT_IMAGE', value: imageFields(image).image },
    ];
  }
}

function checkReplicas({ replicas }: CodeLocationOptions): Issue[] {
  if (replicas === undefined || (Number.isInteger(replicas) && replicas >= 1 && replicas <= MOST_REPLICAS)) return [];
  return [
    {
      path: 'replicas',
      message: `found ${quote(replicas)}; allowed: integer, at least 1 and at most ${MOST_REPLICAS}`,
    },
  ];
}
