import type { ApiObject } from 'cdk8s';
import { isMap } from '../../data/json.js';
import { DIGEST } from '../../data/placeholder.js';
import type { Release } from '../../release.js';
import { isNamedByContent } from '../../tree/digest.js';
import type { MarkedObject } from '../../tree/mark.js';
import { inApplyOrder } from '../../tree/order.js';
import { isFor } from '../../tree/presence.js';
import { ReleaseTest } from '../../tree/release-test.js';
import { all, condition } from './condition.js';
import { helperName, NO_MANIFEST, prelude } from './helper-names.js';
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

/** The templates that every chart has beside those of its objects, less their extension. */
const OWN_FILES = ['checks'];

/** The child of the release that an object stands below. */
function fileOf(object: ApiObject, release: Release): string {
  const { node } = object;
  const part = node.scopes[release.node.scopes.length]?.node.id ?? node.id;
  const id = part.toLowerCase().replaceAll(/^\.|[^a-z0-9.-]/g, '-');
  const file = OWN_FILES.includes(id) ? `${id}-objects` : id;
  return ReleaseTest.holds(object) ? `tests/${file}` : file;
}

function templateOf(objects: readonly MarkedObject[], chart: string, yaml: TemplateYaml): string {
  const texts = objects.map((one) => objectOf(one, chart, yaml));
  const helpers = texts.map(({ helper }) => helper).join('');
  return `${NO_MANIFEST}${helpers}${prelude(chart)}\n${guarded(texts)}`;
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
  const content = withTestHook(marked);
  if (!isNamedByContent(object)) return { guard, text: `---\n${yaml.print(content)}`, helper: '' };
  const text = yaml.print(withDigest(content));
  const name = helperName(chart, `object.${object.node.path.split('/').slice(1).join('/')}`);
  const named = `{{ include ${helperName(chart, 'named-by-content')} (list ${name} .) }}\n`;
  return { guard, text: `---\n${named}`, helper: `{{- define ${name} -}}\n${prelude(chart)}\n${text}{{- end -}}\n` };
}

/** An object with a place for a digest at the end of its name. */
function withDigest(content: MarkedObject['content']): object {
  const { metadata } = content;
  return isMap(metadata) ? { ...content, metadata: { ...metadata, name: `${metadata.name}-${DIGEST}` } } : content;
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
