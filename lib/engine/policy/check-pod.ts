import type { Issue } from '../data/issue.js';
import { checkContainerNames } from './container-names.js';
import { checkHandlers } from './handlers.js';
import { checkImageReferences } from './image-references.js';
import { checkKubernetesSchema } from './kubernetes-schema.js';
import { checkLabelSyntax } from './label-syntax.js';
import { checkPodRules } from './pod-rules/pod-rules.js';
import { checkPrivileges } from './privileges.js';
import { checkReferences } from './references.js';

const RULES = [
  checkKubernetesSchema,
  checkLabelSyntax,
  checkReferences,
  checkPodRules,
  checkContainerNames,
  checkHandlers,
  checkPrivileges,
  checkImageReferences,
];

/** A pod that no object of a release tells of. */
export interface PodTemplate {
  /** Its labels and annotations. */
  readonly metadata: Readonly<Record<'labels' | 'annotations', Readonly<Record<string, string>>>>;
  /** Its spec. */
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What no API server or kubelet takes of such a pod; what it says twice, of which the last holds, is nothing wrong. */
export function checkPod({ metadata, spec }: PodTemplate): Issue[] {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', ...metadata }, spec };
  return RULES.flatMap((rule) => rule(pod));
}
