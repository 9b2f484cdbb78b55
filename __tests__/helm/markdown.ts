/** A block of code in a text in Markdown. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The heading above it. */
  readonly section: string;
}

export function blocksOf(markdown: string): Block[] {
  let section = '';
  const blocks: Block[] = [];
  for (const [, title, language, text] of markdown.matchAll(/^## (.*)$|^```(\w+)\n([\s\S]*?)\n```$/gm)) {
    if (title !== undefined) section = title;
    else blocks.push({ language: language ?? '', text: text ?? '', section });
  }
  return blocks;
}

/** The rows of the table in a section, less its head; each a list of cells. */
export function rowsOf(markdown: string, section: string): string[][] {
  const [, body = ''] = new RegExp(`^## ${section}\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(markdown) ?? [];
  return body
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map(cellsOf);
}

function cellsOf(line: string): string[] {
  return line
    .slice(2, -2)
    .split(/ (?<!\\)\| /)
    .map((cell) => cell.trim());
}

/** What is between backquotes. */
export function codesIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** What is wrong with the form of a text in Markdown. */
export function malformed(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```\w+\n[\s\S]*?\n```$/gm, '');
  const lines = markdown.split('\n');
  const problems = lines.flatMap((line, index) => {
    const [before, after] = [lines[index - 1], lines[index + 1]];
    if (/[ \t]$/.test(line)) return [`a space at the end of ${line}`];
    if (/^#/.test(line) && ((before ?? '') !== '' || after !== '')) return [`no empty lines around ${line}`];
    if (line === '' && after === '' && index < lines.length - 2) return [`two empty lines after ${before}`];
    const starts = line.startsWith('|') && !before?.startsWith('|');
    if (starts && (before !== '' || !/^(\| --- )+\|$/.test(after ?? ''))) return [`no table at ${line}`];
    const inTable = line.startsWith('|') && before?.startsWith('|');
    if (inTable && cellsOf(line).length !== cellsOf(before ?? '').length) return [`cells missing in ${line}`];
    return [];
  });
  const titles = [...prose.matchAll(/^# /gm)].length;
  return [
    ...problems,
    ...(titles === 1 && markdown.startsWith('# ') ? [] : [`${titles} titles`]),
    ...(markdown.endsWith('\n') && !markdown.endsWith('\n\n') ? [] : ['no line end, or several, at the end']),
    ...(prose.includes('```') ? ['a fence that is not closed'] : []),
    ...[...prose.matchAll(/(?<!`[^`\n]*)<(?!https?:|[^>\s]+@)[^>]*>/g)].map(([html]) => `HTML: ${html}`),
    ...(/[\uE000-\uF8FF]/.test(markdown) ? ['a placeholder'] : []),
    ...[...prose.matchAll(/\]\(#([^)]*)\)/g)]
      .filter(([, anchor = '']) => !lines.some((line) => line.startsWith('#') && anchorOf(line) === anchor))
      .map(([link]) => `a link to nowhere: ${link}`),
  ];
}

function anchorOf(heading: string): string {
  return heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}
