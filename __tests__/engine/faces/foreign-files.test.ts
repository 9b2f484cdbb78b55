import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFolder } from '../../../lib/engine/faces/folder.js';
import { Output, RECORD } from '../support/output.js';

const BEFORE = { 'large/values.yaml': 'large', 'small/values.yaml': 'small' };

let output: Output;

beforeEach(() => {
  output = new Output();
  output.write(BEFORE);
});

afterEach(() => {
  expect(readdirSync(output.folder).filter((name) => name.startsWith('.cdk8s-dagster-'))).toEqual([]);
  output.remove();
});

test('rejects every file that it did not write and would replace, by name', () => {
  output.foreign('medium/values.yaml');
  output.foreign('medium/x.yaml');
  const rest = 'was not written by synthesis, and differs from what it writes there; move it away or delete it';
  expect(output.refusal({ ...BEFORE, 'medium/values.yaml': 'medium', 'medium/x.yaml': 'medium' })).toEqual([
    `dist/medium/values.yaml: ${rest}`,
    `dist/medium/x.yaml: ${rest}`,
  ]);
});

test('rejects a folder without a record whose files differ, in one error', () => {
  rmSync(join(output.folder, RECORD));
  expect(output.refusal({ 'large/values.yaml': 'new', 'small/values.yaml': 'new' })).toEqual([
    'dist: has no record (.cdk8s-dagster) of what synthesis wrote, and 2 files differ from what it writes there: ' +
      'large/values.yaml, small/values.yaml; restore the record, or move these files away or delete them',
  ]);
});

test('rejects a foreign file where a folder must be', () => {
  output.foreign('medium');
  expect(output.refusal({ 'large/values.yaml': 'new', 'medium/values.yaml': 'medium' })).toEqual([
    'dist/medium: is a file that synthesis did not write, and a folder is needed there; move it away',
  ]);
});

test.each(['', '/notes.txt', '/empty/'])('rejects a foreign folder where a file must be: medium%s', (path) => {
  mkdirSync(join(output.folder, 'medium', path.endsWith('/') ? path : ''), { recursive: true });
  if (path === '/notes.txt') output.foreign(`medium${path}`);
  expect(output.refusal({ 'large/values.yaml': 'new', medium: 'medium' })).toEqual([
    'dist/medium: is a folder that synthesis did not write, and a file is needed there; move it away',
  ]);
});

test.each(['medium', 'medium/values.yaml', 'small/values.yaml'])('rejects a symbolic link: %s', (path) => {
  const outside = join(output.parent, 'outside');
  mkdirSync(outside);
  rmSync(join(output.folder, path), { force: true });
  output.link(path, outside);
  expect(output.refusal({ 'small/values.yaml': 'new', 'medium/values.yaml': 'medium' })).toEqual([
    `dist/${path}: is a symbolic link, and synthesis writes through none; move it away`,
  ]);
  expect(readdirSync(outside)).toEqual([]);
});

test('rejects all that is in the way at once', () => {
  output.foreign('a');
  output.foreign('b');
  expect(output.refusal({ a: 'new', 'b/c': 'new' })).toHaveLength(2);
});

test('rejects a file and a folder of one name', () => {
  expect(output.refusal({ 'small/values.yaml': 'new', x: 'a file', 'x/y': 'in a folder' })).toEqual([
    'x/y: "x" is a file of this synthesis, and cannot be a folder too',
  ]);
});

test.each(['../outside', '/etc/hosts', 'a//b', './a', '', 'a\\b', 'a\0b', RECORD, 'x'.repeat(256)])(
  'rejects what is no path of a file in the folder: %j',
  (path) => {
    expect(output.refusal({ [path]: 'text' })).toEqual([expect.stringContaining(': is no path of a file; allowed: ')]);
  },
);

describe('instead of a folder', () => {
  const message = 'is no folder, and a folder is needed there; move it away, or write into another folder';

  beforeEach(() => rmSync(output.folder, { recursive: true }));

  afterEach(() => {
    rmSync(output.folder);
    mkdirSync(output.folder);
  });

  test('rejects a file', () => {
    writeFileSync(output.folder, 'foreign');
    expect(output.refusal(BEFORE)).toEqual([`dist: ${message}`]);
  });

  test('rejects a file where a folder above must be', () => {
    writeFileSync(output.folder, 'foreign');
    const write = () => writeFolder(join(output.folder, 'a/b'), new Map());
    expect(write).toThrow(`${output.folder}: ${message}`);
  });

  test('rejects a symbolic link that leads nowhere', () => {
    symlinkSync('nowhere', output.folder);
    expect(output.refusal(BEFORE)).toEqual([
      'dist: is a symbolic link to "nowhere", where nothing is; make a folder there, or delete the link',
    ]);
  });
});
