import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../../lib/engine/faces/folder/make-folder.js';
import { temporaryFolder } from '../../support/tools.js';
import { Compiled } from '../support/compiled.js';
import { SmallApp } from '../support/small-app.js';

import.meta.jest.setTimeout(60_000);

let compiled: Compiled;

beforeAll(() => {
  compiled = new Compiled();
});

afterAll(() => compiled.remove());

test.each([
  ['synth --format helmm', "Allowed choices are plain, helm.\n(run 'cdk8s-dagster help synth' for what is allowed)\n"],
  [
    'import --release a --namespace b',
    "missing required argument 'values.yaml'\n(run 'cdk8s-dagster help import' for what is allowed)\n",
  ],
  ['init a b', "(run 'cdk8s-dagster help init' for what is allowed)\n"],
  ['--versoin', "(run 'cdk8s-dagster help' for what is allowed)\n"],
])('an error of usage ends with the command that tells what is allowed there: %s', async (args, message) => {
  const app = new SmallApp(compiled, `usage-${args.length}`, []);
  const { status, stdout, stderr } = await app.run(...args.split(' '));
  expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
  expect(stderr.endsWith(message) ? message : stderr).toBe(message);
});

test('a folder that says nowhere how to run an app is told what is missing, and where', async () => {
  const app = new SmallApp(compiled, 'no-app', []);
  rmSync(join(app.path, 'cdk8s.yaml'));
  const allowed = 'missing; allowed: the command that runs the app, such as "app: node --import tsx main.ts"';
  expect(await app.run('synth')).toMatchObject({
    status: 1,
    stderr: `ValidationError: 1 error, nothing was written:\n  - ${join(app.path, 'cdk8s.yaml')}: ${allowed}; write it, or run this in the folder that holds it\n`,
  });
  app.write('cdk8s.yaml', 'language: typescript\n');
  expect(await app.run('synth')).toMatchObject({
    status: 1,
    stderr: `ValidationError: 1 error, nothing was written:\n  - cdk8s.yaml app: ${allowed}; add it\n`,
  });
  expect(await app.run('synth', '--app', './app')).toMatchObject({ status: 0 });
});

test('an app that writes nothing is asked for the call that writes, without the name of a temporary folder', async () => {
  const app = new SmallApp(compiled, 'silent', ['cd /', 'rmdir "$CDK8S_OUTDIR"']);
  expect(await app.run('synth')).toMatchObject({
    status: 1,
    stderr: 'the app has written nothing; allowed: an app that ends with app.synth(); add the call\n',
  });
});

test('what cdk8s says of options comes without the stack of cdk8s', async () => {
  const app = new SmallApp(compiled, 'stack', []);
  const { stderr } = await app.run('synth', '--format', 'helm');
  expect(stderr).toBe("Error: You need to specify '--chart-version' when '--format' is set as 'helm'.\n");
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a folder that its file system does not take is an error that ends', async () => {
  const app = new SmallApp(compiled, 'proc', ['echo "kind: A" > a.yaml']);
  const { status, stderr } = await app.run('synth', '--output', '/proc/no/folder');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^ValidationError: 1 error, nothing was written:\n {2}- \/proc\/no: .*ENOENT/);
});

test('the name of a folder is a word of the line that a shell is given', async () => {
  const app = new SmallApp(compiled, 'quoting', []);
  const { stdout } = await app.run('init', "Bob's project");
  expect(stdout).toContain(`now run: cd 'Bob'\\''s project' && npm install`);
});

test('the first folder that was made is told, and none where all were there', () => {
  const root = temporaryFolder();
  try {
    expect(makeFolder(join(root, 'a/b'))).toBe(join(root, 'a'));
    expect(makeFolder(join(root, 'a/b'))).toBeUndefined();
    mkdirSync(join(root, 'c'));
    expect(makeFolder(join(root, 'c/d/e'))).toBe(join(root, 'c/d'));
    expect(existsSync(join(root, 'c/d/e'))).toBe(true);
  } finally {
    rmSync(root, { recursive: true });
  }
});
