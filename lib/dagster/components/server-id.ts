import { type Image, mayChange } from '../../kubernetes/image.js';

/**
 * What tells clients that other code is served, which they load then, and only then: it is the same in all pods of a
 * rollout. Pods of an image that may have changed under its name are asked one by one.
 */
export function serverId(image: Image): { readonly name: string; readonly fieldPath: string } {
  return mayChange(image)
    ? { name: 'POD_UID', fieldPath: 'metadata.uid' }
    : { name: 'POD_TEMPLATE_HASH', fieldPath: "metadata.labels['pod-template-hash']" };
}
