import { hasKnobs } from '../../data/placeholder.js';
import { Checksum, ConfigFile } from '../../tree/config-file.js';
import { Knob } from '../../tree/knob.js';
import { Choice, Fact, JsonText, Token } from '../../tree/token.js';
import { condition } from './condition.js';
import { fileName } from './helper-names.js';
import { jsonParts } from './json-text.js';
import { jsonOf, literal, print, textParts } from './text.js';

/** A token that stands for a whole value, as text that renders to JSON, which is YAML too. */
export function value(token: Token<unknown>, chart: string): string {
  if (token instanceof Knob) return `{{ ${jsonOf(token, chart)} }}`;
  if (token instanceof Fact) return branch(token.produce(), chart);
  if (token instanceof ConfigFile) return `{{ printf "%s\\n" (include ${fileName(chart, token.name)} .) | toJson }}`;
  if (token instanceof Checksum) return `{{ include ${fileName(chart, token.file.name)} . | sha256sum }}`;
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
  return literal(JSON.stringify(single), chart);
}

/** A text with knobs in it, as text that renders to JSON. */
export function textValue(text: string, chart: string): string {
  const parts = textParts(text, chart);
  return `{{ ${parts.length === 1 ? parts[0] : print(parts)} | toJson }}`;
}
