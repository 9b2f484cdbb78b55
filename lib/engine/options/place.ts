import { Construct } from 'constructs';
import { type Issue, notAllowed, quote, ValidationError } from '../data/issue.js';

const FIX = "write new ...(app, 'name', { ... })";

/**
 * The construct that a new one is to be in. Nothing can be collected from what is nowhere, so that this alone is checked at
 * once.
 *
 * @throws ValidationError if it is none, or the new one has no name, or that of another
 */
export function placeOf(scope: unknown, id: unknown): Construct {
  const issues: Issue[] = [];
  if (!Construct.isConstruct(scope)) issues.push(fixed('scope', scope, 'an app, or another construct'));
  if (typeof id !== 'string' || id === '') issues.push(fixed('id', id, 'a text that is not empty'));
  else if (Construct.isConstruct(scope)) issues.push(...taken(scope, id));
  if (!Construct.isConstruct(scope) || issues.length > 0) throw new ValidationError(issues);
  return scope;
}

function fixed(path: string, value: unknown, allowed: string): Issue {
  const { message } = notAllowed(path, value, allowed);
  return { path, message: `${message}; ${FIX}` };
}

function taken(scope: Construct, id: string): Issue[] {
  const twin = scope.node.tryFindChild(id);
  if (twin === undefined) return [];
  const where = scope.node.path === '' ? 'the app' : scope.node.path;
  const allowed = `an id that nothing else in ${where} has; rename one, or write new ...(new Construct(..., 'another'), ${quote(id)}, { ... })`;
  return [{ path: 'id', message: `found ${quote(id)}, which a ${twin.constructor.name} has; allowed: ${allowed}` }];
}
