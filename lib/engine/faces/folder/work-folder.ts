import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { isAlive, ownProcess } from './process-id.js';

/** The name says whose folder it is, so that a folder never exists without an owner. */
const NAME = /^\.cdk8s-dagster-([0-9a-f]{8})-([0-9]{1,10})-([0-9]{1,20})-[A-Za-z0-9]{6}$/;

/** The first file of a work folder and the last one to go; it keeps git from taking the others. */
const MARKER = '.gitignore';

const MARKER_TEXT = `# A synthesis of cdk8s-dagster works here. If it was killed, the next one removes this folder.
*
`;

/** How long a folder of another machine is taken for one in use after it was last changed, in milliseconds. */
const FOREIGN_LIFE = 120_000;

export function isWorkFolder(name: string): boolean {
  return NAME.test(name);
}

/** A folder for files that are not finished, recognised and removed by later processes if this one is killed. */
export class WorkFolder {
  readonly path: string;
  readonly name: string;

  constructor(private readonly parent: string) {
    const { machine, pid, started } = ownProcess();
    this.path = mkdtempSync(join(parent, `.cdk8s-dagster-${machine}-${pid}-${started}-`));
    this.name = basename(this.path);
    try {
      writeFileSync(join(this.path, MARKER), MARKER_TEXT);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** The names of the work folders of other processes beside this one. */
  rivals(): string[] {
    return livingIn(this.parent).filter((name) => name !== this.name);
  }

  remove(): void {
    removeMarked(this.path);
  }
}

/** The names of the work folders in a folder whose processes may be running. */
export function livingIn(parent: string): string[] {
  return workFolders(parent).filter((name) => lives(join(parent, name), name));
}

/** Removes the work folders of processes that were killed; the parent need not exist. */
export function removeLeftovers(parent: string): void {
  if (!existsSync(parent)) return;
  for (const name of workFolders(parent)) {
    if (!lives(join(parent, name), name)) removeMarked(join(parent, name));
  }
}

/** The number of the process that a work folder belongs to. */
export function pidOf(name: string): string {
  return NAME.exec(name)?.[2] ?? '';
}

function workFolders(parent: string): string[] {
  const entries = readdirSync(parent, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && isWorkFolder(entry.name)).map(({ name }) => name);
}

function lives(path: string, name: string): boolean {
  const [, machine = '', pid, started = ''] = NAME.exec(name) ?? [];
  const alive = isAlive({ machine, pid: Number(pid), started });
  if (alive !== undefined) return alive;
  const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return changed !== undefined && Date.now() - changed < FOREIGN_LIFE;
}

/** Nothing is removed without the marker but an empty folder; others may be removing the same one. */
function removeMarked(path: string): void {
  const marker = join(path, MARKER);
  try {
    const text = existsSync(marker) ? readFileSync(marker, 'utf8') : undefined;
    if (text === MARKER_TEXT) {
      for (const name of readdirSync(path).filter((name) => name !== MARKER)) {
        rmSync(join(path, name), { recursive: true, force: true });
      }
    }
    // A process that was killed while it wrote the marker wrote nothing else.
    if (text !== undefined && MARKER_TEXT.startsWith(text)) rmSync(marker);
    rmdirSync(path);
  } catch {
    // It is in nobody's way: the next process tries again.
  }
}
