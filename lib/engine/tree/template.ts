import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { withNames } from '../data/placeholder.js';

const TEMPLATE = Symbol.for('cdk8s-dagster.Template');

/** A tree whose release has placeholders for names, since whoever installs a chart says them. */
export class Template extends App {
  /** Plain data with names that a release may have in the place of placeholders. */
  static example(data: unknown): unknown {
    return JSON.parse(withNames(JSON.stringify(data), 'release', 'namespace'));
  }

  static isIn(construct: IConstruct): boolean {
    return TEMPLATE in construct.node.root;
  }

  constructor() {
    super();
    Object.defineProperty(this, TEMPLATE, { value: true });
  }
}
