import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { isMap } from '../data/json.js';

/** Files by path, relative to an output folder and with `/` between its parts. */
export type Files = ReadonlyMap<string, string>;

/** Which files of a folder were written by synthesis, so that others are left alone. */
const RECORD = '.cdk8s-dagster.json';

/**
 * Makes a folder hold these files, and no others that an earlier call wrote. Files that nobody recorded are left alone.
 *
 * Everything is written aside first and moved into place file by file, so that a full disk loses nothing.
 */
export function writeFolder(folder: string, files: Files): void {
  const aside = join(folder, '.cdk8s-dagster.aside');
  const changed = [...files].filter(([path, text]) => readIfThere(join(folder, path)) !== text);
  const stale = recorded(folder).filter((path) => !files.has(path));
  checkRoom(folder, [...changed.map(([path]) => path), RECORD], stale);
  const record = `${JSON.stringify({ files: [...files.keys()].sort() }, null, 2)}\n`;
  rmSync(aside, { recursive: true, force: true });
  try {
    for (const [path, text] of [...changed, [RECORD, record] as const]) writeFile(join(aside, path), text);
    for (const path of stale) remove(folder, path);
    for (const path of [...changed.map(([path]) => path), RECORD]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      renameSync(join(aside, path), join(folder, path));
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** All files in a folder, less the records of earlier writes. */
export function readFolder(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== RECORD);
  return new Map(files.map(({ parentPath, name }) => readEntry(folder, join(parentPath, name))));
}

function readEntry(folder: string, path: string): [string, string] {
  return [relative(folder, path).replaceAll(sep, '/'), readFileSync(path, 'utf8')];
}

function recorded(folder: string): string[] {
  const text = readIfThere(join(folder, RECORD));
  if (text === undefined) return [];
  const record = parseRecord(text, folder);
  const files = isMap(record) && Array.isArray(record.files) ? record.files.map(String) : [];
  const root = resolve(folder) + sep;
  return files.filter((path) => resolve(folder, path).startsWith(root));
}

function parseRecord(text: string, folder: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${join(folder, RECORD)} is no JSON; restore it, or delete it together with the files it lists`);
  }
}

/** Refuses to start when something that synthesis did not write stands where a file or its folder has to be. */
function checkRoom(folder: string, paths: readonly string[], ours: readonly string[]): void {
  for (const path of paths) {
    for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
      if (isFile(join(folder, parent)) && !ours.includes(parent))
        throw new Error(`${join(folder, parent)} is a file that synthesis did not write; it needs a folder there`);
    }
    if (isFolder(join(folder, path)) && !ours.some((own) => own.startsWith(`${path}/`)))
      throw new Error(`${join(folder, path)} is a folder that synthesis did not write; it needs a file there`);
  }
}

function remove(folder: string, path: string): void {
  rmSync(join(folder, path), { force: true });
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    const full = join(folder, parent);
    if (!existsSync(full) || readdirSync(full).length > 0) return;
    rmdirSync(full);
  }
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function readIfThere(path: string): string | undefined {
  return isFile(path) ? readFileSync(path, 'utf8') : undefined;
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
