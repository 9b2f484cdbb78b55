import { Checksum, type ConfigFile } from '../../tree/config-file.js';
import { Template } from '../../tree/template.js';
import { All, Choice, Fact, Knob, Token } from '../../tree/token.js';

/** Defined at the top of each template: the values as a plain map, which `dig` needs. */
export const VALUES_PRELUDE = '{{- $values := .Values.AsMap -}}';

/** The Go template names of a chart's helpers, which share one space with those of all other charts. */
export function helperName(chart: string, helper: string): string {
  return JSON.stringify(`${chart}.${helper}`);
}

/** Text as a template that renders it, with Helm's own names in place of the stand-ins. */
export function literal(text: string): string {
  return text
    .replaceAll('{{', '{{`{{`}}')
    .replaceAll(Template.RELEASE, '{{ .Release.Name }}')
    .replaceAll(Template.NAMESPACE, '{{ .Release.Namespace }}');
}

/** Whether a text holds something that only Helm knows. */
export function isOpen(text: string): boolean {
  return text.includes(Template.RELEASE) || text.includes(Template.NAMESPACE);
}

/** A condition as a Go template pipeline, or what TypeScript has decided already. */
export function condition(token: Token<boolean>): string | boolean {
  if (token instanceof Fact) return token.resolve();
  if (token instanceof Knob) return lookUp(token);
  if (token instanceof All) return all(token.conditions.map(condition));
  throw new TypeError(`a ${token.constructor.name} is no condition that a Helm template can express`);
}

/** Conditions that all have to hold. */
export function all(conditions: readonly (string | boolean)[]): string | boolean {
  if (conditions.includes(false)) return false;
  const open = [...new Set(conditions.filter((part) => typeof part === 'string'))];
  if (open.length === 0) return true;
  return open.length === 1 && open[0] !== undefined ? open[0] : `and ${open.map((part) => `(${part})`).join(' ')}`;
}

/** A scalar token as text that renders to YAML, quotes included where YAML wants them. */
export function scalar(token: Token<unknown>, chart: string): string {
  if (token instanceof Knob) return knob(token, chart);
  if (token instanceof Checksum) return `{{ include ${helperName(chart, token.file.name)} . | sha256sum }}`;
  if (token instanceof Choice) {
    const chosen = condition(token.condition);
    if (typeof chosen === 'boolean') return scalarBranch(chosen ? token.then : token.otherwise, chart);
    const [then, otherwise] = [scalarBranch(token.then, chart), scalarBranch(token.otherwise, chart)];
    return `{{ if ${chosen} }}${then}{{ else }}${otherwise}{{ end }}`;
  }
  throw new TypeError(`a ${token.constructor.name} cannot stand for a single value in a Helm template`);
}

function scalarBranch(value: unknown, chart: string): string {
  return value instanceof Token ? scalar(value, chart) : literal(JSON.stringify(value));
}

function knob(token: Knob<unknown>, chart: string): string {
  const path = token.path.join('.');
  switch (token.form) {
    case 'boolean':
      return `{{ ${lookUp(token)} }}`;
    case 'integer':
      return `{{ ${lookUp(token)} | int64 }}`;
    case 'string':
      return `{{ ${lookUp(token)} | quote }}`;
    case 'integer-as-string':
      return `{{ ${lookUp(token)} | int64 | quote }}`;
    case 'resources':
      return `{{ include ${helperName(chart, 'resources')} (list ${JSON.stringify(path)} (${lookUp(token)})) }}`;
  }
}

/** The value of a knob; what it means when the values do not say, if they do not. */
function lookUp({ path, fallback }: Knob<unknown>): string {
  const keys = path.map((key) => JSON.stringify(key)).join(' ');
  const otherwise = typeof fallback === 'object' ? '(dict)' : JSON.stringify(fallback);
  return `dig ${keys} ${otherwise} $values`;
}

/** The body of a named template that renders the text of a configuration file, less the line end at its end. */
export function fileBody(file: ConfigFile): string {
  const { content } = file;
  const text = (part: string | Token<string>): string =>
    literal((part instanceof Token ? part.resolve() : part).trimEnd());
  if (!(content instanceof Choice)) return text(content);
  const chosen = condition(content.condition);
  if (typeof chosen === 'boolean') return text(chosen ? content.then : content.otherwise);
  const branches = `${text(content.then)}\n{{- else -}}\n${text(content.otherwise)}`;
  return `${VALUES_PRELUDE}\n{{- if ${chosen} -}}\n${branches}\n{{- end -}}`;
}
