import { existsSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { ValidationError } from '../data/issue.js';
import type { Files } from '../faces/folder.js';

/** The files of a new project, by the name of its package. */
export type Project = (name: string) => Files;

/** What a version control system has there before anything else. */
const WELCOME = ['.git', '.hg', '.jj'];

/** How many names are listed. */
const LISTED = 5;

/** Gives a command line the command that writes a new project. */
export function addInit(parent: Command, project: Project): void {
  parent
    .command('init')
    .description('Writes a new project into a folder that is empty or not there.')
    .argument('[folder]', 'the folder', '.')
    .action((folder: string) => {
      const paths = createProject(folder, project);
      const enter = folder === '.' ? '' : `cd ${folder} && `;
      process.stdout.write(`${paths.map((path) => `  - ${path}\n`).join('')}
now run: ${enter}npm install && npm run synth && npm test
`);
    });
}

/** Writes all files, unless something is in the way; returns their paths. */
function createProject(folder: string, project: Project): string[] {
  refuseToOverwrite(folder);
  const files = [...project(packageName(folder))];
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    // Whatever has come there in the meantime stays.
    writeFileSync(file, text, { flag: 'wx' });
  }
  return files.map(([path]) => join(folder, path));
}

function refuseToOverwrite(folder: string): void {
  if (!existsSync(folder)) return;
  if (!lstatSync(resolve(folder)).isDirectory())
    throw refusal(folder, 'a file', 'name a folder that is empty or not there');
  const names = readdirSync(folder).filter((name) => !WELCOME.includes(name));
  if (names.length === 0) return;
  const more = names.length > LISTED ? [`${names.length - LISTED} more`] : [];
  const found = [...names.sort().slice(0, LISTED), ...more].join(', ');
  throw refusal(folder, found, 'move them away, or name another folder');
}

function refusal(folder: string, found: string, fix: string): ValidationError {
  return new ValidationError([{ path: resolve(folder), message: `found ${found}; allowed: an empty folder; ${fix}` }]);
}

/** The folder's name, as far as npm allows it for a package. */
function packageName(folder: string): string {
  const name = basename(resolve(folder)).toLowerCase();
  return name.replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '') || 'app';
}
