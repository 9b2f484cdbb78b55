import { Document } from 'yaml';
import { DOCUMENT_OPTIONS, printYaml } from './yaml-document.js';
import type { YamlStyle } from './yaml-style.js';

/** In a comment, keeps Argo CD from taking a file in a folder of manifests for one. */
export const SKIP_RENDERING = '+argocd:skip-file-rendering';

/** Plain data as YAML that a YAML 1.1 reader reads back the same, without aliases and without folded lines. */
export function writeYaml(value: unknown, style: YamlStyle): string {
  return printYaml(new Document(value, DOCUMENT_OPTIONS), style);
}
