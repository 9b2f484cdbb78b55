import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isMap } from '../data/json.js';

/** The file behind a command of a package that is installed for the app in the working directory. */
export function findCommand(name: string, command: string): string | undefined {
  const manifest = findManifest(name);
  if (manifest === undefined) return undefined;
  const { bin }: { bin?: unknown } = JSON.parse(readFileSync(manifest, 'utf8'));
  const path = isMap(bin) ? bin[command] : bin;
  const file = typeof path === 'string' ? join(dirname(manifest), path) : undefined;
  return file !== undefined && existsSync(file) ? file : undefined;
}

function findManifest(name: string): string | undefined {
  try {
    return createRequire(join(process.cwd(), 'main.js')).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
}
