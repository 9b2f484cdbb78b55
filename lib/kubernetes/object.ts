import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { releaseOf, type Tokenized } from '../engine/index.js';
import { recommendedLabels, type Selector } from './labels.js';
import type { Texts } from './open-types.js';

/** The part of an object that is not its metadata, for example a `spec`. */
type Body<T> = {
  readonly [K in keyof T as Exclude<K, 'apiVersion' | 'kind' | 'metadata' | 'status'>]: Tokenized<T[K]>;
};

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
}

export interface ObjectIdentity<T extends KubernetesObject> {
  readonly apiVersion: T['apiVersion'];
  readonly kind: T['kind'];
  /** What follows the release name in the object's name. */
  readonly suffix: string;
  /** The whole name. @default - that of the release, and the suffix */
  readonly name?: string | undefined;
  readonly selector: Selector;
  /** The namespace. @default - the release's */
  readonly namespace?: string | undefined;
  /** Labels beside the recommended ones. */
  readonly labels?: Texts | undefined;
  readonly annotations?: Texts | undefined;
  /** The version of what its pods run. @default - it has no pods, or nobody knows */
  readonly version?: string | undefined;
}

/** A Kubernetes object of a release: named after it, in its namespace, with the recommended labels. */
export function createObject<T extends KubernetesObject>(
  scope: Construct,
  id: string,
  { apiVersion, kind, suffix, name, selector, namespace, labels, annotations, version }: ObjectIdentity<T>,
  body: Body<T>,
): ApiObject {
  return new ApiObject(scope, id, {
    apiVersion,
    kind,
    metadata: {
      name: name ?? objectName(scope, suffix),
      ...(namespace === undefined ? {} : { namespace }),
      labels: {
        ...texts(labels),
        ...recommendedLabels(selector),
        ...(version === undefined ? {} : { 'app.kubernetes.io/version': version }),
      },
      ...(annotations === undefined ? {} : { annotations: texts(annotations) }),
    },
    ...body,
  });
}

/** Texts as cdk8s takes them: a knob by its placeholder. */
function texts(map: Texts = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, `${value}`]));
}

/** The name of an object of the release that a construct belongs to. */
export function objectName(construct: Construct, suffix: string): string {
  return `${releaseOf(construct).namePrefix}-${suffix}`;
}
