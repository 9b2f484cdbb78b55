import type { Issue } from '../../data/issue.js';
import { refuse } from './access.js';
import { removeEmpty } from './apply.js';
import { makeFolder } from './make-folder.js';
import type { OutputFolder } from './output-folder.js';
import { refusingSystemErrors } from './system-error.js';
import { livingIn, pidOf, removeLeftovers, WorkFolder } from './work-folder.js';

/** How long one synthesis waits for another to finish writing, in milliseconds; a write takes a second or two. */
const PATIENCE = 30_000;

const PAUSE = 20;

/**
 * Does something with a work folder in the output folder, while no other process does.
 *
 * @param patience how long to wait for others, in milliseconds
 * @throws ValidationError when others have not finished in time
 */
export function inLockedFolder(
  { root, shown }: OutputFolder,
  act: (work: WorkFolder) => void,
  patience = PATIENCE,
): void {
  const made = refusingSystemErrors(shown, () => makeFolder(root));
  try {
    const work = refusingSystemErrors(shown, () => lock(root, shown, patience));
    try {
      act(work);
    } finally {
      work.remove();
    }
  } catch (error) {
    if (made !== undefined) removeEmpty(root, made);
    throw error;
  }
}

/**
 * Each process makes a folder of its own, then looks for others: of two that start at once, at least one sees the other.
 * No name is shared, so what a killed process left can be removed without taking anything from a living one.
 */
function lock(folder: string, shown: string, patience: number): WorkFolder {
  const deadline = Date.now() + patience;
  removeLeftovers(folder);
  for (;;) {
    const own = new WorkFolder(folder);
    const isFree = (): boolean => own.rivals().length === 0;
    const isLater = (): boolean => own.rivals().some((name) => name < own.name);
    if (waitUntil(deadline, isFree, isLater)) return own;
    own.remove();
    waitUntil(deadline, () => livingIn(folder).length === 0);
    const [rival] = livingIn(folder);
    if (rival !== undefined && Date.now() > deadline) refuse([busy(rival, shown)]);
  }
}

/** Whether something has come true before the deadline and before there is a reason to give up. */
function waitUntil(deadline: number, comesTrue: () => boolean, givesUp = (): boolean => false): boolean {
  while (!comesTrue()) {
    if (givesUp() || Date.now() > deadline) return false;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
  return true;
}

function busy(rival: string, shown: string): Issue {
  const message = `another synthesis, process ${pidOf(rival)}, is writing there; synthesize again when it has finished; if there is none, delete the folder ${rival} there`;
  return { path: shown, message };
}
