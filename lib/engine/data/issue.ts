import { printKnobs } from './placeholder.js';
import { printIfUncaught } from './uncaught.js';

/** One thing that is wrong with the input. */
export interface Issue {
  /** The construct or the Kubernetes object it was found in; empty where there is but one. @default - there is but one */
  readonly source?: string;
  /** Where in it: keys from a values document, from properties or from an object; empty for the whole. */
  readonly path: string;
  /** What is wrong, the value found, what is allowed, and how to fix it. */
  readonly message: string;
}

/** Everything that is wrong with an input, found at once; nothing has been written. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError';

  /** Not enumerable, so that a failed process does not print every error twice. */
  declare readonly issues: readonly Required<Issue>[];

  constructor(issues: readonly Issue[]) {
    const count = issues.length === 1 ? '1 error' : `${issues.length} errors`;
    super(`${count}, nothing was written:\n${issues.map((issue) => `  - ${printIssue(issue)}`).join('\n')}`);
    const whole = issues.map(({ source = '', path, message }) => ({ source, path, message }));
    Object.defineProperty(this, 'issues', { value: whole, enumerable: false });
    this.stack = `${this.name}: ${this.message}`;
    printIfUncaught(this);
  }
}

export function printIssue({ source = '', path, message }: Issue): string {
  return [source, path, message].filter(Boolean).join(': ');
}

/** The same issues, found in a construct or an object. */
export function foundIn(source: string, issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => ({ ...issue, source: [source, issue.source].filter(Boolean).join(': ') }));
}

/** The same issues, below the key or index that leads to them. */
export function within(prefix: string, issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => ({ ...issue, path: [prefix, issue.path].filter(Boolean).join('.') }));
}

/** A value that does not fit. */
export function notAllowed(path: string, value: unknown, allowed: string): Issue {
  return { path, message: `found ${quote(value)}; allowed: ${allowed}` };
}

/** A value as an error message quotes it: JSON, or what it is, cut at 80 characters; a knob by its path. */
export function quote(value: unknown): string {
  const text = printKnobs(inWords(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function inWords(value: unknown): string {
  const strange = strangerToJson(value);
  if (strange !== undefined) return strange;
  try {
    return JSON.stringify(value, (_, member) => strangerToJson(member) ?? member) ?? `${value}`;
  } catch {
    return 'an object that holds itself, or that cannot be read';
  }
}

/** What JSON does not tell, or tells as something else. */
function strangerToJson(value: unknown): string | undefined {
  switch (typeof value) {
    case 'function':
      return /^class\b/.test(`${value}`) ? `the class ${value.name}` : 'a function';
    case 'symbol':
      return String(value);
    case 'bigint':
      return `${value}n`;
    case 'number':
      return Number.isFinite(value) ? undefined : `${value}`;
    case 'object':
      return instanceInWords(value);
    default:
      return undefined;
  }
}

function instanceInWords(value: object | null): string | undefined {
  if (value === null || Array.isArray(value)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null || Object.getPrototypeOf(prototype) === null)
    return undefined;
  return `a ${value.constructor.name}`;
}

/** What somebody threw, as issues. */
export function issuesOfError(error: unknown): readonly Issue[] {
  if (error instanceof ValidationError) return error.issues;
  return [{ path: '', message: error instanceof Error ? error.message : String(error) }];
}
