import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, ROOT, temporaryFolder } from '../support/tools.js';
import { npm } from './npm.js';

/** What the package is made of. */
const FOLDERS = ['lib', 'packaging'];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'README.md', 'LICENSE'];

const CACHE = join(ROOT, 'node_modules/.cache/cdk8s-dagster/package');

/** The package as `npm pack` makes it; made once for all tests, and again when anything that it is made of has changed. */
export function tarball(): string {
  const sources = FOLDERS.map((folder) => filesBelow(join(ROOT, folder)));
  const files = FILES.map((file) => readFileSync(join(ROOT, file), 'utf8'));
  const hash = createHash('sha256')
    .update(JSON.stringify([sources, files]))
    .digest('hex');
  const path = join(CACHE, `${hash.slice(0, 16)}.tgz`);
  if (!existsSync(path)) pack(path);
  return path;
}

/** Packs a copy, so that neither another test nor a build of this repository gets in the way. */
function pack(target: string): void {
  const copy = temporaryFolder();
  try {
    for (const name of [...FOLDERS, ...FILES]) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const printed = npm(copy, 'pack', '--json');
    const [{ filename }] = JSON.parse(printed.slice(printed.search(/^\[/m)));
    mkdirSync(CACHE, { recursive: true });
    const aside = `${target}.${process.pid}`;
    cpSync(join(copy, filename), aside);
    renameSync(aside, target);
  } finally {
    rmSync(copy, { recursive: true });
  }
}
