import type { KubernetesObject } from '../../support/releases.js';
import { kubectl } from '../../support/tools.js';
import { printed } from './printed.js';

/** A namespace where `restricted` is enforced. */
export function restricted(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: LABELS } };
}

const LABELS = { 'pod-security.kubernetes.io/enforce': 'restricted' };

/** Makes namespaces, and waits until pods can be made there: a pod is refused before it can have an account. */
export function makeNamespaces(...items: KubernetesObject[]): void {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  printed('kubectl apply', kubectl(['apply', '-f', '-'], list));
  for (const { metadata } of items) {
    const wait = ['-n', metadata.name, 'wait', '--for=create', 'serviceaccount/default', '--timeout=120s'];
    printed(`kubectl ${wait.join(' ')}`, kubectl(wait));
  }
}
