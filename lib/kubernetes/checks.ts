import {
  byDefault,
  canonicalQuantity,
  type Issue,
  LABEL_1035,
  LONGEST_LABEL,
  notAllowed,
  type Open,
  Quantity,
} from '../engine/index.js';
import type { Texts } from './open-types.js';

/** The largest number of replicas that a Deployment takes, a signed 32-bit integer. */
export const MOST_REPLICAS = 2 ** 31 - 1;

/** What a text has to look like, and the words that say so. */
export interface TextForm {
  readonly pattern: RegExp;
  /** Characters at most. @default - any number */
  readonly longest?: number;
  readonly allowed: string;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

/** An IPv4 address looks like a host name, and is none. */
export const HOST: TextForm = {
  pattern: new RegExp(`^(?![0-9.]+$)(\\*\\.)?${LABEL}(\\.${LABEL})*$`),
  longest: 253,
  allowed: 'a host name in lower case, without scheme, port or path, its first label a name or "*"',
};

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
export const OBJECT_NAME: TextForm = {
  pattern: new RegExp(`^${LABEL}(\\.${LABEL})*$`),
  longest: 253,
  allowed: 'lower-case letters, digits, "-" and ".", up to 253 characters',
};

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names */
export const SERVICE_NAME: TextForm = {
  pattern: new RegExp(LABEL_1035),
  longest: LONGEST_LABEL,
  allowed: `a Service: lower-case letters, digits and "-", from a letter to a letter or digit, up to ${LONGEST_LABEL} characters`,
};

const PORT_NAME = /^(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/;

const LABEL_TEXT = '[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const METADATA_KEY: TextForm = {
  pattern: new RegExp(`^(${LABEL}(\\.${LABEL})*/)?${LABEL_TEXT}$`),
  allowed: 'letters, digits, "-", "_" and ".", up to 63 characters, after an optional DNS name and "/"',
};

const LABEL_VALUE: TextForm = {
  pattern: new RegExp(`^(${LABEL_TEXT})?$`),
  allowed: 'letters, digits, "-", "_" and ".", from a letter or digit to a letter or digit, up to 63 characters',
};

/** A text of a form; whatever stands in it for the names of the release fits, and a knob does if its default does. */
export function checkText(
  path: string,
  text: Open<string>,
  { pattern, longest = Infinity, allowed }: TextForm,
): Issue[] {
  const settled = byDefault(text);
  const fits = typeof settled === 'string' && pattern.test(settled) && settled.length <= longest;
  return fits ? [] : [notAllowed(path, text, allowed)];
}

/** An integer between two others. */
export function checkInteger(path: string, value: Open<number>, least: number, most = Infinity): Issue[] {
  const settled = byDefault(value);
  if (typeof settled === 'number' && Number.isInteger(settled) && settled >= least && settled <= most) return [];
  const range = most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  return [notAllowed(path, value, `an integer, ${range}`)];
}

/** A port by its number, or by the name that a Service or a container gives it. */
export function checkPort(path: string, port: Open<number | string>): Issue[] {
  const settled = byDefault(port);
  if (typeof settled === 'number') return checkInteger(path, settled, 1, 65535);
  return typeof settled === 'string' && PORT_NAME.test(settled)
    ? []
    : [notAllowed(path, port, 'the name of a port, up to 15 lower-case letters, digits and "-", or a number')];
}

/** An absolute path as URLs have it, in the normal form that Kubernetes insists on. */
export function checkUrlPath(path: string, value: Open<string>): Issue[] {
  const settled = byDefault(value);
  const text = typeof settled === 'string' ? settled : '';
  const normal = /^\/[!-~]*$/.test(text) && !/\/\/|\/\.\.?(\/|$)|%2f|[?#]/i.test(text);
  return normal && text.length <= 1024
    ? []
    : [notAllowed(path, value, 'a path from "/" on, without "//", "/./", "/../", "%2F", "?", "#" or spaces')];
}

/** A quantity that Kubernetes keeps as it is. */
export function checkQuantity(path: string, text: Open<string>): Issue[] {
  const settled = byDefault(text);
  const quantity = Quantity.parse(typeof settled === 'string' ? settled : '');
  return quantity instanceof Quantity
    ? []
    : [notAllowed(path, text, `a quantity of at least 0 as a string, such as "500m" or "1Gi" (it is ${quantity})`)];
}

/** Quantities as a cluster stores them. */
export function canonicalQuantities(quantities: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(quantities).map(([name, text]) => [name, canonicalQuantity(text)]));
}

/** Labels and annotations that people give an object. */
export interface MetadataOptions {
  /** Labels of the object, beside the recommended ones. @default - none */
  readonly labels?: Texts;
  /** Annotations of the object. @default - none */
  readonly annotations?: Texts;
}

export function checkMetadata({ labels = {}, annotations = {} }: MetadataOptions): Issue[] {
  const keys = (path: string, map: object): Issue[] =>
    Object.keys(map).flatMap((key) => checkText(path, key, METADATA_KEY));
  const values = Object.entries(labels).flatMap(([key, value]) => checkText(`labels.${key}`, value, LABEL_VALUE));
  return [...keys('labels', labels), ...values, ...keys('annotations', annotations)];
}
