import { Construct, type IConstruct } from 'constructs';
import { Token } from './token.js';

/**
 * A scope whose objects exist only while a condition holds. They are part of the tree all the same: whoever writes the
 * tree leaves them out.
 */
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
    'presence' in scope && isCondition(scope.presence) ? [scope.presence] : [],
  );
}

function isCondition(value: unknown): value is Token<boolean> {
  return value instanceof Token;
}

/** What writes the objects of a release: files of manifests, or a chart that others install. */
export type Writer = 'manifests' | 'chart';

/** A scope whose objects only one kind of writer writes: a Namespace, for example. */
export class WrittenBy extends Construct {
  constructor(
    scope: Construct,
    id: string,
    readonly writer: Writer,
  ) {
    super(scope, id);
  }
}

/** Whether a kind of writer writes an object. */
export function isFor(writer: Writer, construct: IConstruct): boolean {
  return construct.node.scopes.every((scope) => !('writer' in scope) || scope.writer === writer);
}
