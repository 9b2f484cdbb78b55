import type { Issue } from '../data/issue.js';
import { checkKubernetesSchema } from './kubernetes-schema.js';
import { checkPodRules } from './pod-rules/pod-rules.js';
import { checkPrivileges } from './privileges.js';

const RULES = [checkKubernetesSchema, checkPodRules, checkPrivileges];

/** What no API server or kubelet takes of the spec of a pod that no object of a release tells of. */
export function checkPodSpec(spec: Readonly<Record<string, unknown>>): Issue[] {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' }, spec };
  return RULES.flatMap((rule) => rule(pod));
}
