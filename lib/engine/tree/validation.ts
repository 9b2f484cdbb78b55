import type { IConstruct, IValidation } from 'constructs';
import { foundIn, type Issue, printIssue } from '../data/issue.js';

let collected: Issue[] | undefined;

/** Checks a construct when its tree is validated, whatever app it is in. */
export function validate(construct: IConstruct, check: () => readonly Issue[]): void {
  construct.node.addValidation(new Validation(check));
}

class Validation implements IValidation {
  constructor(private readonly check: () => readonly Issue[]) {}

  validate(): string[] {
    const issues = this.check();
    if (collected === undefined) return issues.map(printIssue);
    collected.push(...issues);
    return [];
  }
}

/** Everything that the validations of constructs find, those of other packages included. */
export function issuesOf(constructs: readonly IConstruct[]): Issue[] {
  return constructs.flatMap((construct) => {
    const issues: Issue[] = [];
    collected = issues;
    try {
      const others = construct.node.validate().map((message) => ({ path: '', message }));
      return foundIn(construct.node.path, [...issues, ...others]);
    } finally {
      collected = undefined;
    }
  });
}
