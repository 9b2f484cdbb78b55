import { type Issue, notAllowed } from '../data/issue.js';

/** What a text has to look like for the API server, and the words that say so. */
export interface TextForm {
  readonly pattern: RegExp;
  /** Characters at most. @default - any number */
  readonly longest?: number;
  readonly allowed: string;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const WORD = '[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?';

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
export const SUBDOMAIN_NAME: TextForm = {
  pattern: new RegExp(`^${LABEL}(\\.${LABEL})*$`),
  longest: 253,
  allowed: 'lower-case letters, digits, "-" and ".", from a letter or digit to a letter or digit, up to 253 characters',
};

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
export const LABEL_NAME: TextForm = {
  pattern: new RegExp(`^${LABEL}$`),
  longest: 63,
  allowed: 'lower-case letters, digits and "-", from a letter or digit to a letter or digit, up to 63 characters',
};

/** The names of ports in pods, as IANA has names of services. */
export const PORT_NAME: TextForm = {
  pattern: /^(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  longest: 15,
  allowed: 'lower-case letters, digits and single "-", at least one letter, up to 15 characters',
};

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const LABEL_VALUE: TextForm = {
  pattern: new RegExp(`^(${WORD})?$`),
  longest: 63,
  allowed: 'letters, digits, "-", "_" and ".", from a letter or digit to a letter or digit, up to 63 characters',
};

/** The keys of labels and annotations. */
export const METADATA_KEY: TextForm = {
  pattern: new RegExp(`^(${LABEL}(\\.${LABEL})*/)?(?=[^/]{1,63}$)${WORD}$`),
  allowed: 'letters, digits, "-", "_" and ".", up to 63 characters, after an optional DNS name and "/"',
};

/** What is wrong with a text; what is no text, the schemas reject. */
export function checkForm(path: string, text: unknown, { pattern, longest = Infinity, allowed }: TextForm): Issue[] {
  if (typeof text !== 'string' || (pattern.test(text) && text.length <= longest)) return [];
  return [notAllowed(path, text, `${allowed}; change it`)];
}
