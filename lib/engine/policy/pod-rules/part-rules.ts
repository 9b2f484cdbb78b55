import type { Issue } from '../../data/issue.js';
import { isMap } from '../../data/json.js';
import type { Form } from './forms.js';

/** What has to hold of a part, and of the parts in it. */
interface Rule {
  readonly forms: Form[];
  readonly members: Map<string, Rule>;
}

/** The step to each item of a list. */
const EACH = '*';
/** Any number of steps. */
const DEEP = '**';

/** Forms that parts of a structure have to have, all looked for in one pass. */
export class PartRules {
  private readonly root: Rule = { forms: [], members: new Map() };

  /** @param forms by the steps that lead to a part, joined by dots: keys, `*` for each item of a list, `**` for any steps */
  constructor(forms: Readonly<Record<string, Form>>) {
    for (const [pattern, form] of Object.entries(forms)) {
      let rule = this.root;
      for (const step of pattern.split('.')) {
        const next = rule.members.get(step) ?? { forms: [], members: new Map() };
        rule.members.set(step, next);
        rule = next;
      }
      rule.forms.push(form);
    }
  }

  /** @param path where the structure is */
  check(structure: unknown, path: string): Issue[] {
    const issues: Issue[] = [];
    check(structure, path, this.root, issues);
    return issues;
  }
}

function check(part: unknown, path: string, { forms, members }: Rule, issues: Issue[]): void {
  if (part === undefined) return;
  for (const form of forms) {
    const message = form(part);
    if (message !== undefined) issues.push({ path, message });
  }
  if (typeof part !== 'object' || part === null) return;
  for (const [step, rule] of members) {
    if (step === DEEP) checkAll(part, path, rule, issues);
    else if (step === EACH) {
      if (Array.isArray(part))
        for (const [index, item] of part.entries()) check(item, `${path}.${index}`, rule, issues);
    } else if (isMap(part) && Object.hasOwn(part, step)) check(part[step], `${path}.${step}`, rule, issues);
  }
}

/** Checks a part, and all that is in it. */
function checkAll(part: unknown, path: string, rule: Rule, issues: Issue[]): void {
  check(part, path, rule, issues);
  if (!Array.isArray(part) && !isMap(part)) return;
  for (const [key, member] of Object.entries(part)) checkAll(member, `${path}.${key}`, rule, issues);
}
