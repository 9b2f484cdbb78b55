import { cutAtKnobs, hasKnobs, NAMESPACE, RELEASE } from '../../data/placeholder.js';
import { Checksum, type ConfigFile } from '../../tree/config-file.js';
import { fixedText } from '../../tree/evaluate.js';
import { Knob, knobOf } from '../../tree/knob.js';
import { All, Choice, Fact, JsonText, Token } from '../../tree/token.js';
import type { KeyForm } from '../../values/key.js';

/** The Go template names of a chart's helpers, which share one space with those of all other charts. */
export function helperName(chart: string, helper: string): string {
  return JSON.stringify(`${chart}.${helper}`);
}

/** Defined where a template or a helper begins: the name of the release, and the values without those that are not set. */
export function prelude(chart: string): string {
  return [
    `{{- $release := include ${helperName(chart, 'release')} . -}}`,
    '{{- $values := deepCopy .Values.AsMap -}}',
    `{{- include ${helperName(chart, 'unset')} $values -}}`,
  ].join('\n');
}

/** Text as a template that renders it, with what Helm knows in place of the placeholders; no knobs are in it. */
export function literal(text: string): string {
  return text
    .replaceAll('{{', '{{`{{`}}')
    .replaceAll(RELEASE, '{{ $release }}')
    .replaceAll(NAMESPACE, '{{ .Release.Namespace }}');
}

/** Text for people as a template that renders it, with the values of knobs in their places. */
export function prose(text: string, chart: string): string {
  const parts = cutAtKnobs(text).map((part) =>
    typeof part === 'string' ? literal(part) : `{{ ${textOf(knobOf(part), chart)} }}`,
  );
  return parts.join('');
}

/** Whether a text holds something that only Helm knows. */
export function isOpen(text: string): boolean {
  return text.includes(RELEASE) || text.includes(NAMESPACE) || hasKnobs(text);
}

/** A condition as a Go template pipeline, or what TypeScript has decided already. */
export function condition(token: Token<boolean>): string | boolean {
  if (token instanceof Fact) return token.produce();
  if (token instanceof Knob) return lookUp(token);
  if (token instanceof All) return all(token.conditions.map(condition));
  throw new TypeError(`a ${token.constructor.name} is no condition that a Helm template can express`);
}

/** Conditions that all have to hold. */
export function all(conditions: readonly (string | boolean)[]): string | boolean {
  return joined('and', false, conditions);
}

/** Conditions of which one has to hold. */
export function any(conditions: readonly (string | boolean)[]): string | boolean {
  return joined('or', true, conditions);
}

function joined(operator: string, decides: boolean, conditions: readonly (string | boolean)[]): string | boolean {
  if (conditions.includes(decides)) return decides;
  const open = [...new Set(conditions.filter((part) => typeof part === 'string'))];
  if (open.length === 0) return !decides;
  return open.length === 1 && open[0] !== undefined
    ? open[0]
    : `${operator} ${open.map((part) => `(${part})`).join(' ')}`;
}

/** Whether a knob is set, as a condition: one with a default always is, and a list or a map is empty else. */
export function isSet(knob: Knob<unknown>): string | boolean {
  if (knob.initial !== undefined || ['list', 'map', 'resources'].includes(knob.key.form)) return true;
  return `not (kindIs "invalid" (${lookUp(knob)}))`;
}

/** A token that stands for a whole value, as text that renders to JSON, which is YAML too. */
export function value(token: Token<unknown>, chart: string): string {
  if (token instanceof Knob) return `{{ ${jsonOf(token, chart)} }}`;
  if (token instanceof Checksum) return `{{ include ${helperName(chart, token.file.name)} . | sha256sum }}`;
  if (token instanceof JsonText) return `{{ ${print(jsonParts(token, chart))} | toJson }}`;
  if (token instanceof Choice) {
    const chosen = condition(token.condition);
    if (typeof chosen === 'boolean') return branch(chosen ? token.then : token.otherwise, chart);
    return `{{ if ${chosen} }}${branch(token.then, chart)}{{ else }}${branch(token.otherwise, chart)}{{ end }}`;
  }
  throw new TypeError(`a ${token.constructor.name} cannot stand for a single value in a Helm template`);
}

function branch(single: unknown, chart: string): string {
  if (single instanceof Token) return value(single, chart);
  if (typeof single === 'string' && hasKnobs(single)) return textValue(single, chart);
  return literal(JSON.stringify(single));
}

/** A text with knobs in it, as text that renders to JSON. */
export function textValue(text: string, chart: string): string {
  const parts = textParts(text, chart);
  return `{{ ${parts.length === 1 ? parts[0] : print(parts)} | toJson }}`;
}

