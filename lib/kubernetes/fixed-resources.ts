import type { Construct } from 'constructs';
import { printIssue } from '../engine/data/issue.js';
import { canonicalResources, checkResources, type Resources, resourcesSchema } from '../engine/values/resources.js';
import { validateAgainst } from '../engine/values/validate.js';

/** Resources that no values document decides: checked with the construct they are for, in canonical form. */
export function fixedResources(construct: Construct, resources: Resources): Resources {
  construct.node.addValidation({
    validate: () =>
      [...validateAgainst(resourcesSchema, resources), ...checkResources(resources)].map(({ path, message }) =>
        printIssue({ path: `resources.${path}`, message }),
      ),
  });
  return canonicalResources(resources);
}
