import { createHash } from 'node:crypto';
import { Token } from './token.js';

/** The text of a configuration file that pods mount, which may depend on a condition. */
export class ConfigFile extends Token<string> {
  constructor(
    /** The file's name, unique in a release. */
    readonly name: string,
    private readonly text: Token<string>,
  ) {
    super();
  }

  /** The text as a token, for faces that write an expression. */
  get content(): Token<string> {
    return this.text;
  }

  /** The text, with exactly one line end at its end. */
  resolve(): string {
    return `${this.text.resolve().trimEnd()}\n`;
  }

  /** A checksum that rolls the pods which mount the file when its text changes. */
  get checksum(): Checksum {
    return new Checksum(this);
  }
}

/** The SHA-256 of a configuration file's text, less the line end at its end, in hexadecimal. */
export class Checksum extends Token<string> {
  constructor(readonly file: ConfigFile) {
    super();
  }

  resolve(): string {
    return createHash('sha256').update(this.file.resolve().trimEnd()).digest('hex');
  }
}
