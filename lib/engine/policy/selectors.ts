import { type Issue, quote } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';
import { requirement } from './pod-rules/scheduling.js';
import { visitMembers } from './visit-members.js';

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** Parts of a pod, whose selectors have rules of their own. */
const OF_PODS = ['affinity', 'topologySpreadConstraints'];

/** Label selectors that the API server refuses, but for those of pods. */
export function checkSelectors(manifest: Manifest): Issue[] {
  const issues: Issue[] = [];
  visitMembers(manifest, (key, member, steps) => {
    if (OF_PODS.includes(key)) return false;
    if (key !== 'matchExpressions' || !Array.isArray(member)) return true;
    for (const [index, one] of member.entries()) issues.push(...checkOne(one, [...steps, index].join('.')));
    return false;
  });
  return issues;
}

function checkOne(expression: unknown, path: string): Issue[] {
  if (!isMap(expression)) return [];
  const { operator } = expression;
  if (typeof operator === 'string' && OPERATORS.includes(operator)) {
    const message = requirement(expression);
    return message === undefined ? [] : [{ path, message }];
  }
  const allowed = OPERATORS.map((one) => quote(one)).join(', ');
  const remedy = 'write one of these, as Kubernetes spells it';
  return [{ path: `${path}.operator`, message: `found ${quote(operator)}; allowed: ${allowed}; ${remedy}` }];
}
