import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, blocksIn } from './markdown.js';
import { ROOT } from './tools.js';

export const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** Every block of code of the README, in order. */
export const BLOCKS: readonly Block[] = blocksIn(README);

/** The blocks below a heading. */
export function blocksOf(section: string, language: string): readonly Block[] {
  return BLOCKS.filter((block) => block.section === section && block.language === language);
}
