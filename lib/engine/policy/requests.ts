import type { Issue } from '../data/issue.js';
import { within } from '../data/issue.js';
import { checkResources } from '../values/resources.js';
import type { Manifest } from './manifest.js';
import { containersIn } from './pod-spec.js';

/** Containers that request more than their limits, or quantities that Kubernetes would not keep. */
export function checkRequests(manifest: Manifest): Issue[] {
  return containersIn(manifest).flatMap(({ path, container }) =>
    within(`${path}.resources`, checkResources(container.resources)),
  );
}
