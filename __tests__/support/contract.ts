import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './tools.js';

const PATH = join(ROOT, '../shared/contract/helm-values-schema.md');

/** Whether the contract's own text stands beside this repository, as it does where it is developed; copies of it are in tests. */
export const STANDS_BESIDE = existsSync(PATH);

/** The first code block of one section of the contract, parsed: YAML reads JSON too. */
export function contractBlock(heading: string): unknown {
  const [, section = ''] = readFileSync(PATH, 'utf8').split(`\n${heading}\n`);
  const [, block = ''] = /```(?:yaml|json)\n([\s\S]*?)```/.exec(section) ?? [];
  return parse(block);
}
