import { UNPRINTABLE } from '../../data/yaml-document.js';
import type { ConfigFile } from '../../tree/config-file.js';
import { fixedText } from '../../tree/evaluate.js';
import { Choice } from '../../tree/token.js';
import { condition } from './condition.js';
import { prelude } from './helper-names.js';
import { literal } from './text.js';

/** The body of a named template that renders the text of a configuration file, less the line end at its end. */
export function fileBody({ name, text }: ConfigFile, chart: string): string {
  const body = (content: unknown): string => {
    if (content instanceof Choice) {
      const chosen = condition(content.condition);
      if (typeof chosen === 'boolean') return body(chosen ? content.then : content.otherwise);
      return `{{- if ${chosen} -}}\n${body(content.then)}\n{{- else -}}\n${body(content.otherwise)}\n{{- end -}}`;
    }
    const fixed = fixedText(name, content).trimEnd();
    // What comes before the text trims the space that follows.
    return `${/^\S/.test(fixed) ? '' : '{{ "" }}'}${literal(fixed, chart)}`;
  };
  return `${prelude(chart)}\n${body(text)}`;
}

/** Whether the lines of a file can stand in a document as they are, below a `|`. */
export function isBlock({ name, text }: ConfigFile): boolean {
  const fits = (content: unknown): boolean => {
    if (content instanceof Choice) return fits(content.then) && fits(content.otherwise);
    const fixed = fixedText(name, content).trimEnd();
    return /^\S/.test(fixed) && fixed.search(UNPRINTABLE) < 0;
  };
  return fits(text);
}
