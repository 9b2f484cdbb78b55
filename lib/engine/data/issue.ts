/** One thing that is wrong with the input. */
export interface Issue {
  /** Where: a path in a values document, a construct or a Kubernetes object. */
  readonly path: string;
  /** What is wrong, the value found, what is allowed, and how to fix it. */
  readonly message: string;
}

/** Everything that is wrong with an input, found at once; nothing has been written. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError';

  /** Not enumerable, so that a failed process does not print every error twice. */
  declare readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const count = issues.length === 1 ? '1 error' : `${issues.length} errors`;
    super(`${count}, nothing was written:\n${issues.map((issue) => `  - ${printIssue(issue)}`).join('\n')}`);
    Object.defineProperty(this, 'issues', { value: issues, enumerable: false });
    this.stack = `${this.name}: ${this.message}`;
  }
}

export function printIssue(issue: Issue): string {
  return issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`;
}

/** The same issue found below a path that leads to it. */
export function below(prefix: string, issues: readonly Issue[]): Issue[] {
  return issues.map(({ path, message }) => ({ path: [prefix, path].filter(Boolean).join(' '), message }));
}

/** A value as an error message quotes it: JSON, cut at 80 characters. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
