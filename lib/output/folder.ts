import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

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
  const aside = `${resolve(folder)}.aside`;
  const changed = [...files].filter(([path, text]) => readIfThere(join(folder, path)) !== text);
  const stale = recorded(folder).filter((path) => !files.has(path));
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

/** The files that synthesis wrote into a folder. */
export function readFolder(folder: string): Files {
  return new Map(recorded(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function recorded(folder: string): string[] {
  const text = readIfThere(join(folder, RECORD));
  if (text === undefined) return [];
  const { files } = JSON.parse(text);
  const root = resolve(folder) + sep;
  return Array.isArray(files) ? files.filter((path) => resolve(folder, `${path}`).startsWith(root)) : [];
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
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
