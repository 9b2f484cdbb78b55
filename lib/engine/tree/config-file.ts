import { Token } from './token.js';

/** The text of a configuration file that pods mount, which may depend on a condition. */
export class ConfigFile extends Token<string> {
  protected static override readonly kind = 'config-file';

  /**
   * @param name the file's name, unique in a release
   * @param text a text, a fact or a choice between such; it holds no knob, since a checksum has to be the same in every
   *   face: what a knob decides comes to it as an environment variable
   */
  constructor(
    readonly name: string,
    readonly text: string | Token<string>,
  ) {
    super();
  }

  /** A checksum that rolls the pods which mount the file when its text changes. */
  get checksum(): Checksum {
    return new Checksum(this);
  }
}

/** The SHA-256 of a configuration file's text, less the line end at its end, in hexadecimal. */
export class Checksum extends Token<string> {
  protected static override readonly kind = 'checksum';

  constructor(readonly file: ConfigFile) {
    super();
  }
}
