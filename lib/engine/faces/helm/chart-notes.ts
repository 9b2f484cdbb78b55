import type { Note } from '../../release-props.js';
import type { MarkedObject } from '../../tree/mark.js';
import { ReleaseTest } from '../../tree/release-test.js';
import { all, any, condition } from './condition.js';
import { helperName, prelude } from './helper-names.js';
import { literal } from './text.js';

/** How people ask whether a release works; under an alias in another chart, it is the other chart's release. */
const TEST = `Whether it works:

  helm test {{ .Release.Name }} --namespace {{ .Release.Namespace }} --logs`;

/** The file of what Helm prints after an installation: a paragraph for each note that is told, and one for the tests. */
export function notes(chart: string, told: readonly Note[], objects: readonly MarkedObject[]): [string, string][] {
  const tests = objects.filter(({ object }) => ReleaseTest.holds(object));
  const tested = any(tests.map(({ conditions }) => all(conditions.map(condition))));
  const paragraphs = [
    ...told.map(({ text, when, otherwise = '' }) => {
      const guard = when === undefined ? true : condition(when);
      return paragraph(guard, literal(text, chart), literal(otherwise, chart));
    }),
    paragraph(tests.length > 0 && tested, TEST, ''),
  ].join('');
  if (paragraphs === '') return [];
  const name = helperName(chart, 'notes');
  const text = `{{- define ${name} -}}\n${prelude(chart)}${paragraphs}\n{{- end -}}\n{{ include ${name} . | trim }}\n`;
  return [['templates/NOTES.txt', text]];
}

/** A paragraph, and the empty line before it, as a condition decides. */
function paragraph(guard: string | boolean, text: string, otherwise: string): string {
  if (typeof guard === 'boolean') return plain(guard ? text : otherwise);
  if (text !== '' && otherwise !== '')
    return `\n{{- if ${guard} }}${plain(text)}\n{{- else }}${plain(otherwise)}\n{{- end }}`;
  if (text !== '') return `\n{{- if ${guard} }}${plain(text)}\n{{- end }}`;
  return otherwise === '' ? '' : `\n{{- if not (${guard}) }}${plain(otherwise)}\n{{- end }}`;
}

function plain(text: string): string {
  return text === '' ? '' : `\n\n${text}`;
}
