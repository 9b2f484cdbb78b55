import {
  ApiObject,
  ApiObjectMetadataDefinition,
  type App,
  ImplicitTokenResolver,
  type IResolver,
  LazyResolver,
  NumberStringUnionResolver,
} from 'cdk8s';
import { isMap } from '../data/json.js';
import { isReleaseResolver } from './resolver.js';

/** What stands first in each object, as cdk8s renders it. */
const FIRST: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

const BUILT_IN = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/** What an object was made of. */
export interface RawObject {
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The other members but `apiVersion` and `kind`. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Whether an app renders objects in the usual way, so that {@link rawObject} tells what becomes of them. */
export function rendersAsUsual(app: App): boolean {
  const isUsual = (one: IResolver): boolean =>
    isReleaseResolver(one) || BUILT_IN.some((known) => one.constructor === known);
  return !process.env.CDK8S_DISABLE_SORT && app.resolvers.every(isUsual);
}

/**
 * What an object was made of, before anything in it is resolved, sorted or patched, since to let cdk8s do each of that in a pass
 * of its own takes most of the time of a fleet; `undefined` where only cdk8s knows what becomes of it: it has patches, or
 * somebody renders it in another way.
 */
export function rawObject(object: ApiObject): RawObject | undefined {
  const { metadata } = object;
  const usual =
    object.toJson === ApiObject.prototype.toJson && metadata.toJson === ApiObjectMetadataDefinition.prototype.toJson;
  if (!usual) return undefined;
  const [patches, props, more, finalizers, owners] = [
    Reflect.get(object, 'patches'),
    Reflect.get(object, 'props'),
    Reflect.get(metadata, '_additionalAttributes'),
    Reflect.get(metadata, 'finalizers'),
    Reflect.get(metadata, 'ownerReferences'),
  ];
  const [labels, annotations] = [Reflect.get(metadata, 'labels'), Reflect.get(metadata, 'annotations')];
  if (!Array.isArray(patches) || patches.length > 0) return undefined;
  if (![props, more, labels, annotations].every(isMap)) return undefined;
  const { name, namespace } = metadata;
  const body: Record<string, unknown> = {};
  for (const key of Object.keys(props)) if (!FIRST.has(key)) body[key] = props[key];
  const own = { name, namespace, annotations, finalizers, ownerReferences: owners, labels };
  return { metadata: Object.assign({}, more, own), body };
}
