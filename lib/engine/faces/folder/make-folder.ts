import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { codeOf } from './system-error.js';

/**
 * Makes a folder and those above it. Node's own way of doing so never ends where the file system takes no folder, as in
 * `/proc`.
 *
 * @returns the first folder that was made; `undefined` if all were there
 */
export function makeFolder(folder: string): string | undefined {
  const path = resolve(folder);
  if (isFolder(path)) return undefined;
  const first = makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (codeOf(error) === 'EEXIST' && isFolder(path)) return first;
    throw error;
  }
  return first ?? path;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
