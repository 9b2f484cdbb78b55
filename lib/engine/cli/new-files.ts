import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ValidationError } from '../data/issue.js';
import { makeFolder } from '../faces/folder/make-folder.js';
import { refusingSystemErrors } from '../faces/folder/system-error.js';
import type { Files } from '../faces/folder.js';

/** Writes all files into a folder, unless one of them is there. @returns their paths */
export function writeNewFiles(folder: string, files: Files): string[] {
  const paths = [...files.keys()].map((path) => join(folder, path));
  const there = paths.filter((path) => existsSync(path));
  if (there.length > 0) {
    const message = 'is there; allowed: a folder without it, since nothing is overwritten; name another by --output';
    throw new ValidationError(there.map((path) => ({ path: resolve(path), message })));
  }
  for (const [path, text] of files) {
    const file = join(folder, path);
    refusingSystemErrors(dirname(file), () => makeFolder(dirname(file)));
    // Whatever has come there in the meantime stays.
    writeFileSync(file, text, { flag: 'wx' });
  }
  return paths;
}

/** The folder's name, as far as npm allows it for a package. */
export function packageName(folder: string): string {
  const name = basename(resolve(folder)).toLowerCase();
  return name.replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '') || 'app';
}
