import { type Document, type Tags, visit } from 'yaml';
import type { YamlStyle } from './yaml-style.js';

/**
 * Strings that some YAML 1.1 readers do not read as strings, although the `yaml` package leaves them unquoted; Go's takes all
 * underscores out of what may be a number.
 */
const AMBIGUOUS = /^(=|<<|[-+]?0[box][0-9a-f_]+|(?=.*_)[-+]?[0-9._]+(e[-+_]*[0-9_]*)?|[-+]?\.?(nan|inf))$|^\s/i;

/** Characters that Go's YAML parser takes for line ends, or refuses. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
export const UNPRINTABLE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** How documents that {@link printYaml} prints are created; `<<` is a string like any other. */
export const DOCUMENT_OPTIONS = {
  version: '1.1',
  aliasDuplicateObjects: false,
  customTags: (tags: Tags): Tags => tags.filter((tag) => typeof tag === 'string' || !tag.tag.endsWith(':merge')),
} as const;

/** Comments are printed as they are, so they bring their own `#`. */
export function printYaml(document: Document, style: YamlStyle): string {
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return;
      if (AMBIGUOUS.test(node.value) || node.value.search(UNPRINTABLE) >= 0) node.type = 'QUOTE_DOUBLE';
    },
  });
  const text = document.toString({
    lineWidth: 0,
    // Over several lines the package writes a line of one space as a backslash.
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    directives: false,
    commentString: (comment) => comment,
    ...(style === 'quoted' ? { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } : {}),
  });
  return escapeUnprintable(text);
}

/** A text in which such characters are escaped as JSON, and YAML in double quotes, escape them. */
export function escapeUnprintable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
