import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from './folder/access.js';
import { applyPlan } from './folder/apply.js';
import type { StoredFile } from './folder/content.js';
import { inLockedFolder } from './folder/lock.js';
import { OutputFolder } from './folder/output-folder.js';
import { isCurrent, type Plan, planWrite } from './folder/plan.js';
import { EARLIER_RECORD, RECORD } from './folder/record.js';
import { warnOfStrays } from './folder/strays.js';
import { refusingSystemErrors } from './folder/system-error.js';
import { isWorkFolder, removeLeftovers } from './folder/work-folder.js';

/** Files by path, relative to an output folder and with `/` between its parts. */
export type Files = ReadonlyMap<string, string>;

/** Files as another program left them. */
export type StoredFiles = ReadonlyMap<string, StoredFile>;

/** The paths that a folder lacks, that hold something else there, and that should not be there. */
export type Difference = Pick<Plan, 'added' | 'changed' | 'removed'>;

/**
 * Makes a folder hold these files, and no others that an earlier call wrote. Files that nobody recorded are left alone.
 *
 * Everything is checked and written aside first, and moved into place file by file. A process that is killed meanwhile
 * leaves a record of all that may stand there, so that the next call, with whatever files, leaves nothing behind.
 *
 * @param replaced paths of files that may be replaced although nobody recorded them
 * @throws ValidationError when anything is in the way; the folder is then as it was
 */
export function writeFolder(folder: string, files: Files | StoredFiles, replaced: readonly string[] = []): void {
  if (isUpToDate(folder, files)) return;
  const before = open(folder);
  refuse(before.checkWritable([]));
  inLockedFolder(before, (work) => {
    const output = open(folder);
    const plan = makePlan(output, files, replaced);
    refuse(output.checkWritable([...plan.added, ...plan.changed, ...plan.removed]));
    applyPlan(plan, output, files, work);
    if (before.exists) warnOfStrays(output, plan, files);
  });
}

/**
 * What {@link writeFolder} would do.
 *
 * @throws ValidationError when anything is in the way
 */
export function compareFolder(folder: string, files: Files | StoredFiles): Difference {
  const { added, changed, removed, record } = makePlan(open(folder), files);
  return {
    added: record.present === undefined ? [...added, RECORD] : added,
    changed: record.present === undefined || record.present === record.exact ? changed : [...changed, RECORD],
    removed: record.earlier ? [...removed, EARLIER_RECORD] : removed,
  };
}

/**
 * All files in a folder, less what synthesis keeps there for itself.
 *
 * @throws ValidationError for symbolic links
 */
export function readFolder(folder: string): StoredFiles {
  const output = new OutputFolder(folder);
  const found = output.below('').map((path) => output.find(path));
  const links = found.filter(({ what }) => what === 'link');
  refuse(links.map(({ at: path }) => ({ path, message: 'is a symbolic link; allowed: files and folders alone' })));
  const paths = found.filter(({ what, at }) => what === 'file' && !isOwn(at)).map(({ at }) => at);
  return new Map(paths.map((path) => [path, readStored(join(folder, path))]));
}

/** Without the lock, another synthesis may be writing, so what is wrong in this moment means nothing. */
function isUpToDate(folder: string, files: Files | StoredFiles): boolean {
  try {
    const output = open(folder);
    if (!isCurrent(makePlan(output, files))) return false;
    removeLeftovers(output.root);
    return true;
  } catch {
    return false;
  }
}

function open(folder: string): OutputFolder {
  return refusingSystemErrors(folder, () => {
    const output = new OutputFolder(folder);
    refuse(output.issues);
    return output;
  });
}

function makePlan(output: OutputFolder, files: Files | StoredFiles, replaced: readonly string[] = []): Plan {
  const plan = refusingSystemErrors(output.shown, () => planWrite(output, files, replaced));
  refuse(plan.issues);
  return plan;
}

/** Whether a file is a record or in a work folder, of this folder or of an output folder below it. */
function isOwn(path: string): boolean {
  return path.split('/').some((name) => name === RECORD || name === EARLIER_RECORD || isWorkFolder(name));
}

function readStored(path: string): StoredFile {
  return { bytes: readFileSync(path), mode: statSync(path).mode & 0o777 };
}
