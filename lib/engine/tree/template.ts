import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';

const TEMPLATE = Symbol.for('cdk8s-dagster.Template');

/**
 * A tree in which nothing is decided yet: neither the values document nor the names of the release and its namespace,
 * for which stand-ins are part of strings. All objects that may exist are in it.
 */
export class Template extends App {
  /** Stands in a string for the name of the release. Private-use characters, which no name has. */
  static readonly RELEASE = '\uE000release\uE001';
  /** Stands in a string for the namespace of the release. */
  static readonly NAMESPACE = '\uE000namespace\uE001';

  static isIn(construct: IConstruct): boolean {
    return TEMPLATE in construct.node.root;
  }

  constructor(props: ConstructorParameters<typeof App>[0]) {
    super(props);
    Object.defineProperty(this, TEMPLATE, { value: true });
  }
}
