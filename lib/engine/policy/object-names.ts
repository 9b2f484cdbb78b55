import { type Issue, quote } from '../data/issue.js';
import { LONGEST_LABEL } from '../data/names.js';
import type { Manifest } from './manifest.js';

/** Kinds whose names become labels or parts of host names, in some with something appended, and what that leaves. */
const SHORTER: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    ['DaemonSet', 'Deployment', 'Job', 'Namespace', 'Pod', 'ReplicaSet', 'Service'].map((kind) => [
      kind,
      LONGEST_LABEL,
    ]),
  ),
  CronJob: 52,
  StatefulSet: 52,
};

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const LONGEST_SUBDOMAIN = 253;

/** Kinds with names of a form of their own. */
const FREE_FORM = /^(Cluster)?Role(Binding)?$/;

/** The most characters that the name of an object of a kind may have. */
export function longestName(kind: string): number {
  return SHORTER[kind] ?? LONGEST_SUBDOMAIN;
}

/** Names that the API server, or a controller that appends to them, refuses. */
export function checkObjectName({ kind, metadata: { name } }: Manifest): Issue[] {
  const longest = longestName(kind);
  const issues: Issue[] = [];
  if (name.length > longest) {
    const message = `${quote(name)} has ${name.length} characters; allowed: up to ${longest}; shorten the name of the release, or of the part of it`;
    issues.push({ path: 'metadata.name', message });
  }
  if (!SUBDOMAIN.test(name) && !FREE_FORM.test(kind)) {
    const allowed = 'lower-case letters, digits, "-" and ".", from a letter or digit to a letter or digit';
    issues.push({ path: 'metadata.name', message: `found ${quote(name)}; allowed: ${allowed}` });
  }
  return issues;
}
