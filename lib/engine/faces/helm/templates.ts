import type { ApiObject } from 'cdk8s';
import type { Release } from '../../release.js';
import { presenceOf } from '../../tree/presence.js';
import { inApplyOrder } from '../order.js';
import { all, condition, VALUES_PRELUDE } from './expression.js';
import type { TemplateYaml } from './template-yaml.js';

/** The objects of a release as templates: a file for each part of the release, by path in the chart. */
export function objectTemplates(
  release: Release,
  objects: readonly ApiObject[],
  yaml: TemplateYaml,
): [string, string][] {
  const files = new Map<string, ApiObject[]>();
  for (const object of inApplyOrder(objects, ({ kind }) => kind)) {
    const part = partOf(object, release);
    files.set(part, [...(files.get(part) ?? []), object]);
  }
  return [...files].map(([part, own]) => [`templates/${part}.yaml`, `${VALUES_PRELUDE}\n${guarded(own, yaml)}`]);
}

/** The child of the release that an object stands below. */
function partOf({ node }: ApiObject, release: Release): string {
  return node.scopes[node.scopes.indexOf(release) + 1]?.node.id ?? node.id;
}

/** Objects that exist under the same condition share one guard. */
function guarded(objects: readonly ApiObject[], yaml: TemplateYaml): string {
  const groups: { guard: string | boolean; text: string }[] = [];
  for (const object of objects) {
    const guard = all(presenceOf(object).map(condition));
    const text = `---\n${yaml.print(object.toJson())}`;
    const last = groups.at(-1);
    if (last?.guard === guard) last.text += text;
    else if (guard !== false) groups.push({ guard, text });
  }
  return groups.map(({ guard, text }) => (guard === true ? text : `{{- if ${guard} }}\n${text}{{- end }}\n`)).join('');
}
