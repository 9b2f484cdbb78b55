import { parseAllDocuments, type ScalarTag, type Tags } from 'yaml';
import { type Issue, ValidationError } from './issue.js';
import { copyPlain, isMap, type JsonMap } from './json.js';
import { foreignToHelm } from './yaml-dialect.js';

/** The largest values document that is read, in characters: a Helm release has to fit into a Secret of 1 MiB. */
const LARGEST_TEXT = 1024 * 1024;

/** Forms of YAML 1.1 that Helm's parser reads as plain text. */
const READ_AS_TEXT = /:(binary|omap|pairs|set|timestamp)$/;

/** Numbers need a digit, although the expressions of the `yaml` package do without. */
const FLOATS: Readonly<Record<string, RegExp>> = {
  EXP: /^[-+]?([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9][0-9_]*)[eE][-+]?[0-9]+$/,
  '': /^[-+]?([0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)$/,
};

/** `0o17`, `0X1F` and `0B11` are numbers to Helm's parser, although YAML 1.1 has no such forms. */
const prefixed: ScalarTag = {
  identify: () => false,
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^[-+]?0[oOxXbB][0-9a-fA-F_]+$/,
  resolve: (text) => {
    const digits = Number(text.replaceAll('_', '').replace(/^[-+]/, ''));
    if (Number.isNaN(digits)) return text;
    return text.startsWith('-') ? -digits : digits;
  },
};

function asHelmReads(tags: Tags): Tags {
  const kept = tags.flatMap((tag): Tags => {
    if (typeof tag === 'string') return [tag];
    const format = 'format' in tag ? (tag.format ?? '') : '';
    if (READ_AS_TEXT.test(tag.tag) || format === 'TIME') return [];
    const test =
      tag.tag.endsWith(':float') && 'test' in tag && `${tag.test}`.includes('0-9') ? FLOATS[format] : undefined;
    return [test === undefined ? tag : Object.assign({}, tag, { test })];
  });
  return [...kept, prefixed];
}

/**
 * The map that a YAML text holds, its scalars read as Helm reads them: YAML 1.1, in which `yes` is a boolean, and no content
 * is an empty map.
 *
 * @throws ValidationError for text that is too large, is not one document, is no map, has duplicate keys, unknown tags,
 *   `__proto__` keys, aliases that expand without end, or what Helm's parser refuses or reads otherwise
 */
export function readYaml(text: string): JsonMap {
  const issues: Issue[] = [];
  const reject = (message: string): never => {
    throw new ValidationError([...issues, { path: '', message }]);
  };
  if (text.length > LARGEST_TEXT) reject(`the YAML text has ${text.length} characters; allowed: up to ${LARGEST_TEXT}`);
  const documents = parseAllDocuments(text, { version: '1.1', customTags: asHelmReads, logLevel: 'silent' });
  const document = 'empty' in documents ? undefined : documents[0];
  if (documents.length > 1)
    return reject(`found ${documents.length} YAML documents; allowed: one, without "---" after it`);
  for (const { message } of [...(document?.errors ?? []), ...(document?.warnings ?? [])]) {
    issues.push({ path: '', message: `${message.split('\n')[0]?.replace(/:$/, '')}; allowed: one YAML map` });
  }
  if (document?.directives?.yaml.explicit) reject('found a %YAML directive; allowed: none, Helm reads YAML 1.1');
  if (issues.length === 0) issues.push(...foreignToHelm(text, document).map((message) => ({ path: '', message })));
  if (issues.length > 0) throw new ValidationError(issues);
  let value: unknown;
  try {
    value = document?.toJS();
  } catch (error) {
    return reject(`the YAML text cannot be expanded: ${error instanceof Error ? error.message : error}`);
  }
  const copy = copyPlain(value ?? {}, issues);
  if (issues.length > 0) throw new ValidationError(issues);
  if (!isMap(copy)) return reject(`the YAML text holds ${Array.isArray(copy) ? 'a list' : 'no map'}; allowed: one map`);
  return copy;
}
