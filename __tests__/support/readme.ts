import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tools.js';

export const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** A block of code of the README. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The heading that it stands below. */
  readonly section: string;
  /** The file that it is the text of, as the paragraph before it says. */
  readonly file?: string;
}

/** Every block of code, in order. */
export const BLOCKS: readonly Block[] = [...README.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(
  ({ index, 1: language = '', 2: text = '' }) => {
    const before = README.slice(0, index);
    const section = [...before.matchAll(/^## (.*)$/gm)].at(-1)?.[1] ?? '';
    const paragraph = before.trimEnd().split('\n\n').at(-1) ?? '';
    return { language, text, section, file: /^`([\w.]+)`, [\s\S]*:$/.exec(paragraph)?.[1] };
  },
);

/** The blocks below a heading. */
export function blocksOf(section: string, language: string): readonly Block[] {
  return BLOCKS.filter((block) => block.section === section && block.language === language);
}
