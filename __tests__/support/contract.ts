import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './tools.js';

const PATH = join(ROOT, '../shared/contract/helm-values-schema.md');

/** A test that compares with the contract's own text, which stands beside this repository while it is developed. */
export const testBesideContract = existsSync(PATH) ? test : test.skip;

/** The first code block of one section of the contract, parsed: YAML reads JSON too. */
export function contractBlock(heading: string): unknown {
  const [, section = ''] = readFileSync(PATH, 'utf8').split(`\n${heading}\n`);
  const [, block = ''] = /```(?:yaml|json)\n([\s\S]*?)```/.exec(section) ?? [];
  return parse(block);
}
