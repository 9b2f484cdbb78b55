import { Construct, type IConstruct } from 'constructs';
import type { Manifest } from '../policy/manifest.js';
import type { Release } from '../release.js';
import type { Files } from './folder.js';

/** A release of the app, and its objects as they are written. */
export interface Released {
  /** The release. */
  readonly release: Release;
  /** Its objects, in the order in which they are applied. */
  readonly manifests: readonly Manifest[];
}

const FACE = Symbol.for('cdk8s-dagster.Face');

/** A construct that writes files of its own into the output folder of an app. */
export abstract class Face extends Construct {
  static isFace(construct: IConstruct): construct is Face {
    return FACE in construct;
  }

  constructor(scope: Construct, id: string) {
    super(scope, id);
    Object.defineProperty(this, FACE, { value: true });
  }

  /** The folder in the output folder that is its own. @default - none: only its files are */
  get folder(): string | undefined {
    return undefined;
  }

  /**
   * Objects for a cluster that are in its files: they are checked as all others are, and are in `--stdout`.
   *
   * @param _released the releases of the app
   * @default - none
   */
  objects(_released: readonly Released[]): readonly Manifest[] {
    return [];
  }

  /**
   * The files, by their paths in the output folder; called when everything has been validated.
   *
   * @param released the releases of the app
   */
  abstract files(released: readonly Released[]): Files;
}
