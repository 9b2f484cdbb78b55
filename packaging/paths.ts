import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** Where the package is built. */
export const BUILD = join(ROOT, 'build');
