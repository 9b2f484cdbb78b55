import type { ApiObject } from 'cdk8s';
import type { Release } from '../../release.js';
import { isNamedByContent } from '../../tree/digest.js';
import type { MarkedObject } from '../../tree/mark.js';
import { inApplyOrder } from '../../tree/order.js';
import { isFor } from '../../tree/presence.js';
import { ReleaseTest } from '../../tree/release-test.js';
import { all, condition, helperName, prelude } from './expression.js';
import type { TemplateYaml } from './template-yaml.js';
import { withTestHook } from './test-hook.js';

/** The objects of a release as templates: a file for each part of the release, by path in the chart. */
export function objectTemplates(release: Release, chart: string, yaml: TemplateYaml): [string, string][] {
  const marked = new Map(release.marked.objects.map((one) => [one.object, one]));
  const objects = [...marked.keys()].filter((object) => isFor('chart', object));
  const files = new Map<string, MarkedObject[]>();
  for (const object of inApplyOrder(objects, release)) {
    const one = marked.get(object);
    const file = fileOf(object, release);
    if (one !== undefined) files.set(file, [...(files.get(file) ?? []), one]);
  }
  return [...files].map(([file, own]) => [`templates/${file}.yaml`, templateOf(own, chart, yaml)]);
}

/** The child of the release that an object stands below. */
function fileOf(object: ApiObject, release: Release): string {
  const { node } = object;
  const part = node.scopes[release.node.scopes.length]?.node.id ?? node.id;
  const file = part.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '-');
  return ReleaseTest.holds(object) ? `tests/${file}` : file;
}

function templateOf(objects: readonly MarkedObject[], chart: string, yaml: TemplateYaml): string {
  const texts = objects.map((one) => objectOf(one, chart, yaml));
  const helpers = texts.map(({ helper }) => helper).join('');
  return `${helpers}${prelude(chart)}\n${guarded(texts)}`;
}

interface ObjectText {
  readonly guard: string | boolean;
  readonly text: string;
  /** A named template that the text needs. */
  readonly helper: string;
}

function objectOf(marked: MarkedObject, chart: string, yaml: TemplateYaml): ObjectText {
  const { object, conditions } = marked;
  const guard = all(conditions.map(condition));
  const text = yaml.print(withTestHook(marked));
  if (!isNamedByContent(object)) return { guard, text: `---\n${text}`, helper: '' };
  const suffix = object.node.path.split('/').slice(1).join('.').toLowerCase();
  const name = helperName(chart, suffix.replaceAll(/[^a-z0-9.-]/g, '-'));
  const named = `{{ include ${helperName(chart, 'named-by-content')} (include ${name} . | fromYaml) }}\n`;
  return { guard, text: `---\n${named}`, helper: `{{- define ${name} -}}\n${prelude(chart)}\n${text}{{- end -}}\n` };
}

/** Objects that exist under the same condition share one guard. */
function guarded(objects: readonly ObjectText[]): string {
  const groups: { guard: string | boolean; text: string }[] = [];
  for (const { guard, text } of objects) {
    const last = groups.at(-1);
    if (last?.guard === guard) last.text += text;
    else if (guard !== false) groups.push({ guard, text });
  }
  return groups.map(({ guard, text }) => (guard === true ? text : `{{- if ${guard} }}\n${text}{{- end }}\n`)).join('');
}
