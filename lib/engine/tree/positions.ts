/** Kinds whose `spec.selector` cannot change, or that lose their pods when it does. */
const SELECTING = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'Service'];

/**
 * Why a part of an object has to be the same for every values document.
 *
 * @returns the reason, or `undefined` for a part that may be any value
 */
export function fixedPart(kind: string, [first, second]: readonly string[]): string | undefined {
  if (first === 'apiVersion' || first === 'kind') return 'since it says what the object is';
  if (first === 'metadata' && (second === 'name' || second === 'namespace')) return 'since it names the object';
  if (first === 'spec' && second === 'selector' && SELECTING.includes(kind)) return 'since it selects the pods';
  return undefined;
}

const LIMIT_RANGE = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];

/**
 * Whether the value at a path of a built-in object is a quantity.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function isQuantity(kind: string, path: readonly string[]): boolean {
  const [list, side, name] = [path.at(-3) ?? '', path.at(-2) ?? '', path.at(-1) ?? ''];
  if (list === 'resources' && (side === 'requests' || side === 'limits')) return true;
  if (name === 'sizeLimit' || name === 'divisor') return true;
  switch (kind) {
    case 'ResourceQuota':
      return side === 'hard';
    case 'LimitRange':
      return LIMIT_RANGE.includes(side);
    case 'HorizontalPodAutoscaler':
      return side === 'target' && (name === 'value' || name === 'averageValue');
    case 'PersistentVolume':
      return side === 'capacity';
    case 'RuntimeClass':
      return side === 'podFixed';
    default:
      return side === 'overhead';
  }
}
