import { renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bytesOf, type Content } from './content.js';
import { makeFolder } from './make-folder.js';
import type { OutputFolder } from './output-folder.js';
import { foldersOf, type Plan } from './plan.js';
import { EARLIER_RECORD, RECORD } from './record.js';
import { messageOf, refusingSystemErrors } from './system-error.js';
import type { WorkFolder } from './work-folder.js';

/** A file in a work folder, and the path that it is for. */
interface Staged {
  readonly from: string;
  readonly path: string;
}

/** Carries out a plan whose conditions have been checked, by way of a work folder in the output folder. */
export function applyPlan(
  plan: Plan,
  output: OutputFolder,
  files: ReadonlyMap<string, Content>,
  work: WorkFolder,
): void {
  const { root, shown } = output;
  const blocking = blockingPaths(plan, files);
  const staged = refusingSystemErrors(shown, () => {
    const written = stage(plan, files, work);
    const free = plan.added.filter((path) => !foldersOf(path).some((folder) => blocking.includes(folder)));
    prepare(root, free, plan, work);
    return written;
  });
  try {
    moveIntoPlace(plan, staged, blocking, root, work);
  } catch (error) {
    const message = `${shown} is partly new and partly old: ${messageOf(error)}; repair that and synthesize again`;
    throw new Error(message, { cause: error });
  }
}

/** The names in a work folder mean nothing to any tool, wherever the folder is seen. */
function stage({ added, changed, record }: Plan, files: ReadonlyMap<string, Content>, work: WorkFolder): Staged[] {
  const staged = [...added, ...changed].map((path, index) => ({ path, from: join(work.path, `${index}`) }));
  for (const { path, from } of staged) write(from, files.get(path) ?? '');
  write(join(work.path, 'present'), record.present ?? '');
  write(join(work.path, 'union'), record.union);
  write(join(work.path, 'exact'), record.exact);
  return staged;
}

/** Records what is about to be there, and makes the folders for it; does neither when that fails. */
function prepare(root: string, added: readonly string[], { record }: Plan, work: WorkFolder): void {
  if (record.present !== record.union) renameSync(join(work.path, 'union'), join(root, RECORD));
  try {
    makeFolders(root, added);
  } catch (error) {
    if (record.present === undefined) rmSync(join(root, RECORD));
    else renameSync(join(work.path, 'present'), join(root, RECORD));
    throw error;
  }
}

function moveIntoPlace(
  { record, added, gone }: Plan,
  staged: readonly Staged[],
  blocking: readonly string[],
  root: string,
  work: WorkFolder,
): void {
  for (const path of blocking) remove(root, path);
  // Folders could not be made where files were, and may have gone with them.
  if (blocking.length > 0) makeFolders(root, added);
  for (const { from, path } of staged) renameSync(from, join(root, path));
  for (const path of gone.filter((path) => !blocking.includes(path))) remove(root, path);
  if (record.union !== record.exact) renameSync(join(work.path, 'exact'), join(root, RECORD));
  if (record.earlier) rmSync(join(root, EARLIER_RECORD), { force: true });
}

/** Old files where a folder has to be, and old files in a folder where a file has to be. */
function blockingPaths({ gone }: Plan, files: ReadonlyMap<string, Content>): string[] {
  const folders = new Set([...files.keys()].flatMap(foldersOf));
  return gone.filter((path) => folders.has(path) || foldersOf(path).some((folder) => files.has(folder)));
}

/** Makes the folders that paths need, or none. */
function makeFolders(root: string, paths: readonly string[]): void {
  const made: { folder: string; first: string }[] = [];
  try {
    for (const folder of new Set(paths.map((path) => dirname(join(root, path))))) {
      const first = makeFolder(folder);
      if (first !== undefined) made.push({ folder, first });
    }
  } catch (error) {
    for (const { folder, first } of made.reverse()) removeEmpty(folder, first);
    throw error;
  }
}

function remove(root: string, path: string): void {
  rmSync(join(root, path), { force: true });
  const [first] = foldersOf(path);
  if (first !== undefined) removeEmpty(dirname(join(root, path)), join(root, first));
}

/** Removes a folder and those above it, up to one that is removed too, as far as they are empty. */
export function removeEmpty(folder: string, last: string): void {
  try {
    rmdirSync(folder);
  } catch {
    return;
  }
  if (folder !== last) removeEmpty(dirname(folder), last);
}

function write(path: string, content: Content): void {
  writeFileSync(path, bytesOf(content), { mode: typeof content === 'string' ? 0o666 : content.mode });
}
