import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONSTRUCT_METADATA } from '../faces/cdk8s-cli.js';
import { refusingSystemErrors } from '../faces/folder/system-error.js';
import { removeLeftovers, WorkFolder } from '../faces/folder/work-folder.js';
import { compareFolder, type Difference, readFolder, type StoredFiles, writeFolder } from '../faces/folder.js';
import { argumentsOf, type OptionValues } from './cdk8s-options.js';
import type { Interruption } from './interruption.js';
import { runCdk8s } from './run-cdk8s.js';
import { typeErrors } from './type-check.js';

/** How many paths are listed. */
const LISTED = 20;

/** Options of cdk8s, and what is done beside it. */
export interface SynthOptions extends OptionValues {
  /** Whether the types of the app are checked. @default true */
  readonly types?: boolean;
}

/** Prints what `cdk8s synth` prints with `--stdout`. */
export async function stream(options: SynthOptions, interruption: Interruption): Promise<number> {
  // Whoever reads the stream may act on it at once, so that there is no time to check types beside.
  const errors = await typesOf(options);
  process.stderr.write(errors);
  if (errors !== '') return 1;
  // An empty name keeps cdk8s from deleting the output folder of cdk8s.yaml.
  return await runCdk8s(['--stdout', '--output=', ...argumentsOf(options)], interruption);
}

/** Brings an output folder up to date with what `cdk8s synth`, which deletes its output folder first, writes elsewhere. */
export function synth(output: string, options: SynthOptions, interruption: Interruption): Promise<number> {
  return elsewhere(async (folder) => {
    const listing: string[] = [];
    const tell = (line: string): void => void process.stdout.write(`${line.replaceAll(folder, output)}\n`);
    const print = (line: string): void => {
      if (line.startsWith(`  - ${folder}`)) listing.push(line);
      else tell(line);
    };
    const code = await runInto(folder, options, interruption, print);
    if (code !== 0) return code;
    writeFolder(output, written(folder));
    listing.forEach(tell);
    return code;
  });
}

/** Tells whether an output folder is up to date, and how it is not; prints nothing when all is well. */
export function check(output: string, options: SynthOptions, interruption: Interruption): Promise<number> {
  return elsewhere(async (folder) => {
    const lines: string[] = [];
    const print = (line: string): void => void lines.push(`${line.replaceAll(folder, output)}\n`);
    const code = await runInto(folder, options, interruption, print);
    const message = code === 0 ? printDifference(output, compareFolder(output, written(folder))) : lines.join('');
    process.stderr.write(message);
    return code === 0 && message !== '' ? 1 : code;
  });
}

/** Runs cdk8s and the compiler at the same time; all has gone well when it has for both. */
async function runInto(
  folder: string,
  options: SynthOptions,
  interruption: Interruption,
  print: (line: string) => void,
): Promise<number> {
  const checking = typesOf(options);
  const code = await runCdk8s([`--output=${folder}`, ...argumentsOf(options)], interruption, print);
  const errors = await checking;
  // A compiler that has been interrupted, too, has found nothing.
  if (interruption.isReceived || errors === '') return code;
  process.stderr.write(errors);
  return code === 0 ? 1 : code;
}

function typesOf({ types = true }: SynthOptions): Promise<string> {
  return types ? typeErrors() : Promise.resolve('');
}

function written(folder: string): StoredFiles {
  return new Map([...readFolder(folder)].filter(([path]) => path !== CONSTRUCT_METADATA));
}

async function elsewhere(act: (folder: string) => Promise<number>): Promise<number> {
  const work = refusingSystemErrors(tmpdir(), () => {
    removeLeftovers(tmpdir());
    return new WorkFolder(tmpdir());
  });
  try {
    return await act(join(work.path, 'out'));
  } finally {
    work.remove();
  }
}

function printDifference(output: string, { added, changed, removed }: Difference): string {
  const lines = [
    ...added.map((path) => `  added:   ${join(output, path)}\n`),
    ...changed.map((path) => `  changed: ${join(output, path)}\n`),
    ...removed.map((path) => `  removed: ${join(output, path)}\n`),
  ];
  if (lines.length === 0) return '';
  const more = lines.length > LISTED ? `  and ${lines.length - LISTED} more\n` : '';
  return `${output} is not up to date; run 'cdk8s-dagster synth', which changes:\n${lines.slice(0, LISTED).join('')}${more}`;
}
