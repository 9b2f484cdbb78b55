import { accessSync, constants, lstatSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Issue, quote, ValidationError } from '../../data/issue.js';
import { codeOf, systemIssue } from './system-error.js';

/** What keeps a path from being an output folder, whether it exists or is yet to be made. */
export function checkFolder(path: string): Issue[] {
  const stats = statIfThere(path);
  if (stats?.isDirectory()) return [];
  if (stats !== undefined) {
    return [
      { path, message: 'is no folder, and a folder is needed there; move it away, or write into another folder' },
    ];
  }
  if (lstatIfThere(path) !== undefined) {
    const target = quote(readlinkSync(path));
    const message = `is a symbolic link to ${target}, where nothing is; make a folder there, or delete the link`;
    return [{ path, message }];
  }
  return dirname(path) === path ? [] : checkFolder(dirname(path));
}

/**
 * What keeps files from being made, replaced and removed in a folder.
 *
 * @param shown the folder as messages name it
 */
export function checkAccess(folder: string, shown: string): Issue[] {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return [];
  } catch (error) {
    return [{ ...systemIssue(error, shown), path: shown }];
  }
}

/** @throws ValidationError when there are issues */
export function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new ValidationError(issues);
}

export function statIfThere(path: string): Stats | undefined {
  return ifThere(() => statSync(path));
}

/** Like {@link statIfThere}, of a symbolic link itself. */
export function lstatIfThere(path: string): Stats | undefined {
  return ifThere(() => lstatSync(path));
}

function ifThere(look: () => Stats): Stats | undefined {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
