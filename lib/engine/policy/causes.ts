import type { Issue } from '../data/issue.js';

/** Issues, each cause once: what is wrong in one way at one place of several objects is told of the first of them. */
export function oncePerCause(issues: readonly Issue[]): Issue[] {
  const causes = new Map<string, { readonly first: Issue; more: number }>();
  for (const issue of issues) {
    const id = `${issue.path}\n${issue.message}`;
    const cause = causes.get(id);
    if (cause === undefined) causes.set(id, { first: issue, more: 0 });
    else cause.more += 1;
  }
  return [...causes.values()].map(({ first, more }) =>
    more === 0 ? first : { ...first, source: `${first.source} and ${more} more` },
  );
}
