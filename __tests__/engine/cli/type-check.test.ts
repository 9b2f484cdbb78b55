import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { typeErrors } from '../../../lib/engine/cli/type-check.js';
import { filesBelow, ROOT, temporaryFolder } from '../../support/tools.js';

import.meta.jest.setTimeout(60_000);

const folder = temporaryFolder();
const cwd = process.cwd();

beforeAll(() => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(ROOT, 'node_modules/typescript'), join(folder, 'node_modules/typescript'));
  writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "types": [] }, "files": ["main.ts"] }');
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(cwd);
  rmSync(folder, { recursive: true });
});

test('types are checked as they are now, whatever the compiler kept of the last time', async () => {
  const checked = async (text: string): Promise<string> => {
    writeFileSync(join(folder, 'main.ts'), text);
    return await typeErrors();
  };
  const error = "main.ts(1,14): error TS2322: Type 'string' is not assignable to type 'number'.\n";
  expect(await checked('export const one: number = 1;')).toBe('');
  expect(Object.keys(filesBelow(join(folder, 'node_modules/.cache')))).toEqual(['cdk8s-dagster/types.tsbuildinfo']);
  expect(await checked("export const one: number = '';")).toBe(error);
  expect(await checked("export const one: number = '';")).toBe(error);
  writeFileSync(join(folder, 'node_modules/.cache/cdk8s-dagster/types.tsbuildinfo'), '{ "version"');
  expect(await checked("export const one: number = '';")).toBe(error);
  expect(await checked('export const one: number = 1;')).toBe('');
});

test('types are checked where nothing can be kept', async () => {
  rmSync(join(folder, 'node_modules/.cache'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/.cache'), '');
  expect(await typeErrors()).toBe('');
});
