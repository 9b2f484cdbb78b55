/** Text in Markdown, of blocks with an empty line between them. */
export function blocks(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** A section; none where nothing is said in it. */
export function section(title: string, ...parts: readonly (string | undefined)[]): string {
  const body = blocks(...parts);
  return body === '' ? '' : `## ${title}\n\n${body}`;
}

export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** Text as it is, which may hold backquotes itself. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Words of somebody who may not think of Markdown: nothing outside of code is taken for HTML. */
export function words(text: string): string {
  return text.replaceAll(/(`[^`]*`)|</g, (found, span?: string) => span ?? `\\${found}`);
}

/** A table; none without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What a cell may hold: one line, in which nothing ends the cell. */
function cell(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
}
