import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFolder, writeFolder } from '../../../lib/engine/faces/folder.js';
import { filesBelow, temporaryFolder } from '../../support/tools.js';

const RECORD = '.cdk8s-dagster.json';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = temporaryFolder();
  folder = join(parent, 'dist');
});

afterEach(() => rmSync(parent, { recursive: true }));

function write(files: Record<string, string>): void {
  writeFolder(folder, new Map(Object.entries(files)));
}

/** Puts a file there that synthesis knows nothing of. */
function foreign(path: string, text = 'foreign'): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** The files in the folder, less the record. */
function files(): Record<string, string> {
  const { [RECORD]: _, ...others } = filesBelow(folder);
  return others;
}

describe('writing', () => {
  test('puts each file in its place, and records their paths in order', () => {
    write({ 'b/values.yaml': 'b', 'a/manifests/x.yaml': 'a' });
    expect(filesBelow(folder)).toEqual({
      [RECORD]: '{\n  "files": [\n    "a/manifests/x.yaml",\n    "b/values.yaml"\n  ]\n}\n',
      'a/manifests/x.yaml': 'a',
      'b/values.yaml': 'b',
    });
  });

  test('replaces files that changed', () => {
    write({ a: 'old', b: 'same' });
    write({ a: 'new', b: 'same' });
    expect(files()).toEqual({ a: 'new', b: 'same' });
  });

  test('keeps the modification time of files that did not change', () => {
    const long = new Date('2001-02-03');
    write({ 'x/same': 'same', 'x/changed': 'old' });
    for (const path of ['x/same', 'x/changed']) utimesSync(join(folder, path), long, long);
    write({ 'x/same': 'same', 'x/changed': 'new' });
    expect(statSync(join(folder, 'x/same')).mtime).toEqual(long);
    expect(statSync(join(folder, 'x/changed')).mtime).not.toEqual(long);
  });

  test('leaves alone what it did not write', () => {
    foreign('README.md');
    foreign('small/notes.txt');
    write({ 'small/values.yaml': 'a' });
    write({});
    expect(files()).toEqual({ 'README.md': 'foreign', 'small/notes.txt': 'foreign' });
  });

  test('removes what an earlier write left and this one does not, and the folders that this empties', () => {
    write({ 'small/manifests/x.yaml': 'a', 'small/values.yaml': 'b', 'large/values.yaml': 'c' });
    write({ 'large/values.yaml': 'c' });
    expect(files()).toEqual({ 'large/values.yaml': 'c' });
    expect(readdirSync(folder)).toEqual([RECORD, 'large']);
  });

  test('puts a folder where an earlier write had a file, and a file where it had a folder', () => {
    write({ a: 'file', 'b/c': 'in a folder' });
    write({ 'a/c': 'in a folder', b: 'file' });
    expect(files()).toEqual({ 'a/c': 'in a folder', b: 'file' });
  });

  test('leaves nothing aside, whether there was something to write or not', () => {
    write({ 'a/b': 'text' });
    write({ 'a/b': 'text' });
    expect(readdirSync(folder)).toEqual([RECORD, 'a']);
    expect(readdirSync(parent)).toEqual(['dist']);
  });
});

describe('a write that fails', () => {
  const before = { 'large/values.yaml': 'large', 'small/values.yaml': 'small' };

  beforeEach(() => write(before));

  afterEach(() => {
    expect(readdirSync(parent)).toEqual(['dist']);
    expect(readdirSync(folder).filter((name) => name.includes('aside'))).toEqual([]);
  });

  test('rejects a file and a folder of one name, and loses nothing', () => {
    const old = filesBelow(folder);
    expect(() => write({ 'small/values.yaml': 'new', x: 'a file', 'x/y': 'in a folder' })).toThrow(/ENOTDIR|EEXIST/);
    expect(filesBelow(folder)).toEqual(old);
  });

  test('rejects a foreign file where a folder must be, and loses nothing', () => {
    foreign('medium');
    const old = filesBelow(folder);
    expect(() => write({ 'large/values.yaml': 'new', 'medium/values.yaml': 'medium' })).toThrow('medium');
    expect(filesBelow(folder)).toEqual(old);
  });

  test('rejects a foreign folder where a file must be, and loses nothing', () => {
    foreign('medium/values.yaml/notes.txt');
    const old = filesBelow(folder);
    expect(() => write({ 'large/values.yaml': 'new', 'medium/values.yaml': 'medium' })).toThrow('medium');
    expect(filesBelow(folder)).toEqual(old);
  });

  test('rejects a record that is no JSON, names it, and loses nothing', () => {
    foreign(RECORD, '<<<<<<< HEAD\n{}\n');
    const old = filesBelow(folder);
    expect(() => write({ 'large/values.yaml': 'new' })).toThrow(RECORD);
    expect(filesBelow(folder)).toEqual(old);
  });
});

describe('a record that somebody changed', () => {
  const OUTSIDE: [unknown][] = [
    ['../outside'],
    ['small/../../outside'],
    ['..'],
    ['.'],
    [''],
    ['/etc/hosts'],
    [7],
    [null],
  ];

  test.each(OUTSIDE)('a path that leaves the folder is ignored: %j', (path) => {
    writeFileSync(join(parent, 'outside'), 'untouched');
    foreign(RECORD, JSON.stringify({ files: [path] }));
    write({ a: 'text' });
    expect(filesBelow(parent)).toEqual({
      [`dist/${RECORD}`]: '{\n  "files": [\n    "a"\n  ]\n}\n',
      'dist/a': 'text',
      outside: 'untouched',
    });
  });

  test.each(['null', '[]', '{}', '{"files": "a"}'])('a record of another shape names no files: %s', (record) => {
    foreign('a');
    foreign(RECORD, record);
    write({ b: 'text' });
    expect(files()).toEqual({ a: 'foreign', b: 'text' });
  });
});

describe('reading', () => {
  test('gives every file below the folder, less the record', () => {
    write({ 'a/b': 'text', 'a/c': '' });
    foreign('a/d');
    expect(Object.fromEntries(readFolder(folder))).toEqual({ 'a/b': 'text', 'a/c': '', 'a/d': 'foreign' });
  });
});
