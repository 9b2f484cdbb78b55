import type { Command } from 'commander';

/** What follows an error of usage: the command that tells what is allowed. */
export function hint(...commands: readonly Command[]): string {
  return `(run '${commands.map((command) => command.name()).join(' help ')}' for what is allowed)`;
}

/** A word of a line for a shell. */
export function shellWord(text: string): string {
  return /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
