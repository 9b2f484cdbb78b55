import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** What the parts of a release know of it. */
export interface ReleaseScope extends IConstruct {
  /** The name of the release; in a chart a placeholder for it, which may be part of any string. */
  readonly releaseName: string;
  /** The namespace of all its objects; in a chart a placeholder for it. */
  readonly namespace: string;
  /** What the names of all its objects begin with. */
  readonly namePrefix: string;
  /** What is released, the same for all releases of it: `app.kubernetes.io/name`. */
  readonly appName: string;
  /** Annotations of all its objects, below their own. */
  readonly annotations: Readonly<Record<string, unknown>>;
  /** The wave in which Argo CD syncs an object of it. */
  syncWaveOf(object: ApiObject): number | undefined;
}

const RELEASE = Symbol.for('cdk8s-dagster.Release');

export function markAsRelease(construct: IConstruct): void {
  Object.defineProperty(construct, RELEASE, { value: true });
}

export function isRelease(construct: IConstruct): construct is ReleaseScope {
  return RELEASE in construct;
}

/** The release that a construct belongs to. @throws Error if it is in none */
export function releaseOf(construct: IConstruct): ReleaseScope {
  const release = construct.node.scopes.reverse().find(isRelease);
  if (release === undefined) throw new Error(`${construct.node.path} is in no release; create it below a Release`);
  return release;
}
