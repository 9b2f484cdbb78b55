import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../../support/tools.js';
import { Output, RECORD } from '../support/output.js';

let output: Output;

beforeEach(() => {
  output = new Output();
});

afterEach(() => output.remove());

test('the record of version 0.1 is taken over and removed', () => {
  output.foreign('old/values.yaml');
  output.foreign('kept/values.yaml', 'old');
  output.foreign('.cdk8s-dagster.json', '{ "files": ["old/values.yaml", "kept/values.yaml"] }');
  output.write({ 'kept/values.yaml': 'new' });
  expect(output.files).toEqual({ 'kept/values.yaml': 'new' });
});

test('the record of version 0.1 is removed even if nothing else is to be done', () => {
  output.write({ a: 'text' });
  output.foreign('.cdk8s-dagster.json', '{ "files": ["a"] }');
  output.write({ a: 'text' });
  expect(output.files).toEqual({ a: 'text' });
});

const OUTSIDE = [
  '../outside',
  'small/../../outside',
  '..',
  '.',
  '',
  '/etc/hosts',
  'a//b',
  'a\0b',
  'x'.repeat(300),
  7,
  null,
];

test.each(OUTSIDE.map((path) => [path]))('a path that leaves the folder or is none is ignored: %j', (path) => {
  writeFileSync(join(output.parent, 'outside'), 'untouched');
  output.record(path);
  output.write({ a: 'text' });
  expect(filesBelow(output.parent)).toEqual({
    [`dist/${RECORD}`]: '{\n  "files": [\n    "a"\n  ]\n}\n',
    'dist/a': 'text',
    outside: 'untouched',
  });
});

test('names of folders, files below files and what is behind a symbolic link are left alone', () => {
  writeFileSync(join(output.parent, 'outside'), 'untouched');
  mkdirSync(join(output.parent, 'empty'));
  output.foreign('folder/notes.txt');
  output.foreign('file');
  output.link('link', output.parent);
  mkdirSync(join(output.folder, 'empty'));
  output.record('folder', 'file/below', 'empty', 'link', 'link/outside', 'link/empty/x');
  output.write({ b: 'text' });
  expect(output.files).toEqual({ b: 'text', file: 'foreign', 'folder/notes.txt': 'foreign' });
  expect(readFileSync(join(output.folder, 'link/outside'), 'utf8')).toBe('untouched');
  expect(existsSync(join(output.folder, 'empty'))).toBe(true);
  expect(existsSync(join(output.parent, 'empty'))).toBe(true);
});

test.each(['null', '[]', '{}', '{"files": "a"}'])('a record of another shape names no files: %s', (record) => {
  output.foreign('a');
  output.foreign(RECORD, record);
  output.write({ b: 'text' });
  expect(output.files).toEqual({ a: 'foreign', b: 'text' });
});

test('rejects a record that is no JSON, and says what to do', () => {
  output.foreign(RECORD, '<<<<<<< HEAD\n{}\n');
  expect(output.refusal({ a: 'text' })).toEqual([
    `dist/${RECORD}: is no JSON, as after a merge conflict; restore it, or delete it together with the files that it lists`,
  ]);
});

test.each([
  ['a folder', (path: string): void => void mkdirSync(path)],
  ['a symbolic link', (path: string): void => symlinkSync('/etc/hostname', path)],
])('rejects %s by the name of the record', (_, make) => {
  mkdirSync(output.folder);
  make(join(output.folder, RECORD));
  expect(output.refusal({ a: 'text' })).toEqual([
    `dist/${RECORD}: is no file, although synthesis keeps its record by this name; move it away`,
  ]);
});
