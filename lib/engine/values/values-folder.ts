import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';
import { foundIn, type Issue, issuesOfError, quote, ValidationError } from '../data/issue.js';
import type { JsonMap } from '../data/json.js';
import { repeated } from '../data/repeated.js';
import { readYaml } from '../data/yaml-reader.js';
import { codeOf, messageOf } from '../faces/folder/system-error.js';
import * as is from '../options/is.js';
import { issuesOf } from '../options/option-check.js';

/** A values document of a folder: what is said of one release, to be spread over what is said of all. */
export interface ReleaseValues {
  /** The name of the release: the file's, less its extension. */
  readonly release: string;
  /** What the document holds. */
  readonly values: JsonMap;
  /** The file, which errors name. */
  readonly valuesFile: string;
}

const EXTENSIONS = ['.yaml', '.yml', '.json'];
const ALLOWED = `values documents (${EXTENSIONS.map((extension) => `*${extension}`).join(', ')})`;

/** Why nothing can be read, by the code of the operating system. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is nothing; make it, or correct the path, which is read from the working directory',
  ENOTDIR: 'is no folder; name the folder that the values documents are in',
  EACCES: 'permission denied; make it readable for the user who runs synthesis',
};

/**
 * The values documents of a folder, read as Helm reads them, each with the name of its release and in the order of names.
 * Hidden files and `*.md` are left alone.
 *
 * @param folder where they are, from the working directory; an app runs where its `cdk8s.yaml` is
 * @throws ValidationError with everything that is wrong in any file, when there is no document, or anything else
 *
 * @example
 *
 *   for (const file of valuesIn('fleet')) {
 *     new Release(app, file.release, { labels: { team: 'data' }, ...file });
 *   }
 */
export function valuesIn(folder: string): ReleaseValues[] {
  const misuse = issuesOf(is.text, folder, 'folder');
  if (misuse.length > 0) throw new ValidationError(misuse);
  const issues: Issue[] = [];
  const names = attempt(folder, issues, () => readdirSync(folder)) ?? [];
  const files = names.filter((name) => !name.startsWith('.') && parse(name).ext !== '.md');
  const documents = files.flatMap((file) => {
    const path = join(folder, file);
    const values = attempt(path, issues, () => readDocument(path));
    return values === undefined ? [] : [{ release: parse(file).name, values, valuesFile: path }];
  });
  for (const name of repeated(documents.map(({ release }) => release))) {
    issues.push({ path: folder, message: `holds two documents of the release ${quote(name)}; allowed: one each` });
  }
  if (issues.length === 0 && documents.length === 0) {
    issues.push({ path: folder, message: `holds nothing to release; allowed: ${ALLOWED}; write one for each release` });
  }
  if (issues.length > 0) throw new ValidationError(issues);
  return documents.sort((a, b) => (a.release < b.release ? -1 : 1));
}

function readDocument(path: string): JsonMap {
  const stats = statSync(path);
  const what = stats.isDirectory() ? 'a folder' : 'another file';
  if (!stats.isFile() || !EXTENSIONS.includes(parse(path).ext)) {
    const remedy = stats.isDirectory() ? 'read it apart' : 'move it away';
    throw new ValidationError([{ path: '', message: `found ${what}; allowed: ${ALLOWED}; ${remedy}` }]);
  }
  return readYaml(textOf(path));
}

function textOf(path: string): string {
  const bytes = readFileSync(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ValidationError([{ path: '', message: 'found bytes that are no UTF-8; allowed: text in UTF-8' }]);
  }
}

function attempt<T>(path: string, issues: Issue[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) issues.push(...foundIn(path, issuesOfError(error)));
    else issues.push({ path, message: UNREADABLE[code] ?? messageOf(error) });
    return undefined;
  }
}
