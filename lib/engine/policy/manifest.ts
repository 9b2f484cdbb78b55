import { isMap } from '../data/json.js';

/** A Kubernetes object as it is written. */
export interface Manifest {
  /** The group and the version of its kind. */
  readonly apiVersion: string;
  /** Its kind. */
  readonly kind: string;
  /** Its name and its namespace, among others. */
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [key: string]: unknown;
}

function isManifest(value: unknown): value is Manifest {
  return isMap(value) && isMap(value.metadata);
}

/** What cdk8s rendered, as the object that it always is. @throws TypeError if a patch has taken its metadata away */
export function toManifest(value: unknown): Manifest {
  if (isManifest(value)) return value;
  throw new TypeError('an object has no metadata any more; allowed: patches that leave apiVersion, kind and metadata');
}
