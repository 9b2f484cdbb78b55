import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

const PACKAGES = 'node_modules';

/**
 * The folder for what tools keep of their work from one synthesis to the next: beside the packages of the app in the working
 * directory, where version control does not look. Nothing is kept where there are no packages, or nothing can be written.
 */
export function cacheFolder(): string | undefined {
  if (!existsSync(PACKAGES)) return undefined;
  const folder = resolve(PACKAGES, '.cache/cdk8s-dagster');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return undefined;
  }
}
