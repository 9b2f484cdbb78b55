import { join } from 'node:path';
import { type Issue, quote } from '../../data/issue.js';
import type { Content } from './content.js';
import type { Found, OutputFolder } from './output-folder.js';
import { isFilePath, printRecord, RECORD, readRecord } from './record.js';

/** What has to happen for a folder to hold some files, and no others that were recorded. */
export interface Plan {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** The removed ones, and recorded ones that are not there; empty folders may be left of these. */
  readonly gone: readonly string[];
  readonly record: {
    /** The record that is there now. */
    readonly present?: string;
    /** What may stand there while files are being moved. */
    readonly union: string;
    /** What stands there afterwards. */
    readonly exact: string;
    /** Whether there is one under the name of an earlier version. */
    readonly earlier: boolean;
  };
  /** What keeps it from happening. */
  readonly issues: readonly Issue[];
}

/** How many paths one message names. */
const NAMED = 5;

/** @param replaced paths of files that may be replaced although nobody recorded them */
export function planWrite(
  folder: OutputFolder,
  files: ReadonlyMap<string, Content>,
  replaced: readonly string[] = [],
): Plan {
  const recorded = readRecord(folder);
  const record = {
    present: recorded.text,
    union: printRecord(new Set([...recorded.paths, ...files.keys()])),
    exact: printRecord(files.keys()),
    earlier: recorded.earlier,
  };
  const before = [...checkPaths(files), ...recorded.issues];
  if (before.length > 0) return { added: [], changed: [], removed: [], gone: [], record, issues: before };

  const unwanted = [...recorded.paths]
    .filter((path) => !files.has(path))
    .map((path) => ({ path, ...folder.find(path) }));
  const gone = unwanted.filter(({ path, what, at }) => at === path && (what === 'file' || what === 'nothing'));
  const removed = gone.filter(({ what }) => what === 'file').map(({ path }) => path);
  const going = new Set(gone.map(({ path }) => path));
  const found = [...files.keys()].map((path) => ({ path, ...folder.find(path) }));
  const there = found.filter(({ what, at, path }) => what === 'file' && at === path);
  const different = there.filter(({ path }) => !folder.holds(path, files.get(path) ?? ''));
  const foreign = different.filter(({ path }) => !recorded.paths.has(path) && !replaced.includes(path));
  const others = found.filter(({ what, at, path }) => what !== 'file' || at !== path);
  return {
    added: others.map(({ path }) => path),
    changed: different.map(({ path }) => path),
    removed,
    gone: [...going],
    record,
    issues: [
      ...others.flatMap((other) => checkRoom(folder, other, going)),
      ...checkForeign(
        folder.shown,
        foreign.map(({ path }) => path),
        recorded.text !== undefined || recorded.earlier,
      ),
    ],
  };
}

/** What is wrong with paths that somebody wants to write to, wherever that is. */
function checkPaths(files: ReadonlyMap<string, Content>): Issue[] {
  return [...files.keys()].flatMap((path) => {
    if (!isFilePath(path)) {
      const message = `is no path of a file; allowed: a relative path without "..", of names that synthesis does not use itself`;
      return [{ path: quote(path), message }];
    }
    const above = foldersOf(path).find((folder) => files.has(folder));
    return above === undefined
      ? []
      : [{ path, message: `${quote(above)} is a file of this synthesis, and cannot be a folder too` }];
  });
}

/** What stands where nothing of this synthesis stands yet. */
function checkRoom(folder: OutputFolder, { what, at }: Found, going: ReadonlySet<string>): Issue[] {
  const path = join(folder.shown, at);
  if (what === 'nothing' || (what === 'file' && going.has(at))) return [];
  if (what === 'file')
    return [{ path, message: 'is a file that synthesis did not write, and a folder is needed there; move it away' }];
  if (what === 'folder') {
    const leading = new Set([...going].flatMap(foldersOf));
    if ([at, ...folder.below(at)].every((inside) => going.has(inside) || leading.has(inside))) return [];
    return [{ path, message: 'is a folder that synthesis did not write, and a file is needed there; move it away' }];
  }
  const kind = what === 'link' ? 'a symbolic link, and synthesis writes through none' : 'neither a file nor a folder';
  return [{ path, message: `is ${kind}; move it away` }];
}

/** Files that are not recorded as written by synthesis, but would be replaced. */
function checkForeign(shown: string, paths: readonly string[], hasRecord: boolean): Issue[] {
  if (hasRecord || paths.length <= 1) {
    const message = 'was not written by synthesis, and differs from what it writes there; move it away or delete it';
    return paths.map((path) => ({ path: join(shown, path), message }));
  }
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : '';
  const named = `${paths.slice(0, NAMED).join(', ')}${more}`;
  const message = `has no record (${RECORD}) of what synthesis wrote, and ${paths.length} files differ from what it writes there: ${named}; restore the record, or move these files away or delete them`;
  return [{ path: shown, message }];
}

/** Whether a folder is already what a plan makes of it. */
export function isCurrent({ added, changed, removed, record }: Plan): boolean {
  const files = added.length + changed.length + removed.length;
  return files === 0 && record.present === record.exact && !record.earlier;
}

/** All folders that lead to a path, the highest first. */
export function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
