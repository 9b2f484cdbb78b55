import type { ApiObject } from 'cdk8s';

/** The database, before all that needs it; the password it has is made at the same time. */
const DATABASE = 1;
const MIGRATION = 2;
const WORKLOADS = 3;

/**
 * Kinds that are in the last wave unless their part of the release has one of its own. Claims are bound when a pod uses them,
 * and an address comes when a load balancer is there, so none of them may keep pods waiting.
 */
const LATE = [
  'CronJob',
  'DaemonSet',
  'Deployment',
  'HTTPRoute',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'PersistentVolumeClaim',
  'Pod',
  'PodDisruptionBudget',
  'Service',
  'StatefulSet',
];

/** Parts of a release, children of its chart, whose objects come earlier. */
const EARLIER: ReadonlyMap<string, number> = new Map([
  ['postgresql', DATABASE],
  ['migration', MIGRATION],
]);

/** The wave of an object; configuration, accounts and policies are in none, which comes first. */
export function syncWaveIn(part: string, { kind }: ApiObject): number | undefined {
  return LATE.includes(kind) ? (EARLIER.get(part) ?? WORKLOADS) : undefined;
}
