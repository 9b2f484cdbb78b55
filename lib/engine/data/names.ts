import type { Issue } from './issue.js';
import { quote } from './issue.js';

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names */
export const LABEL_1035 = '^[a-z]([-a-z0-9]*[a-z0-9])?$';

/** Characters in the name of a DNS label. */
export const LONGEST_LABEL = 63;

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const LABEL_1123 = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';

/** What is wrong with a name that becomes the name, or part of the name, of a Service. */
export function checkName(what: string, name: string): Issue[] {
  return checkLabel(what, name, LABEL_1035, 'a letter');
}

/** What is wrong with the name of a namespace. */
export function checkNamespace(name: string): Issue[] {
  return checkLabel('namespace', name, LABEL_1123, 'a letter or digit');
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What is wrong with a reference to a value of a Secret. */
export function checkSecretKey(name: string, key: string): Issue[] {
  const issues: Issue[] = [];
  if (!SUBDOMAIN.test(name) || name.length > 253) {
    const message = `found ${quote(name)}; allowed: lower-case letters, digits, "-" and ".", up to 253 characters`;
    issues.push({ path: 'secret name', message });
  }
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key)) {
    issues.push({ path: 'secret key', message: `found ${quote(key)}; allowed: letters, digits, "-", "_" and "."` });
  }
  return issues;
}

function checkLabel(what: string, name: string, pattern: string, from: string): Issue[] {
  if (new RegExp(pattern).test(name) && name.length <= LONGEST_LABEL) return [];
  const allowed = `lower-case letters, digits and "-", from ${from} to a letter or digit, up to ${LONGEST_LABEL} characters`;
  return [{ path: '', message: `${what} ${quote(name)} is no DNS label; allowed: ${allowed}` }];
}
