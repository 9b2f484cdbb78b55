import type { Construct, IConstruct } from 'constructs';
import { WrittenBy } from './presence.js';

const RELEASE_TEST = Symbol.for('cdk8s-dagster.ReleaseTest');

/**
 * A scope whose objects test a release that is installed: pods that succeed or fail, and what they need meanwhile. Only
 * who installs a chart can ask for the test, so files of manifests have none of it.
 *
 * @example
 *
 *   const test = new ReleaseTest(this, 'test');
 *   new ApiObject(test, 'pod', { apiVersion: 'v1', kind: 'Pod', spec: { restartPolicy: 'Never', containers: [...] } });
 */
export class ReleaseTest extends WrittenBy {
  /** Whether a construct is part of a test. */
  static holds(construct: IConstruct): boolean {
    return construct.node.scopes.some((scope) => RELEASE_TEST in scope);
  }

  constructor(scope: Construct, id: string) {
    super(scope, id, 'chart');
    Object.defineProperty(this, RELEASE_TEST, { value: true });
  }
}
