import { foundIn, type Issue } from '../data/issue.js';
import { checkContainerNames } from './container-names.js';
import { checkHandlers } from './handlers.js';
import { checkImageReferences } from './image-references.js';
import { checkJobs } from './jobs.js';
import { checkKubernetesSchema } from './kubernetes-schema.js';
import { checkLabelSyntax } from './label-syntax.js';
import type { Manifest } from './manifest.js';
import { checkObjectName } from './object-names.js';
import { checkPodRules } from './pod-rules/pod-rules.js';
import { checkPods } from './pods.js';
import { checkPorts } from './ports.js';
import { checkPrivileges } from './privileges.js';
import { checkReferences } from './references.js';
import { checkRequests } from './requests.js';
import { checkRollouts } from './rollouts.js';
import { checkSelectors } from './selectors.js';

const RULES = [
  checkKubernetesSchema,
  checkObjectName,
  checkLabelSyntax,
  checkSelectors,
  checkJobs,
  checkReferences,
  checkPorts,
  checkPods,
  checkPodRules,
  checkRollouts,
  checkContainerNames,
  checkHandlers,
  checkRequests,
  checkPrivileges,
  checkImageReferences,
];

/** Everything that is wrong with a finished object. */
export function checkManifest(manifest: Manifest): Issue[] {
  const issues = RULES.flatMap((rule) => rule(manifest));
  return foundIn(`${manifest.kind} ${manifest.metadata.name}`, issues);
}

/** What tells an object in a cluster from all others. */
export function identityOf({ apiVersion, kind, metadata }: Manifest): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return [group, kind, metadata.namespace ?? '', metadata.name].join('/');
}
