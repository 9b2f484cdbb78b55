import { Document } from 'yaml';
import { isMap } from './json.js';
import { DOCUMENT_OPTIONS, printYaml } from './yaml-document.js';
import { writeKey, writeScalar } from './yaml-scalar.js';
import type { YamlStyle } from './yaml-style.js';

/** In a comment, keeps Argo CD from taking a file in a folder of manifests for one. */
export const SKIP_RENDERING = '+argocd:skip-file-rendering';

/**
 * Plain data as YAML that a YAML 1.1 reader reads back the same, without aliases and without folded lines.
 *
 * Lists and maps are laid out here, as the `yaml` package lays them out, since its nodes would cost more than all else that
 * a release costs; scalars are its own.
 */
export function writeYaml(value: unknown, style: YamlStyle): string {
  const text = isCollection(value) ? writeMembers(value, '', style) : undefined;
  return text === undefined ? printYaml(new Document(value, DOCUMENT_OPTIONS), style) : `${text}\n`;
}

type Collection = readonly unknown[] | Readonly<Record<string, unknown>>;

/** What is laid out here: all else is left to the package. */
function isCollection(value: unknown): value is Collection {
  if (Array.isArray(value)) return true;
  return isMap(value) && typeof value.toJSON !== 'function';
}

/** Members on lines of their own, but the first, which follows what is there; nothing for what is laid out otherwise. */
function writeMembers(collection: Collection, indent: string, style: YamlStyle): string | undefined {
  return Array.isArray(collection)
    ? writeItems(collection, indent, style)
    : writeMap(Object.entries(collection), indent, style);
}

function writeItems(items: readonly unknown[], indent: string, style: YamlStyle): string | undefined {
  let lines = '';
  for (const item of items) {
    const text = isCollection(item) ? writeMembers(item, `${indent}  `, style) : writeScalar(item, indent, style);
    if (text === undefined) return undefined;
    lines += lines === '' ? `- ${text}` : `\n${indent}- ${text}`;
  }
  return lines === '' ? '[]' : lines;
}

function writeMap(members: readonly [string, unknown][], indent: string, style: YamlStyle): string | undefined {
  const deeper = `${indent}  `;
  let lines = '';
  for (const [key, member] of members) {
    if (member === undefined) continue;
    const nested = isCollection(member);
    const name = writeKey(key, style);
    const text = nested ? writeMembers(member, deeper, style) : writeScalar(member, indent, style);
    if (name === undefined || text === undefined) return undefined;
    const beginsAnew = nested && text !== '{}' && text !== '[]';
    const line = beginsAnew ? `${name}:\n${deeper}${text}` : `${name}: ${text}`;
    lines += lines === '' ? line : `\n${indent}${line}`;
  }
  return lines === '' ? '{}' : lines;
}