/** A knob's value as a pipeline that prints JSON. */
function jsonOf(knob: Knob<unknown>, chart: string): string {
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

/** The same, without escapes for HTML, as part of a text. */
function rawJsonOf(knob: Knob<unknown>, chart: string): string {
  const json = jsonOf(knob, chart);
  const printed = ['integer', 'boolean'].includes(knob.key.form) ? `${json} | toString` : json;
  return printed.replace(/\| toJson$/, '| toRawJson');
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
  if (form === 'quantity') return quantity(knob, chart);
  if (knob.initial !== undefined) return text === undefined ? lookUp(knob) : `${lookUp(knob)} | ${text}`;
  const found = lookUp(knob);
  return `ternary (${text === undefined ? found : `${found} | ${text}`}) "" (not (kindIs "invalid" (${found})))`;
}

function quantity(knob: Knob<unknown>, chart: string): string {
  const path = JSON.stringify(knob.name);
  return `(include ${helperName(chart, 'quantity')} (list ${path} (${lookUp(knob)})) | fromJson).canonical`;
}

/** The value of a knob; its default if the values do not say. */
function lookUp({ path, key, initial }: Knob<unknown>): string {
  const fallback =
    key.form === 'list' ? '(list)' : ['map', 'resources'].includes(key.form) ? '(dict)' : goValue(initial);
  return `dig ${path.map((name) => JSON.stringify(name)).join(' ')} ${fallback} $values`;
}

/** A word, a number or a text as Go's templates write it. */
function goValue(single: unknown): string {
  return single === undefined ? 'nil' : typeof single === 'string' ? JSON.stringify(single) : `${single}`;
}

/** Parts of a text, each a pipeline that prints text. */
function textParts(text: string, chart: string): string[] {
  return cutAtKnobs(text).flatMap((part) =>
    typeof part === 'string' ? fixedParts(part) : [textOf(knobOf(part), chart)],
  );
}

/** A text without knobs, cut at what Helm knows. */
function fixedParts(text: string): string[] {
  const parts = text.split(new RegExp(`(${RELEASE}|${NAMESPACE})`)).filter((part) => part !== '');
  return parts.map((part) =>
    part === RELEASE ? '$release' : part === NAMESPACE ? '.Release.Namespace' : JSON.stringify(part),
  );
}

function print(parts: readonly string[]): string {
  return `print ${parts.map((part) => (/^("|[.$]\w+)/.test(part) && !part.includes(' | ') ? part : `(${part})`)).join(' ')}`;
}

/** JSON text, cut at what is not known yet. */
function jsonParts({ structure, escapeVariables }: JsonText, chart: string): string[] {
  const escaped = (part: string): string => (escapeVariables ? `${part} | replace "$" "$$"` : part);
  const fixed = (text: string): string[] => fixedParts(escapeVariables ? text.replaceAll('$', () => '$$') : text);
  const walk = (part: unknown): string[] => {
    if (part instanceof Fact) return walk(part.produce());
    if (part instanceof Knob) return [escaped(rawJsonOf(part, chart))];
    if (part instanceof Token) throw new TypeError(`a ${part.constructor.name} cannot be part of a JSON text`);
    if (typeof part === 'string' && hasKnobs(part)) {
      const inside = `${print(textParts(part, chart))} | toRawJson`;
      return [escaped(inside)];
    }
    if (Array.isArray(part)) return list('[', part.map(walk), ']');
    if (typeof part !== 'object' || part === null) return fixed(JSON.stringify(part));
    const members = Object.entries(part).filter(([, member]) => member !== undefined && member !== null);
    return list(
      '{',
      members.map(([key, member]) => [...fixed(`${JSON.stringify(key)}:`), ...walk(member)]),
      '}',
    );
  };
  const list = (start: string, items: readonly (readonly string[])[], end: string): string[] => [
    ...fixed(start),
    ...items.flatMap((item, index) => (index === 0 ? item : [...fixed(','), ...item])),
    ...fixed(end),
  ];
  return merged(walk(structure));
}

/** Texts that stand beside one another, as one. */
function merged(parts: readonly string[]): string[] {
  const all: string[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    const join = last !== undefined && isText(last) && isText(part);
    if (join) all[all.length - 1] = JSON.stringify(`${JSON.parse(last)}${JSON.parse(part)}`);
    else all.push(part);
  }
  return all;
}

function isText(part: string): boolean {
  return /^"([^"\\]|\\.)*"$/.test(part);
}

/** The body of a named template that renders the text of a configuration file, less the line end at its end. */
export function fileBody(file: ConfigFile, chart: string): string {
  const { text, name } = file;
  const body = (part: unknown): string => literal(fixedText(name, part).trimEnd());
  const start = `${prelude(chart)}\n`;
  if (!(text instanceof Choice)) return `${start}${body(text)}`;
  const chosen = condition(text.condition);
  if (typeof chosen === 'boolean') return `${start}${body(chosen ? text.then : text.otherwise)}`;
  return `${start}{{- if ${chosen} -}}\n${body(text.then)}\n{{- else -}}\n${body(text.otherwise)}\n{{- end -}}`;
}
