import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Issue } from '../../data/issue.js';
import { checkAccess, checkFolder, lstatIfThere, statIfThere } from './access.js';
import { bytesOf, type Content, isExecutable } from './content.js';

/** What stands at a path of an output folder, or in the way to it. */
export interface Found {
  readonly what: 'nothing' | 'file' | 'folder' | 'link' | 'other';
  /** The path, or the part of it that is no folder although more of the path follows. */
  readonly at: string;
}

/** An output folder on disk, looked at without following any symbolic link below it. */
export class OutputFolder {
  /** Its real path; it need not exist. */
  readonly root: string;
  readonly exists: boolean;
  readonly issues: readonly Issue[];
  private readonly folders = new Map<string, Stats | undefined>();

  /** @param shown the path as it was given, for messages */
  constructor(readonly shown: string) {
    this.issues = checkFolder(shown);
    this.exists = this.issues.length === 0 && statIfThere(shown) !== undefined;
    this.root = this.exists ? realpathSync(shown) : resolve(shown);
  }

  find(path: string): Found {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const at = path.slice(0, slash);
      const what = kindOf(this.folder(at));
      if (what !== 'folder') return { what, at: what === 'nothing' ? path : at };
    }
    return { what: kindOf(lstatIfThere(join(this.root, path))), at: path };
  }

  /** Whether the file at a path holds exactly this. */
  holds(path: string, content: Content): boolean {
    const file = join(this.root, path);
    if (typeof content !== 'string' && isExecutable(statSync(file).mode) !== isExecutable(content.mode)) return false;
    return readFileSync(file).equals(bytesOf(content));
  }

  /** The paths of all that stands in a folder, folders included. */
  below(path: string): string[] {
    return readdirSync(join(this.root, path), { withFileTypes: true }).flatMap((entry) => {
      const own = path === '' ? entry.name : `${path}/${entry.name}`;
      return [own, ...(entry.isDirectory() ? this.below(own) : [])];
    });
  }

  /** What keeps files from being moved to these paths and removed from them. */
  checkWritable(paths: readonly string[]): Issue[] {
    if (!this.exists) return checkAccess(nearestFolder(this.root), this.shown);
    const folders = [...new Set(['.', ...paths.map((path) => this.nearest(dirname(path)))])];
    const { dev } = statSync(this.root);
    return folders.flatMap((folder) => {
      const path = join(this.shown, folder);
      if (statSync(join(this.root, folder)).dev === dev) return checkAccess(join(this.root, folder), path);
      const message = `is on another file system than ${this.shown}, and files are moved into it; write into another folder`;
      return [{ path, message }];
    });
  }

  /** The folder, or the one above it that exists. */
  private nearest(folder: string): string {
    if (folder === '.' || this.folder(folder)?.isDirectory()) return folder;
    return this.nearest(dirname(folder));
  }

  private folder(path: string): Stats | undefined {
    if (!this.folders.has(path)) this.folders.set(path, lstatIfThere(join(this.root, path)));
    return this.folders.get(path);
  }
}

function kindOf(stats: Stats | undefined): Found['what'] {
  if (stats === undefined) return 'nothing';
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

function nearestFolder(path: string): string {
  return statIfThere(path) === undefined ? nearestFolder(dirname(path)) : path;
}
