import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, run } from '../../support/tools.js';
import { Compiled } from '../support/compiled.js';

import.meta.jest.setTimeout(60_000);

/** Whom root becomes; everybody else stays who they are. */
const USER = 1000;

const OLD = { 'large/manifests/x.yaml': 'old', 'large/values.yaml': 'old', 'small/manifests/x.yaml': 'old' };
const NEW = { 'large/manifests/x.yaml': 'new', 'large/values.yaml': 'new', 'medium/values.yaml': 'new' };
const FIX = 'permission denied; make it writable for the user who runs synthesis, as with chown, or delete it';

let compiled: Compiled;

beforeAll(() => {
  compiled = new Compiled();
});

afterAll(() => compiled.remove());

/** A folder that the user owns. */
function own(path: string): void {
  mkdirSync(path, { recursive: true });
  if (process.getuid?.() === 0) chownSync(path, USER, USER);
}

let cases = 0;
let parent: string;

beforeEach(async () => {
  cases += 1;
  parent = join(compiled.path, `case-${cases}`);
  own(parent);
  expect(await write(OLD)).toEqual({ status: 0, stderr: '' });
});

afterEach(() => run('chmod', ['-R', 'u+rwx', parent]));

async function write(files: Record<string, string>): Promise<{ status: number | null; stderr: string }> {
  compiled.write('files.json', JSON.stringify(files));
  const { ended } = compiled.startWriter(join(parent, 'dist'), join(compiled.path, 'files.json'), USER);
  const { status, stderr } = await ended;
  return { status, stderr: stderr.replaceAll(parent, '') };
}

async function expectRefusal(stderr: string): Promise<void> {
  const before = filesBelow(parent);
  expect(await write(NEW)).toEqual({ status: 1, stderr });
  expect(filesBelow(parent)).toEqual(before);
  expect(readdirSync(parent)).toEqual(['dist']);
}

test('every folder that cannot be written is named, and nothing has changed', async () => {
  for (const path of ['dist/large/manifests', 'dist/small/manifests']) chmodSync(join(parent, path), 0o555);
  await expectRefusal(
    `2 errors, nothing was written:\n  - /dist/large/manifests: ${FIX}\n  - /dist/small/manifests: ${FIX}`,
  );
});

test('a folder that cannot even be looked into is named', async () => {
  const path = join(parent, 'dist/large/manifests');
  chmodSync(path, 0);
  expect(await write(NEW)).toEqual({
    status: 1,
    stderr: `1 error, nothing was written:\n  - /dist/large/manifests/x.yaml: ${FIX}`,
  });
  chmodSync(path, 0o755);
  expect(filesBelow(join(parent, 'dist'))).toMatchObject(OLD);
});

test('an output folder that cannot be written is named, and does no harm when it is up to date', async () => {
  chmodSync(join(parent, 'dist'), 0o555);
  await expectRefusal(`1 error, nothing was written:\n  - /dist: ${FIX}`);
  expect(await write(OLD)).toEqual({ status: 0, stderr: '' });
});

test('a folder in which the output folder cannot be made is named', async () => {
  rmSync(join(parent, 'dist'), { recursive: true });
  chmodSync(parent, 0o555);
  expect(await write(NEW)).toEqual({ status: 1, stderr: `1 error, nothing was written:\n  - /dist: ${FIX}` });
  expect(readdirSync(parent)).toEqual([]);
});

test('in a folder without a record, what looks generated and is not of this synthesis is named', async () => {
  rmSync(join(parent, 'dist/.cdk8s-dagster'));
  for (const path of ['gone/manifests/x.k8s.yaml', 'charts/gone/Chart.yaml', 'gone/notes.yaml', 'a/b/c/x.k8s.yaml'])
    compiled.write(join(`case-${cases}`, 'dist', path), 'old');
  expect(await write(OLD)).toEqual({
    status: 0,
    stderr:
      'warning: /dist had no record (.cdk8s-dagster) of what synthesis wrote, so nothing was removed; ' +
      'delete what is left of an earlier synthesis:\n' +
      '  - /dist/charts/gone/Chart.yaml\n  - /dist/gone/manifests/x.k8s.yaml\n',
  });
  expect(await write(OLD)).toEqual({ status: 0, stderr: '' });
});
