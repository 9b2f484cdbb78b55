import { Construct } from 'constructs';
import type { IResourceQuota } from 'kubernetes-models/v1';
import { type Issue, nearest, notAllowed, quote, Release, validate } from '../engine/index.js';
import { checkQuantity, checkText, type TextForm } from './checks.js';
import { selectorOf } from './labels.js';
import { createObject } from './object.js';
import type { Texts } from './open-types.js';

/**
 * What all pods and objects in the namespace of the release may take together.
 *
 * @example
 *
 *   { hard: { 'requests.cpu': '20', 'requests.memory': '64Gi', 'count/jobs.batch': '200' } }
 */
export interface ResourceQuotaOptions {
  /**
   * Quantities by resource: `requests.cpu`, `limits.memory`, `pods`, `requests.storage`, `count/jobs.batch`... Where one is
   * for requests or limits of CPU or memory, every pod has to say its own.
   *
   * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
   */
  readonly hard: Texts;
}

const RESOURCE: TextForm = {
  pattern: /^([a-z0-9][-a-z0-9.]*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?(\/[-A-Za-z0-9_.]+)?$/,
  allowed: 'the name of a resource, such as "requests.cpu", "pods" or "count/jobs.batch"',
};

/** What a quota counts under a name without a domain. */
const COUNTED = [
  ...['cpu', 'memory', 'ephemeral-storage', 'storage'].flatMap((name) => [name, `requests.${name}`]),
  ...['limits.cpu', 'limits.memory', 'limits.ephemeral-storage', 'pods', 'services', 'services.loadbalancers'],
  ...['services.nodeports', 'secrets', 'configmaps', 'persistentvolumeclaims', 'replicationcontrollers'],
  'resourcequotas',
];

/** The ResourceQuota of a release's namespace. */
export class NamespaceQuota extends Construct {
  constructor(scope: Construct, id: string, { hard }: ResourceQuotaOptions) {
    super(scope, id);
    validate(this, () => checkQuota(hard));
    createObject<IResourceQuota>(
      this,
      'resource-quota',
      { apiVersion: 'v1', kind: 'ResourceQuota', suffix: 'quota', selector: selectorOf(Release.of(this), 'quota') },
      { spec: { hard } },
    );
  }
}

function checkQuota(hard: Texts): Issue[] {
  const entries = Object.entries(hard);
  if (entries.length === 0) return [notAllowed('hard', hard, 'at least one quantity, such as { pods: "50" }')];
  return entries.flatMap(([name, text]) => [
    ...checkText('hard', name, RESOURCE),
    ...checkCounted(name),
    ...checkQuantity(`hard.${name}`, text),
  ]);
}

function checkCounted(name: string): Issue[] {
  if (!/^[a-zA-Z.-]+$/.test(name) || COUNTED.includes(name)) return [];
  const meant = nearest(name, COUNTED);
  const remedy = meant === undefined ? 'write "count/<resource>.<group>" for objects' : `did you mean ${quote(meant)}?`;
  return [{ path: 'hard', message: `found ${quote(name)}; allowed: ${RESOURCE.allowed}; ${remedy}` }];
}
