import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BLOCKS, blocksOf } from '../../support/readme.js';
import { LATER, Newcomer } from './newcomer.js';
import { Registry } from './registry.js';

import.meta.jest.setTimeout(300_000);

const [steps = ''] = blocksOf('In your own repository', 'sh').map(({ text }) => text);

const registry = new Registry();
let newcomer: Newcomer;

beforeAll(async () => {
  await registry.listen();
  newcomer = new Newcomer(registry.url);
});

afterAll(() => {
  registry.close();
  newcomer.remove();
});

test('a new project installs, synthesizes and passes its tests, as the README says', async () => {
  const { status, stdout, stderr } = await newcomer.shell(steps);
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.not.stringMatching(/dagster|peer|ERESOLVE|EBADENGINE/i),
  });
  expect(stdout).toContain('now run: cd analytics && npm install && npm run synth && npm test\n');
  expect(stdout).toMatch(/^# pass 2\n# fail 0$/m);
});

test('it holds what the README has one write by hand', () => {
  for (const name of ['main.ts', 'cdk8s.yaml'])
    expect([name, newcomer.read(`analytics/${name}`)]).toEqual([name, BLOCKS.find(({ file }) => file === name)?.text]);
});

for (const [name, node] of LATER)
  test(`it works with ${name}`, async () => {
    const { status, stderr } = await newcomer.shell('npm run synth && npm test', { folder: 'analytics', node });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

test.each([
  ['dist is what main.ts writes', "preset: 'medium'", "preset: 'large'"],
  ['the code location etl runs its own image', 'registry.example.com/etl', 'example.com/etl'],
])('its test fails when this is no longer true: %s', async (title, before, after) => {
  const main = newcomer.read('analytics/main.ts');
  newcomer.write('analytics/main.ts', main.replace(before, after));
  const { status, stdout } = await newcomer.shell('npm test', { folder: 'analytics' });
  newcomer.write('analytics/main.ts', main);
  expect(status).toBe(1);
  expect(stdout).toMatch(new RegExp(`^not ok \\d - ${title}`, 'm'));
});

test('compiles by itself, and a wrong type fails its synthesis', async () => {
  expect(await newcomer.shell('npm run types', { folder: 'analytics' })).toMatchObject({ status: 0 });
  const main = newcomer.read('analytics/main.ts');
  newcomer.write('analytics/main.ts', `${main}export const replicas: string = 2;\n`);
  const { status, stderr } = await newcomer.shell('npm run synth', { folder: 'analytics' });
  expect([status, stderr]).toEqual([1, expect.stringContaining("error TS2322: Type 'number' is not assignable")]);
});

test('rejects a folder that holds something, and says what', async () => {
  await newcomer.shell('mkdir -p full/.git full/src && touch full/notes.txt');
  const { status, stderr } = await newcomer.shell('npx --yes cdk8s-dagster init full');
  expect(status).toBe(1);
  expect(stderr).toBe(
    `ValidationError: 1 error, nothing was written:\n  - ${join(newcomer.folder, 'full')}: found notes.txt, src; ` +
      'allowed: an empty folder; move them away, or name another folder\n',
  );
  expect(readdirSync(join(newcomer.folder, 'full')).sort()).toEqual(['.git', 'notes.txt', 'src']);
});

test('rejects a file in the place of the folder', async () => {
  const { status, stderr } = await newcomer.shell('touch taken; npx --yes cdk8s-dagster init taken');
  expect([status, stderr]).toEqual([1, expect.stringContaining(`${join(newcomer.folder, 'taken')}: found a file; `)]);
});

test('writes into the folder where it is, which may be a repository that has just begun', async () => {
  await newcomer.shell('mkdir -p "My Data/.git"');
  expect(await newcomer.shell('npx --yes cdk8s-dagster init', { folder: 'My Data' })).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('\nnow run: npm install && npm run synth && npm test\n'),
  });
  expect(JSON.parse(newcomer.read('My Data/package.json'))).toMatchObject({ name: 'my-data', private: true });
});
