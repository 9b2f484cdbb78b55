/** A block of code of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The heading that it stands below. */
  readonly section: string;
  /** The file that it is the text of, as the paragraph before it says. */
  readonly file?: string;
}

/** Every block of code of a page in Markdown, in order. */
export function blocksIn(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(({ index, 1: language = '', 2: text = '' }) => {
    const before = markdown.slice(0, index);
    const section = [...before.matchAll(/^## (.*)$/gm)].at(-1)?.[1] ?? '';
    const paragraph = before.trimEnd().split('\n\n').at(-1) ?? '';
    return { language, text, section, file: /^`([\w.]+)`, [\s\S]*:$/.exec(paragraph)?.[1] };
  });
}
