import { type Document, isNode, isScalar, type Scalar, visit } from 'yaml';
import { quote } from './issue.js';

/** What Helm's parser takes nowhere, not even in a comment, and what ends a line there and nowhere else. */
const UNREADABLE = /[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Lines, with all scalars and comments crossed out, that Helm's parser does not take. */
const LINES: readonly (readonly [RegExp, string])[] = [
  [/^[ ]*(?:[-?:][ ]+)*[-?:]?\t/, 'a tab in the indentation; allowed: spaces'],
  [/^%/, 'a directive; allowed: none'],
];

/** Escapes in "..."; the named ones are those that JSON has and Helm's parser has not: `\/`, and half of a surrogate pair. */
const ESCAPES = /\\(?:(?<foreign>\/|u[dD][89a-fA-F][0-9a-fA-F]{2})|.)/gs;

type Span = readonly [start: number, end: number];

/** The text with all scalars and comments crossed out: what is left of it is structure. */
function structureOf(text: string, scalars: readonly Span[]): string {
  let [structure, at] = ['', 0];
  for (const [start, end] of scalars) {
    if (start < at) continue;
    structure += withoutComments(text.slice(at, start)) + 'x'.repeat(end - start);
    at = end;
  }
  return structure + withoutComments(text.slice(at));
}

const withoutComments = (text: string): string => text.replace(/#.*/g, (comment) => ' '.repeat(comment.length));

/** Whether a colon ends the text of a plain key, as in `[a:]`, which is a key to the `yaml` package alone. */
const endsInColon = (text: string, { type, range }: Scalar): boolean =>
  type === 'PLAIN' && range != null && /^:[,[\]{}]/.test(text.slice(range[1], range[1] + 2));

const isNothing = (contents: unknown): boolean => contents == null || (isScalar(contents) && contents.value === null);

/**
 * What Helm's parser refuses, or reads otherwise, in a text that the `yaml` package has read as one document without an
 * error; `undefined` stands for a text without one.
 */
export function foreignToHelm(text: string, document: Document.Parsed | undefined): string[] {
  const found = new Set<string>();
  const scalars: Span[] = [];
  const reject = (offset: number, what: string): void => {
    found.add(`line ${text.slice(0, offset).split('\n').length}: found ${what}`);
  };
  if (document) {
    visit(document, {
      Pair: (_, { key }) => {
        if (!isScalar(key) || key.value === null || key.value === Infinity || key.value === -Infinity)
          reject((isNode(key) && key.range?.[0]) || 0, 'a key that is no text; allowed: texts, numbers and booleans');
        else if (endsInColon(text, key))
          reject(key.range?.[0] ?? 0, `${quote(`${key.source}:`)} without a space; allowed: one behind ":", or quotes`);
      },
      Scalar: (_, { range, type }) => {
        if (!range) return;
        const [start, end] = range;
        scalars.push([start, end > start && text[end - 1] === '\n' ? end - 1 : end]);
        if (type !== 'QUOTE_DOUBLE') return;
        for (const { index, groups } of text.slice(start, end).matchAll(ESCAPES))
          if (groups?.foreign !== undefined)
            reject(start + index, `the escape \\${groups.foreign}; allowed: the character itself, or \\U and 8 digits`);
      },
    });
  }
  const unreadable = UNREADABLE.exec(text);
  if (unreadable)
    reject(unreadable.index, `the character ${quote(unreadable[0])}; allowed: printable ones, or an escape in "..."`);
  const separator = /^---[ \t]*[^ \t\r\n#]/m.exec(text);
  if (separator) reject(separator.index, 'content behind "---"; allowed: content from the next line on');
  let offset = 0;
  for (const line of structureOf(text, scalars).split('\n')) {
    for (const [form, what] of LINES) if (form.test(line)) reject(offset, what);
    if (isNothing(document?.contents) && line.startsWith('...'))
      reject(offset, '"..." behind nothing; allowed: one YAML map');
    offset += line.length + 1;
  }
  return [...found];
}
