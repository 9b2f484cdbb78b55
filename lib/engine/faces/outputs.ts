import { foundIn, type Issue, notAllowed } from '../data/issue.js';
import type { Files } from './folder.js';
import { PackedFiles } from './packed-files.js';

/** What one part of an app writes. */
export interface Output {
  /** The path of the construct that writes it. */
  readonly source: string;
  /** A folder that is its own, with all that is in it. @default - none */
  readonly folder?: string | undefined;
  readonly files: Files;
}

/** The files of all parts of an app. */
export function filesOf(outputs: readonly Output[]): Files {
  return new PackedFiles(outputs.map(({ files }) => files));
}

/** Paths that lead out of the output folder, that two parts write, or that lie in a folder of another part. */
export function checkOutputs(outputs: readonly Output[]): Issue[] {
  const owners = new Map<string, string>();
  for (const { source, folder } of outputs) if (folder !== undefined) owners.set(folder, owners.get(folder) ?? source);
  const files = new Map<string, string>();
  const issues: Issue[] = [];
  for (const { source, folder, files: own } of outputs) {
    const owner = folder === undefined ? source : owners.get(folder);
    const twin = owner !== undefined && owner !== source;
    if (twin) issues.push(...taken(source, folder ?? '', owner));
    for (const path of own.keys()) {
      if (twin && path.startsWith(`${folder}/`)) continue;
      if (!isInside(path)) issues.push(...foundIn(source, [notAllowed('', path, 'a path in the output folder')]));
      const other =
        files.get(path) ??
        foldersOf(path)
          .map((parent) => owners.get(parent))
          .find((one) => one !== source);
      if (other !== undefined && other !== source) issues.push(...taken(source, path, other));
      files.set(path, files.get(path) ?? source);
    }
  }
  const inFiles = [...files].flatMap(([path, source]) => {
    const file = foldersOf(path).find((parent) => files.has(parent));
    return file === undefined ? [] : taken(source, path, files.get(file) ?? '');
  });
  return [...issues, ...inFiles];
}

function taken(source: string, path: string, owner: string): Issue[] {
  return foundIn(source, [
    { path: '', message: `writes ${path}, where ${owner} writes; allowed: one each; rename one` },
  ]);
}

/** The folders that lead to a path. */
function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

function isInside(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !path.includes('\0');
}
