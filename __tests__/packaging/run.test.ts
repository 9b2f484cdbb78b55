import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, run } from '../support/tools.js';

const KEPT = join(ROOT, 'node_modules/.cache/cdk8s-dagster/run');

mkdirSync(join(ROOT, 'coverage'), { recursive: true });
const folder = mkdtempSync(join(ROOT, 'coverage/run-'));
const entry = join(folder, 'main.ts');

function write(greeting: string): void {
  writeFileSync(join(folder, 'part.ts'), `export const greeting: string = '${greeting}';`);
}

function runEntry(...args: string[]): string {
  const { status, stdout, stderr } = run('node', [join(ROOT, 'packaging/run.js'), entry, ...args]);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

afterAll(() => {
  for (const path of [folder, join(KEPT, relative(ROOT, folder))]) rmSync(path, { recursive: true, force: true });
});

test('a file runs as its sources are now, whatever was kept of it', () => {
  writeFileSync(
    entry,
    `#!/usr/bin/env node
    import { greeting } from './part.js';
    console.log(greeting, process.argv.slice(2).join());`,
  );
  write('one');
  expect(runEntry('a', 'b')).toBe('one a,b\n');
  expect(existsSync(join(KEPT, relative(ROOT, entry), 'bundle.cjs'))).toBe(true);
  expect(runEntry()).toBe('one \n');
  write('two');
  expect(runEntry()).toBe('two \n');
  expect(runEntry()).toBe('two \n');
});
