import { type ApiObject, Chart } from 'cdk8s';
import type { Documentation, Note } from './release-props.js';

/** What releases of a kind say of themselves, for their values document and their chart. */
export abstract class ReleaseDescription extends Chart {
  /** The order of the top-level keys of the values document; other keys follow in the order of the tree. @default - that order */
  protected get valuesOrder(): readonly string[] {
    return [];
  }

  /** The name of the chart that releases of this kind have in common. @default - the only chart of the app */
  get chartName(): string | undefined {
    return undefined;
  }

  /**
   * The wave in which Argo CD syncs an object of the release, after all objects of lower waves are healthy. An annotation of
   * the object says it otherwise.
   *
   * @default - none, which is wave 0
   */
  syncWaveOf(_object: ApiObject): number | undefined {
    return undefined;
  }

  /** The Kubernetes versions that its objects need, as Helm writes a range. @default - any */
  get kubeVersion(): string | undefined {
    return undefined;
  }

  /** What to know after an installation. @default - nothing */
  get notes(): readonly Note[] {
    return [];
  }

  /** What people have to know who install it from a chart. @default - nothing more than the chart itself says */
  get documentation(): Documentation {
    return {};
  }
}
