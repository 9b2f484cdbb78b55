import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { compareFolder, readFolder, writeFolder } from '../../../lib/engine/faces/folder.js';
import { filesBelow } from '../../support/tools.js';
import { Output, RECORD } from '../support/output.js';

let output: Output;

beforeEach(() => {
  output = new Output();
});

afterEach(() => output.remove());

describe('writing', () => {
  test('puts each file in its place, and records their paths in order', () => {
    output.write({ 'b/values.yaml': 'b', 'a/manifests/x.yaml': 'a' });
    expect(filesBelow(output.folder)).toEqual({
      [RECORD]: '{\n  "files": [\n    "a/manifests/x.yaml",\n    "b/values.yaml"\n  ]\n}\n',
      'a/manifests/x.yaml': 'a',
      'b/values.yaml': 'b',
    });
  });

  test('leaves nothing beside the files and a record whose name no tool takes for that of a manifest', () => {
    output.write({ 'a/b': 'text' });
    output.write({ 'a/b': 'new' });
    output.write({ 'a/b': 'new' });
    expect(readdirSync(output.folder)).toEqual(['.cdk8s-dagster', 'a']);
    expect(readdirSync(output.parent)).toEqual(['dist']);
  });

  test('replaces files that changed', () => {
    output.write({ a: 'old', b: 'same' });
    output.write({ a: 'new', b: 'same' });
    expect(output.files).toEqual({ a: 'new', b: 'same' });
  });

  test('keeps the modification time of files that did not change', () => {
    const long = new Date('2001-02-03');
    output.write({ 'x/same': 'same', 'x/changed': 'old' });
    for (const path of ['x/same', 'x/changed']) utimesSync(join(output.folder, path), long, long);
    output.write({ 'x/same': 'same', 'x/changed': 'new' });
    expect(statSync(join(output.folder, 'x/same')).mtime).toEqual(long);
    expect(statSync(join(output.folder, 'x/changed')).mtime).not.toEqual(long);
  });

  test('leaves alone what it did not write', () => {
    output.foreign('README.md');
    output.foreign('small/notes.txt');
    output.write({ 'small/values.yaml': 'a' });
    output.write({});
    expect(output.files).toEqual({ 'README.md': 'foreign', 'small/notes.txt': 'foreign' });
  });

  test('removes what an earlier write left and this one does not, and the folders that this empties', () => {
    output.write({ 'small/manifests/x.yaml': 'a', 'small/values.yaml': 'b', 'large/values.yaml': 'c' });
    output.write({ 'large/values.yaml': 'c' });
    expect(output.files).toEqual({ 'large/values.yaml': 'c' });
    expect(readdirSync(output.folder)).toEqual([RECORD, 'large']);
  });

  test('puts a folder where an earlier write had a file, and a file where it had a folder', () => {
    output.write({ a: 'file', 'b/c/d': 'in a folder' });
    output.write({ 'a/c': 'in a folder', b: 'file' });
    expect(output.files).toEqual({ 'a/c': 'in a folder', b: 'file' });
  });

  test('adopts a file that it did not write and that holds the same already', () => {
    output.foreign('a', 'same');
    output.write({ a: 'same' });
    output.write({});
    expect(output.files).toEqual({});
  });

  test('replaces files that it did not write when it is told to', () => {
    output.foreign('Chart.yaml');
    writeFolder(output.folder, new Map([['Chart.yaml', 'new']]), ['Chart.yaml']);
    expect(output.files).toEqual({ 'Chart.yaml': 'new' });
  });

  test('follows a symbolic link to the folder itself', () => {
    mkdirSync(join(output.parent, 'real'));
    symlinkSync('real', output.folder);
    output.write({ 'a/b': 'text' });
    expect(readFileSync(join(output.parent, 'real/a/b'), 'utf8')).toBe('text');
  });

  test('writes bytes as they are, with their mode, and sees when a file cannot be executed any more', () => {
    const bytes = Uint8Array.from([0x1f, 0x8b, 0xff, 0xfe, 0x80]);
    const path = join(output.folder, 'run');
    const write = (): void => writeFolder(output.folder, new Map([['run', { bytes, mode: 0o755 }]]));
    write();
    expect(Uint8Array.from(readFileSync(path))).toEqual(bytes);
    expect(statSync(path).mode & 0o777).toBe(0o755);
    chmodSync(path, 0o644);
    write();
    expect(statSync(path).mode & 0o777).toBe(0o755);
  });
});

describe('comparing', () => {
  test('tells what a write would add, change and remove, and changes nothing', () => {
    output.write({ changed: 'old', removed: 'old', same: 'same' });
    const before = filesBelow(output.folder);
    expect(compareFolder(output.folder, new Map(Object.entries({ added: '', changed: 'new', same: 'same' })))).toEqual({
      added: ['added'],
      changed: ['changed', RECORD],
      removed: ['removed'],
    });
    expect(filesBelow(output.folder)).toEqual(before);
  });

  test('of a folder that is up to date, or is not there, tells so', () => {
    const files = new Map([['a', 'text']]);
    expect(compareFolder(output.folder, files)).toEqual({ added: ['a', RECORD], changed: [], removed: [] });
    expect(readdirSync(output.parent)).toEqual([]);
    output.write({ a: 'text' });
    expect(compareFolder(output.folder, files)).toEqual({ added: [], changed: [], removed: [] });
  });
});

describe('reading', () => {
  test('gives every file below the folder with its bytes and mode, less the record', () => {
    output.write({ 'a/b': 'text', 'a/c': '' });
    output.foreign('a/d');
    chmodSync(join(output.folder, 'a/d'), 0o750);
    const files = [...readFolder(output.folder)].map(([path, { bytes, mode }]) => [path, `${bytes}`, mode & 0o777]);
    expect(files.sort()).toEqual([
      ['a/b', 'text', 0o666 & ~process.umask()],
      ['a/c', '', 0o666 & ~process.umask()],
      ['a/d', 'foreign', 0o750],
    ]);
  });

  test('rejects symbolic links, which nobody could copy truly', () => {
    output.link('a', '/etc/hostname');
    expect(() => readFolder(output.folder)).toThrow('a: is a symbolic link; allowed: files and folders alone');
  });
});
