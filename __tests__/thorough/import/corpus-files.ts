import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../../support/tools.js';

const FOLDER = join(ROOT, '__tests__/thorough/import/corpus');

/** Values files as deployments have them, by what is special about each. */
export const CORPUS: Readonly<Record<string, string>> = {
  'the official defaults': readFileSync(join(ROOT, 'lib/dagster/import/official-defaults.json'), 'utf8'),
  ...Object.fromEntries(
    readdirSync(FOLDER)
      .sort()
      .map((file) => [basename(file, '.yaml').replaceAll('-', ' '), readFileSync(join(FOLDER, file), 'utf8')]),
  ),
};
