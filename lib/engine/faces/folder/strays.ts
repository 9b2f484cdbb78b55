import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputFolder } from './output-folder.js';
import type { Plan } from './plan.js';
import { RECORD } from './record.js';

/** Names that synthesis gives, and how many folders deep it gives them at most. */
const GENERATED = /\.k8s\.yaml$|^Chart\.yaml$/;
const DEEPEST = 3;

/**
 * Says which files of a folder without a record look as if a synthesis had written them and this one did not: without
 * a record nothing is removed, so they may be what is left of a release that is gone.
 */
export function warnOfStrays(output: OutputFolder, { record }: Plan, files: ReadonlyMap<string, unknown>): void {
  if (record.present !== undefined || record.earlier) return;
  const strays = generatedBelow(output.root, '', DEEPEST)
    .filter((path) => !files.has(path))
    .sort();
  if (strays.length === 0) return;
  const list = strays.map((path) => `  - ${join(output.shown, path)}\n`).join('');
  process.stderr.write(
    `warning: ${output.shown} had no record (${RECORD}) of what synthesis wrote, so nothing was removed; delete what is left of an earlier synthesis:\n${list}`,
  );
}

function generatedBelow(root: string, folder: string, levels: number): string[] {
  return entriesOf(join(root, folder)).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return levels > 1 && entry.name !== 'node_modules' ? generatedBelow(root, path, levels - 1) : [];
    return GENERATED.test(entry.name) ? [path] : [];
  });
}

/** What cannot be read holds nothing that synthesis wrote. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
