import { Construct, type IConstruct } from 'constructs';
import { Token } from './token.js';

/** A scope whose objects exist only while a condition holds. */
export class Conditional extends Construct {
  constructor(
    scope: Construct,
    id: string,
    readonly presence: Token<boolean>,
  ) {
    super(scope, id);
  }
}

/** The conditions that have to hold for an object to exist, from the root down. */
export function presenceOf(construct: IConstruct): Token<boolean>[] {
  return construct.node.scopes.flatMap((scope) =>
    'presence' in scope && scope.presence instanceof Token ? [scope.presence] : [],
  );
}
