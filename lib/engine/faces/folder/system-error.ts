import { type Issue, ValidationError } from '../../data/issue.js';

/** What is wrong, and what to do about it, by the code of the operating system. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; make it writable for the user who runs synthesis, as with chown, or delete it',
  EPERM: 'operation not permitted; make it writable for the user who runs synthesis, as with chown, or delete it',
  EROFS: 'its file system is mounted read-only; mount it writable, or write into another folder',
  ENOSPC: 'no space is left on its file system; make room and synthesize again',
};

/** The code of an error of the operating system, such as `ENOENT`; `undefined` for any other error. */
export function codeOf(error: unknown): string | undefined {
  return field(error, 'syscall') === undefined ? undefined : field(error, 'code');
}

/** An error of the operating system as an issue, at the path that it names itself or else at this one. */
export function systemIssue(error: unknown, path: string): Issue {
  const reason = REASONS[codeOf(error) ?? ''];
  return { path: field(error, 'path') ?? path, message: reason ?? messageOf(error) };
}

/** Does something that changes nothing if it fails, and tells errors of the operating system like all other errors. */
export function refusingSystemErrors<T>(path: string, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    if (codeOf(error) !== undefined) throw new ValidationError([systemIssue(error, path)]);
    throw error;
  }
}

export function messageOf(error: unknown): string {
  return field(error, 'message') ?? `${error}`;
}

function field(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}
