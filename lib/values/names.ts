import type { Issue } from './issue.js';
import { quote } from './issue.js';

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names */
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** Characters in the name of a DNS label. */
export const LONGEST_LABEL = 63;

/** What is wrong with a name that becomes the name, or part of the name, of a Service. */
export function checkName(what: string, name: string): Issue[] {
  if (LABEL_1035.test(name) && name.length <= LONGEST_LABEL) return [];
  const allowed = `lower-case letters, digits and "-", from a letter to a letter or digit, up to ${LONGEST_LABEL} characters`;
  return [{ path: '', message: `${what} ${quote(name)} is no DNS label; allowed: ${allowed}` }];
}
