import type { ApiObject } from 'cdk8s';
import { LABEL_1035, LONGEST_LABEL } from '../../data/names.js';
import { longestName } from '../../policy/object-names.js';
import type { Note } from '../../release.js';
import type { ConfigFile } from '../../tree/config-file.js';
import { Template } from '../../tree/template.js';
import { condition, fileBody, helperName, literal, VALUES_PRELUDE } from './expression.js';
import { quantityHelpers } from './quantity-helpers.js';

/** The named templates of a chart: quantities, and the configuration files that ConfigMaps hold and checksums cover. */
export function helpers(chart: string, files: readonly ConfigFile[]): string {
  const defined = files.map(
    (file) => `{{- define ${helperName(chart, file.name)} -}}\n${fileBody(file)}\n{{- end }}\n`,
  );
  return [quantityHelpers(chart), ...defined].join('\n');
}

/** A template that renders nothing, and fails for names that no schema sees. */
export function checks(objects: readonly ApiObject[]): string {
  const spare = objects.map(({ kind, name }) => {
    const own = name.replaceAll(Template.RELEASE, '');
    return own === name ? LONGEST_LABEL : longestName(kind) - own.length;
  });
  const longest = Math.min(LONGEST_LABEL, ...spare);
  return `{{- if not (regexMatch "${LABEL_1035}" .Release.Name) }}
{{- fail (printf "the release name %q is no DNS label that starts with a letter" .Release.Name) }}
{{- end }}
{{- if gt (len .Release.Name) ${longest} }}
{{- fail (printf "the release name %q is too long; allowed: up to ${longest} characters" .Release.Name) }}
{{- end }}
`;
}

/** What Helm prints after an installation. */
export function notes(all: readonly Note[]): string {
  const parts = all.map(({ text, when, otherwise }) => {
    const paragraph = (words: string | undefined): string => (words ? `\n${literal(words)}\n` : '');
    const chosen = when === undefined ? true : condition(when);
    if (typeof chosen === 'boolean') return paragraph(chosen ? text : otherwise);
    return `{{- if ${chosen} }}${paragraph(text)}{{- else }}${paragraph(otherwise)}{{- end }}\n`;
  });
  return `${VALUES_PRELUDE}\n${parts.join('')}`;
}
