/** A version, parts of which may be left out or be any number. */
const NUMBER = '(?:0|[1-9][0-9]*|[xX*])';
const WORDS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = `v?${NUMBER}(?:\\.${NUMBER}){0,2}(?:-${WORDS})?(?:\\+${WORDS})?`;

const COMPARISON = `(?:!=|>=|=>|<=|=<|~>|[=><~^])?\\s*${VERSION}`;
const BETWEEN = `${VERSION}\\s+-\\s+${VERSION}`;
const TERMS = `(?:${BETWEEN}|${COMPARISON}(?:(?:\\s*,\\s*|\\s+)${COMPARISON})*)`;

const RANGE = new RegExp(`^\\s*${TERMS}(?:\\s*\\|\\|\\s*${TERMS})*\\s*$`);

/**
 * Whether a text is a range of versions as Helm reads it: comparisons that all have to hold, and alternatives of such.
 *
 * @see https://helm.sh/docs/topics/charts/#the-kubeversion-field
 */
export function isVersionRange(text: string): boolean {
  return RANGE.test(text);
}
