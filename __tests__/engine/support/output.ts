import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { printIssue, ValidationError } from '../../../lib/engine/data/issue.js';
import { writeFolder } from '../../../lib/engine/faces/folder.js';
import { filesBelow, temporaryFolder } from '../../support/tools.js';

export const RECORD = '.cdk8s-dagster';

/** An output folder that does not exist yet, alone in a folder. */
export class Output {
  readonly parent = temporaryFolder();
  readonly folder = join(this.parent, 'dist');

  write(files: Record<string, string>): void {
    writeFolder(this.folder, new Map(Object.entries(files)));
  }

  /** Puts a file there that synthesis knows nothing of. */
  foreign(path: string, text = 'foreign'): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  link(path: string, target: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    symlinkSync(target, join(this.folder, path));
  }

  record(...paths: readonly unknown[]): void {
    this.foreign(RECORD, JSON.stringify({ files: paths }));
  }

  /** The files in the folder, less the record. */
  get files(): Record<string, string> {
    const { [RECORD]: _, ...others } = filesBelow(this.folder);
    return others;
  }

  /** What a write that must fail says, with the folder called `dist`; it must change nothing either. */
  refusal(files: Record<string, string>): string[] {
    const before = filesBelow(this.parent);
    const errors = errorsOf(() => this.write(files));
    expect(filesBelow(this.parent)).toEqual(before);
    return errors.map((error) => error.replaceAll(this.folder, 'dist'));
  }

  remove(): void {
    rmSync(this.parent, { recursive: true });
  }
}

function errorsOf(code: () => void): string[] {
  try {
    code();
  } catch (error) {
    if (error instanceof ValidationError) return error.issues.map(printIssue);
    throw error;
  }
  return [];
}
