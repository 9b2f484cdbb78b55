import { type Issue, notAllowed } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';
import { checkForm, LABEL_VALUE, METADATA_KEY } from './text-form.js';
import { visitMembers } from './visit-members.js';

/** What the API server takes of an object's annotations, in bytes. */
const MOST_ANNOTATIONS = 256 * 1024;

/** Labels, annotations and selectors that the API server refuses, wherever they are in an object. */
export function checkLabelSyntax(manifest: Manifest): Issue[] {
  const issues: Issue[] = [];
  visitMembers(manifest, (key, member, steps) => {
    if (!isMap(member)) return true;
    const labels = isLabels(key, steps, manifest.kind);
    if (!labels && !(key === 'annotations' && steps.at(-2) === 'metadata')) return true;
    const path = steps.join('.');
    issues.push(...(labels ? checkLabels(member, path) : checkAnnotations(member, path)));
    return false;
  });
  return issues;
}

/** Whether a map holds labels: those of an object, or those that others are selected by. */
function isLabels(key: string, steps: readonly string[], kind: string): boolean {
  if (key === 'selector') return kind === 'Service' && steps.length === 2 && steps[0] === 'spec';
  return key === 'matchLabels' || key === 'nodeSelector' || (key === 'labels' && steps.at(-2) === 'metadata');
}

function checkLabels(labels: Record<string, unknown>, path: string): Issue[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...checkForm(path, key, METADATA_KEY),
    ...checkForm(`${path}.${key}`, value, LABEL_VALUE),
  ]);
}

function checkAnnotations(annotations: Record<string, unknown>, path: string): Issue[] {
  const entries = Object.entries(annotations);
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(`${value}`), 0);
  // The API server compares keys in lower case.
  const keys = entries.flatMap(([key]) => (METADATA_KEY.pattern.test(key.toLowerCase()) ? [] : [key]));
  return [
    ...keys.map((key) => notAllowed(path, key, `${METADATA_KEY.allowed}; change it`)),
    ...(size > MOST_ANNOTATIONS
      ? [{ path, message: `found ${size} bytes; allowed: ${MOST_ANNOTATIONS} in all; keep them in a ConfigMap` }]
      : []),
  ];
}
