import { type Issue, notAllowed } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';
import { checkForm, LABEL_VALUE, METADATA_KEY } from './text-form.js';

/** What the API server takes of an object's annotations, in bytes. */
const MOST_ANNOTATIONS = 256 * 1024;

/** Labels, annotations and selectors that the API server refuses, wherever they are in an object. */
export function checkLabelSyntax(manifest: Manifest): Issue[] {
  return inPart(manifest, '', manifest.kind);
}

function inPart(part: unknown, path: string, kind: string): Issue[] {
  if (Array.isArray(part)) return part.flatMap((item, index) => inPart(item, below(path, `${index}`), kind));
  if (!isMap(part)) return [];
  return Object.entries(part).flatMap(([key, member]) => {
    const at = below(path, key);
    if (isMap(member) && isLabels(at, kind)) return checkLabels(member, at);
    if (isMap(member) && /(^|\.)metadata\.annotations$/.test(at)) return checkAnnotations(member, at);
    return inPart(member, at, kind);
  });
}

function below(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`;
}

/** Whether a map holds labels: those of an object, or those that others are selected by. */
function isLabels(path: string, kind: string): boolean {
  if (kind === 'Service' && path === 'spec.selector') return true;
  return /(^|\.)(metadata\.labels|matchLabels|nodeSelector)$/.test(path);
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
