import { Document, isMap, isPair, isScalar, type YAMLMap } from 'yaml';
import { isMap as isRecord, type JsonMap } from '../../data/json.js';
import type { JsonSchema } from '../../data/json-schema.js';
import { DOCUMENT_OPTIONS, printYaml } from '../../data/yaml-document.js';
import { SKIP_RENDERING } from '../../data/yaml-writer.js';
import { type Option, optionsOf, SCHEMA_FILE } from './documented-keys.js';

/** The `values.yaml` of a chart: its defaults, and above every key what it does. */
export function valuesFile(chart: string, defaults: JsonMap, schema: JsonSchema): string {
  const document = new Document(defaults, DOCUMENT_OPTIONS);
  const options = optionsOf(schema, defaults);
  document.commentBefore = [
    `# yaml-language-server: $schema=${SCHEMA_FILE}`,
    `# Default values of the chart ${chart}.`,
    `# ${SKIP_RENDERING}`,
  ].join('\n');
  if (isMap(document.contents)) comment(document.contents, [], options);
  return printYaml(document, 'quoted');
}

function comment(map: YAMLMap, path: readonly string[], options: readonly Option[]): void {
  for (const pair of map.items) {
    if (!isPair(pair) || !isScalar(pair.key)) continue;
    const here = [...path, `${pair.key.value}`];
    const option = options.find(({ path: known }) => known.join('\0') === here.join('\0'));
    if (option !== undefined) pair.key.commentBefore = describe(option);
    if (isMap(pair.value)) comment(pair.value, here, options);
  }
  const unset = options.filter((option) => option.unset && option.path.slice(0, -1).join('\0') === path.join('\0'));
  const examples = unset.map(({ path: [...keys], description }) => `# ${keys.pop()}: not set. ${description}`);
  if (examples.length > 0) map.comment = examples.join('\n');
}

function describe({ description, type, fallback }: Option): string {
  const details = [type, fallback === undefined || isRecord(fallback) ? '' : `default ${JSON.stringify(fallback)}`];
  const suffix = details.filter(Boolean).join(', ');
  return `# ${description}${suffix === '' ? '' : ` (${suffix})`}`;
}
