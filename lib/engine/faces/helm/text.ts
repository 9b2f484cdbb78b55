import { cutAtKnobs, DIGEST, hasKnobs, NAMESPACE, RELEASE } from '../../data/placeholder.js';
import { type Knob, knobOf } from '../../tree/knob.js';
import type { KeyForm } from '../../values/key-types.js';
import { isSet, lookUp } from './condition.js';
import { helperName } from './helper-names.js';

/** Whether a text holds something that only Helm knows. */
export function isOpen(text: string): boolean {
  return [RELEASE, NAMESPACE, DIGEST].some((name) => text.includes(name)) || hasKnobs(text);
}

/** Text as a template that renders it, with what Helm knows in place of the placeholders. */
export function literal(text: string, chart: string): string {
  return cutAtKnobs(text)
    .map((part) => (typeof part === 'string' ? withNames(part) : `{{ ${textOf(knobOf(part), chart)} }}`))
    .join('');
}

/** A text without knobs; a brace at its end would be part of the action that follows. */
function withNames(text: string): string {
  return text
    .replaceAll('{{', '{{`{{`}}')
    .replace(/\{$/, '{{`{`}}')
    .replaceAll(`{${RELEASE}`, `{{\`{\`}}${RELEASE}`)
    .replaceAll(`{${NAMESPACE}`, `{{\`{\`}}${NAMESPACE}`)
    .replaceAll(RELEASE, '{{ $release }}')
    .replaceAll(NAMESPACE, '{{ .Release.Namespace }}')
    .replaceAll(DIGEST, '{{ .Digest }}');
}

/** A knob's value as a pipeline that prints JSON. */
export function jsonOf(knob: Knob<unknown>, chart: string): string {
  switch (knob.key.form) {
    case 'integer':
      return `${lookUp(knob)} | int64`;
    case 'boolean':
      return lookUp(knob);
    case 'quantity':
      return `${quantity(knob, chart)} | toJson`;
    case 'resources':
      return `include ${helperName(chart, 'resources')} (list ${JSON.stringify(knob.name)} (${lookUp(knob)}))`;
    case 'number':
    case 'text':
    case 'list':
    case 'map':
      return `${lookUp(knob)} | toJson`;
  }
}

/** What makes text of a value, where it is none. */
const AS_TEXT: { readonly [F in KeyForm]?: string } = {
  integer: 'int64 | toString',
  boolean: 'toString',
  number: 'toRawJson',
};

/** A knob's value as a pipeline that prints text; nothing where it is not set. */
function textOf(knob: Knob<unknown>, chart: string): string {
  const { form } = knob.key;
  const text = AS_TEXT[form];
  const found = form === 'quantity' ? quantity(knob, chart) : lookUp(knob);
  const printed = text === undefined ? found : `${found} | ${text}`;
  const isThere = isSet(knob);
  return typeof isThere === 'string' ? `ternary (${printed}) "" (${isThere})` : printed;
}

function quantity(knob: Knob<unknown>, chart: string): string {
  const path = JSON.stringify(knob.name);
  return `(include ${helperName(chart, 'quantity')} (list ${path} (${lookUp(knob, '0')})) | fromJson).canonical`;
}

/** Parts of a text, each a pipeline that prints text. */
export function textParts(text: string, chart: string): string[] {
  return cutAtKnobs(text).flatMap((part) =>
    typeof part === 'string' ? fixedParts(part) : [textOf(knobOf(part), chart)],
  );
}

/** A text without knobs, cut at what Helm knows. */
export function fixedParts(text: string): string[] {
  const parts = text.split(new RegExp(`(${RELEASE}|${NAMESPACE})`)).filter((part) => part !== '');
  return parts.map((part) =>
    part === RELEASE ? '$release' : part === NAMESPACE ? '.Release.Namespace' : JSON.stringify(part),
  );
}

/** A pipeline that prints several, one after the other. */
export function print(parts: readonly string[]): string {
  return `print ${parts.map((part) => (/^("|[.$]\w+)/.test(part) && !part.includes(' | ') ? part : `(${part})`)).join(' ')}`;
}
