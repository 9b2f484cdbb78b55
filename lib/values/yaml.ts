import { Document, parseAllDocuments, type Tags, visit } from 'yaml';
import { type Issue, ValidationError } from './issue.js';
import { copyPlain, isMap, type JsonMap } from './json.js';

/** The largest values document that is read, in characters: a Helm release has to fit into a Secret of 1 MiB. */
const LARGEST_TEXT = 1024 * 1024;

/** YAML 1.1 forms that Helm's parser reads as plain text. */
const READ_AS_TEXT = /:(binary|omap|pairs|set|timestamp)$/;

/** Strings that some YAML 1.1 readers do not read as strings, although the `yaml` package leaves them unquoted. */
const AMBIGUOUS = /^(=|<<|[-+]?0o[0-7_]+|[-+]?\.?(nan|inf))$/i;

/** `0o17` is 15 to Helm's parser, although YAML 1.1 has no such form. */
const octal = {
  identify: () => false,
  default: true,
  tag: 'tag:yaml.org,2002:int',
  format: 'OCT_1_2',
  test: /^[-+]?0o[0-7_]+$/,
  resolve: (text: string) => {
    const digits = Number(text.replaceAll('_', '').replace(/^[-+]/, ''));
    return text.startsWith('-') ? -digits : digits;
  },
};

function asHelmReads(tags: Tags): Tags {
  const kept = tags.filter((tag) => {
    if (typeof tag === 'string') return true;
    return !READ_AS_TEXT.test(tag.tag) && !('format' in tag && tag.format === 'TIME');
  });
  return [...kept, octal];
}

/**
 * The map that a YAML text holds, its scalars read as Helm reads them: YAML 1.1, in which `yes` is a boolean.
 *
 * @throws ValidationError for text that is too large, is not one document, is no map, has duplicate keys, unknown tags,
 *   `__proto__` keys, or aliases that expand without end
 */
export function readYaml(text: string): JsonMap {
  const issues: Issue[] = [];
  const reject = (message: string): never => {
    throw new ValidationError([...issues, { path: '', message }]);
  };
  if (text.length > LARGEST_TEXT) reject(`the YAML text has ${text.length} characters; allowed: up to ${LARGEST_TEXT}`);
  const documents = parseAllDocuments(text, { version: '1.1', customTags: asHelmReads, logLevel: 'silent' });
  const [document] = documents;
  if (!Array.isArray(documents) || document === undefined) return reject('the YAML text is empty; allowed: one map');
  if (documents.length > 1)
    return reject(`found ${documents.length} YAML documents; allowed: one, without "---" after it`);
  for (const problem of [...document.errors, ...document.warnings]) issues.push({ path: '', message: problem.message });
  if (issues.length > 0) throw new ValidationError(issues);
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    return reject(`the YAML text cannot be expanded: ${error instanceof Error ? error.message : error}`);
  }
  const copy = copyPlain(value, issues);
  if (issues.length > 0) throw new ValidationError(issues);
  if (!isMap(copy)) return reject(`the YAML text holds ${Array.isArray(copy) ? 'a list' : 'no map'}; allowed: one map`);
  return copy;
}

/** How YAML is laid out: values as the contract writes them, with every string quoted, or manifests. */
export type YamlStyle = 'quoted' | 'plain';

/** Plain data as YAML that a YAML 1.1 reader reads back the same, without aliases and without folded lines. */
export function writeYaml(value: unknown, style: YamlStyle): string {
  return printYaml(new Document(value, { version: '1.1', aliasDuplicateObjects: false }), style);
}

export function printYaml(document: Document, style: YamlStyle): string {
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && AMBIGUOUS.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({
    lineWidth: 0,
    directives: false,
    commentString: (comment) => comment,
    ...(style === 'quoted' ? { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } : {}),
  });
}
