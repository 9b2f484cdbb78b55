import { type Issue, notAllowed, within } from '../../data/issue.js';
import type { ChartMetadata, Maintainer } from './chart-metadata.js';
import { isVersionRange } from './version-range.js';

/** What a text has to be. */
interface Form {
  readonly fits: (text: string) => boolean;
  readonly allowed: string;
}

/** A name that is a folder, part of an archive's name and of template names. */
const NAME: Form = {
  fits: (text) => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(text) && text.length <= 63,
  allowed: 'lower-case letters, digits, "-" and ".", from a letter or digit to a letter or digit, up to 63 characters',
};

/** @see https://semver.org */
const SEMANTIC_VERSION =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$/;

const VERSION: Form = {
  fits: (text) => SEMANTIC_VERSION.test(text),
  allowed: 'a semantic version, such as "1.0.0"',
};
const RANGE: Form = { fits: isVersionRange, allowed: 'a range of versions, such as ">=1.27.0-0"' };
const TEXT: Form = { fits: (text) => text.trim() !== '', allowed: 'a text; put it in quotes, or leave it out' };
const PAGE: Form = {
  fits: (text) => /^https?:\/\/[^\s/]/.test(text) && URL.canParse(text),
  allowed: 'an address that starts with "https://" or "http://"',
};
const ADDRESS: Form = {
  fits: (text) => /^[a-z][a-z0-9+.-]*:\/\/[^\s/]/.test(text) && URL.canParse(text),
  allowed: 'an address with a scheme and a host, such as "https://example.com/source"',
};
const EMAIL: Form = {
  fits: (text) => /^[^\s@<>]+@[^\s@<>]+$/.test(text),
  allowed: 'an address such as "a@example.com"',
};
const ANNOTATION: Form = { fits: () => true, allowed: 'a text; put it in quotes' };

/** What is wrong with the version of a chart, at a path. */
export function checkVersion(path: string, version: string): Issue[] {
  return check(path, version, VERSION);
}

/** What is wrong with the name or the metadata of a chart. */
export function checkMetadata(name: string, metadata: ChartMetadata): Issue[] {
  const { version, appVersion, kubeVersion, description, home, icon } = metadata;
  const { keywords = [], sources = [], maintainers = [], annotations = {} } = metadata;
  return [
    ...check('id', name, NAME),
    ...checkVersion('version', version),
    ...checkIfGiven('appVersion', appVersion, TEXT),
    ...checkIfGiven('kubeVersion', kubeVersion, RANGE),
    ...checkIfGiven('description', description, TEXT),
    ...keywords.flatMap((keyword, index) => check(`keywords.${index}`, keyword, TEXT)),
    ...checkIfGiven('home', home, PAGE),
    ...sources.flatMap((source, index) => check(`sources.${index}`, source, ADDRESS)),
    ...maintainers.flatMap((maintainer, index) => within(`maintainers.${index}`, checkMaintainer(maintainer))),
    ...checkIfGiven('icon', icon, PAGE),
    ...Object.entries(annotations).flatMap(([key, value]) => check(`annotations.${key}`, value, ANNOTATION)),
  ];
}

function checkMaintainer({ name, email, url }: Maintainer): Issue[] {
  return [...check('name', name, TEXT), ...checkIfGiven('email', email, EMAIL), ...checkIfGiven('url', url, PAGE)];
}

function checkIfGiven(path: string, value: unknown, form: Form): Issue[] {
  return value === undefined ? [] : check(path, value, form);
}

/** JavaScript and `any` let through what the types do not. */
function check(path: string, value: unknown, { fits, allowed }: Form): Issue[] {
  return typeof value === 'string' && fits(value) ? [] : [notAllowed(path, value, allowed)];
}
