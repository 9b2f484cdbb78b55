import { SKIP_RENDERING } from '../../data/yaml-writer.js';

/** What a template begins with, so that nobody takes it for a manifest. */
export const NO_MANIFEST = `{{- /* ${SKIP_RENDERING} */ -}}\n`;

/** The Go template names of a chart's helpers, which share one space with those of all other charts. */
export function helperName(chart: string, helper: string): string {
  return JSON.stringify(`${chart}.${helper}`);
}

/** The helper that renders a configuration file, less the line end at its end. */
export function fileName(chart: string, file: string): string {
  return helperName(chart, `file.${file}`);
}

/** Defined where a template or a helper begins: the name of the release, and the values without those that are not set. */
export function prelude(chart: string): string {
  return [
    `{{- $release := include ${helperName(chart, 'release')} . -}}`,
    '{{- $values := deepCopy .Values.AsMap -}}',
    `{{- include ${helperName(chart, 'unset')} $values -}}`,
  ].join('\n');
}
