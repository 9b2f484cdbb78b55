import { Construct, type IConstruct } from 'constructs';
import type { Files } from './folder.js';

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

  /** The files, by their paths in the output folder; called when everything has been validated. */
  abstract files(): Files;
}
