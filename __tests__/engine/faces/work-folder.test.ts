import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { inLockedFolder } from '../../../lib/engine/faces/folder/lock.js';
import { OutputFolder } from '../../../lib/engine/faces/folder/output-folder.js';
import { ownProcess } from '../../../lib/engine/faces/folder/process-id.js';
import { WorkFolder } from '../../../lib/engine/faces/folder/work-folder.js';
import { filesBelow } from '../../support/tools.js';
import { Output, RECORD } from '../support/output.js';

let output: Output;

beforeEach(() => {
  output = new Output();
  output.write({ a: 'text' });
});

afterEach(() => output.remove());

/** The text of the marker in each work folder. */
function marker(): string {
  const work = new WorkFolder(output.folder);
  const text = filesBelow(work.path)['.gitignore'] ?? '';
  work.remove();
  return text;
}

/** A work folder of a process, with a file and the marker in it; its name. */
function workFolderOf({ machine = ownProcess().machine, pid = process.pid, started = '1' }, text = marker()): string {
  const name = `.cdk8s-dagster-${machine}-${pid}-${started}-AbCdEf`;
  output.foreign(`${name}/0`);
  if (text !== '') output.foreign(`${name}/.gitignore`, text);
  return name;
}

/** The number of a process that has ended. */
function endedPid(): number {
  return spawnSync('true').pid;
}

const entries = (): string[] => readdirSync(output.folder).sort();

test('the work folder of a process that has ended is removed by the next write, even one that changes nothing', () => {
  workFolderOf({ pid: endedPid() });
  output.write({ a: 'text' });
  expect(entries()).toEqual([RECORD, 'a']);
  workFolderOf({ pid: endedPid() });
  output.write({ a: 'new' });
  expect(entries()).toEqual([RECORD, 'a']);
});

test('that of a process whose number another process has now is removed', () => {
  workFolderOf({ pid: process.pid, started: '1' });
  output.write({ a: 'new' });
  expect(entries()).toEqual([RECORD, 'a']);
});

test('that of another machine is removed when nothing has changed in it for minutes', () => {
  const name = workFolderOf({ machine: '00000000', pid: 1 });
  output.write({ a: 'text' });
  expect(entries()).toContain(name);
  const before = new Date(Date.now() - 600_000);
  utimesSync(join(output.folder, name), before, before);
  output.write({ a: 'text' });
  expect(entries()).toEqual([RECORD, 'a']);
});

test.each(['', 'a .gitignore of somebody else'])(
  'one that only has its name is left alone, with the marker %j',
  (text) => {
    const name = workFolderOf({ pid: endedPid() }, text);
    const before = filesBelow(join(output.folder, name));
    output.write({ a: 'new' });
    expect(filesBelow(join(output.folder, name))).toEqual(before);
  },
);

test('what a process that was killed at once left is removed: an empty folder, or a part of the marker', () => {
  mkdirSync(join(output.folder, `.cdk8s-dagster-${ownProcess().machine}-${endedPid()}-1-AbCdEf`));
  output.foreign(`.cdk8s-dagster-${ownProcess().machine}-${endedPid()}-1-GhIjKl/.gitignore`, marker().slice(0, 9));
  output.write({ a: 'new' });
  expect(entries()).toEqual([RECORD, 'a']);
});

test('rejects a write while another process is writing, and says which', () => {
  const rival = new WorkFolder(output.folder);
  const write = (): void => inLockedFolder(new OutputFolder(output.folder), () => {}, 100);
  expect(write).toThrow(
    `another synthesis, process ${process.pid}, is writing there; synthesize again when it has finished; ` +
      `if there is none, delete the folder ${rival.name} there`,
  );
  rival.remove();
  expect(write).not.toThrow();
  expect(entries()).toEqual([RECORD, 'a']);
});
