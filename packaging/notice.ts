import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Copyright and licence of every package that one of the modules is from. */
export function notice(modules: Iterable<string>): string {
  const folders = new Set([...modules].flatMap((module) => packageFolder(module) ?? []));
  const entries = [...folders].map(entry).sort();
  return `${['This package contains code of the packages below, each under its own licence.', ...entries].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The folder of the package that a module is from, if it is not our own. */
function packageFolder(module: string): string | undefined {
  return /^([^\0].*\/node_modules\/(@[^/]+\/)?[^/]+)\//.exec(module)?.[1];
}

function entry(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version}, ${license}`, ...texts].join('\n\n');
}
