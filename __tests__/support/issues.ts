import { type Issue, printIssue } from '../../lib/engine/data/issue.js';

export function printed(issues: readonly Issue[]): string[] {
  return issues.map(printIssue);
}
