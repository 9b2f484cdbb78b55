import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, run, temporaryFolder } from './tools.js';

/** Where examples are, one folder each. */
export const EXAMPLES = join(ROOT, 'examples');

/** The names of all examples. */
export const EXAMPLE_NAMES = readdirSync(EXAMPLES).sort();

/** What TypeScript is run with. */
export const LOADER = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/esm/index.mjs')).href;

const ALL = `const failed = {};
const { OUT, EXAMPLES, NAMES } = process.env;
for (const name of NAMES.split(' ')) {
  process.chdir(EXAMPLES + '/' + name);
  process.env.CDK8S_OUTDIR = OUT + '/' + name;
  await import(EXAMPLES + '/' + name + '/main.ts').catch((error) => { failed[name] = String(error); });
}
console.log(JSON.stringify(failed));
`;

/** Synthesizes all examples in one process. @returns the folder with an output folder of each, and what failed */
export function synthesizeExamples(): { readonly folder: string; readonly failed: Readonly<Record<string, string>> } {
  const folder = temporaryFolder();
  const env = { ...process.env, OUT: folder, EXAMPLES, NAMES: EXAMPLE_NAMES.join(' ') };
  const args = ['--import', LOADER, '--input-type=module', '--eval', ALL];
  const { stdout, stderr } = run('node', args, { cwd: ROOT, env });
  if (stderr !== '') throw new Error(stderr);
  return { folder, failed: JSON.parse(stdout) };
}
