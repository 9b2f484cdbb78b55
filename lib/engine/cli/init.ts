import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ValidationError } from '../data/issue.js';
import type { Files } from '../faces/folder.js';
import { hint, shellWord } from './hint.js';
import { packageName, writeNewFiles } from './new-files.js';

/** The files of a new project, by the name of its package. */
export type Project = (name: string) => Files;

/** What a version control system has there before anything else. */
const WELCOME = ['.git', '.hg', '.jj'];

/** How many names are listed. */
const LISTED = 5;

/** Gives a command line the command that writes a new project. */
export function addInit(parent: Command, project: Project): void {
  const command = parent.command('init');
  command
    .showHelpAfterError(hint(parent, command))
    .description('Writes a new project into a folder that is empty or not there.')
    .argument('[folder]', 'the folder', '.')
    .action((folder: string) => {
      const paths = createProject(folder, project);
      const enter = folder === '.' ? '' : `cd ${shellWord(folder)} && `;
      process.stdout.write(`${paths.map((path) => `  - ${path}\n`).join('')}
now run: ${enter}npm install && npm run synth && npm test
`);
    });
}

/** Writes all files, unless something is in the way; returns their paths. */
function createProject(folder: string, project: Project): string[] {
  refuseToOverwrite(folder);
  return writeNewFiles(folder, project(packageName(folder)));
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
