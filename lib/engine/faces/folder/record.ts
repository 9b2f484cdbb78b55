import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Issue } from '../../data/issue.js';
import { isMap } from '../../data/json.js';
import type { OutputFolder } from './output-folder.js';
import { isWorkFolder } from './work-folder.js';

/** Which files of a folder were written by synthesis; by this name no tool takes it for a manifest. */
export const RECORD = '.cdk8s-dagster';

/** The name it had in version 0.1, which `kubectl apply -f DIR` and Argo CD read. */
export const EARLIER_RECORD = '.cdk8s-dagster.json';

const BROKEN = 'is no JSON, as after a merge conflict; restore it, or delete it together with the files that it lists';

export interface Recorded {
  /** Paths that synthesis may have written; whatever no synthesis writes has been left out. */
  readonly paths: ReadonlySet<string>;
  /** The text of the record, if there is one under its present name. */
  readonly text?: string;
  /** Whether there is a record under its earlier name. */
  readonly earlier: boolean;
  readonly issues: readonly Issue[];
}

export function readRecord(folder: OutputFolder): Recorded {
  const issues: Issue[] = [];
  const [text, earlier] = [RECORD, EARLIER_RECORD].map((name) => readText(folder, name, issues));
  const paths = [
    ...pathsIn(text, { path: join(folder.shown, RECORD), message: BROKEN }, issues),
    ...pathsIn(earlier, { path: join(folder.shown, EARLIER_RECORD), message: BROKEN }, issues),
  ];
  return { paths: new Set(paths), text, earlier: earlier !== undefined, issues };
}

export function printRecord(paths: Iterable<string>): string {
  return `${JSON.stringify({ files: [...paths].sort() }, null, 2)}\n`;
}

/** The longest name and the longest path that file systems take. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 1024;

/** Whether a path can be one of a file in an output folder: relative, in its shortest form, and no name of ours. */
export function isFilePath(path: unknown): path is string {
  if (typeof path !== 'string' || /[\0\\]/.test(path) || Buffer.byteLength(path) > LONGEST_PATH) return false;
  const [first = '', ...others] = path.split('/');
  if (first === RECORD || first === EARLIER_RECORD || isWorkFolder(first)) return false;
  return [first, ...others].every(isName);
}

function isName(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= LONGEST_NAME;
}

function readText(folder: OutputFolder, name: string, issues: Issue[]): string | undefined {
  const { what } = folder.find(name);
  if (what === 'file') return readFileSync(join(folder.root, name), 'utf8');
  const message = 'is no file, although synthesis keeps its record by this name; move it away';
  if (what !== 'nothing') issues.push({ path: join(folder.shown, name), message });
  return undefined;
}

function pathsIn(text: string | undefined, ifBroken: Issue, issues: Issue[]): string[] {
  if (text === undefined) return [];
  try {
    const record: unknown = JSON.parse(text);
    return isMap(record) && Array.isArray(record.files) ? record.files.filter(isFilePath) : [];
  } catch {
    issues.push(ifBroken);
    return [];
  }
}
