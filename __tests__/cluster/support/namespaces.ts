import type { KubernetesObject } from '../../support/releases.js';
import { kubectl } from '../../support/tools.js';

/** A namespace where `restricted` is enforced. */
export function restricted(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: LABELS } };
}

const LABELS = { 'pod-security.kubernetes.io/enforce': 'restricted' };

/** Makes namespaces, and waits until pods can be made there: a pod is refused before it can have an account. */
export function makeNamespaces(...items: KubernetesObject[]): void {
  succeed(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  for (const { metadata } of items) {
    succeed(['-n', metadata.name, 'wait', '--for=create', 'serviceaccount/default', '--timeout=120s']);
  }
}

function succeed(args: readonly string[], input?: string): void {
  const { status, stdout, stderr } = kubectl(args, input);
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}${stdout}`);
}
