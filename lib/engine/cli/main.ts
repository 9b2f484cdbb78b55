import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { issuesOfError, ValidationError } from '../data/issue.js';
import { readFolder, writeFolder } from '../faces/folder.js';
import { findCommand } from './installed.js';
import { createProject, type Project } from './new-project.js';
import { typeErrors } from './type-check.js';

const USAGE = `usage: cdk8s-dagster synth [--output DIR] [--no-types] [options of cdk8s synth]
       cdk8s-dagster init [FOLDER]

synth  runs 'cdk8s synth', which deletes its output folder first, into a folder beside DIR (default: dist), and brings DIR
       up to date only when all has gone well. Files in DIR that synthesis did not write are left alone. Where there are a
       tsconfig.json and TypeScript, the types are checked at the same time, unless --no-types is given.
init   writes a new project into FOLDER (default: this folder), which has to be empty.
`;

/** What `synth` is told for itself, and what is for cdk8s alone. */
interface SynthOptions {
  readonly output: string;
  readonly types: boolean;
  readonly others: readonly string[];
}

/**
 * Runs a command line.
 *
 * @param project what `init` writes
 * @returns the exit code
 */
export async function main([command, ...words]: readonly string[], project: Project): Promise<number> {
  if ([command, ...words].includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const options = ownOptions(words);
  if (command === 'synth' && options.output !== '') return await synth(options);
  if (command === 'init' && words.length <= 1 && words[0]?.startsWith('-') !== true) return init(words[0], project);
  process.stderr.write(USAGE);
  return 64;
}

/** Separates the options that are not for cdk8s. */
function ownOptions(words: readonly string[]): SynthOptions {
  const args = [...words];
  const known = { output: { type: 'string', short: 'o', default: 'dist' }, 'no-types': { type: 'boolean' } } as const;
  const { values, tokens } = parseArgs({ args, options: known, strict: false, tokens: true });
  const own = tokens.flatMap((token) => {
    if (token.kind !== 'option' || !Object.hasOwn(known, token.name)) return [];
    return token.name === 'output' && !token.inlineValue ? [token.index, token.index + 1] : [token.index];
  });
  return {
    output: typeof values.output === 'string' ? values.output : '',
    types: values['no-types'] === undefined,
    others: args.filter((_, index) => !own.includes(index)),
  };
}

function init(folder = '.', project: Project): number {
  try {
    const paths = createProject(folder, project);
    process.stdout.write(`${paths.map((path) => `  - ${path}\n`).join('')}\n`);
    process.stdout.write(
      `now run: ${folder === '.' ? '' : `cd ${folder} && `}npm install && npm run synth && npm test\n`,
    );
    return 0;
  } catch (error) {
    process.stderr.write(`${new ValidationError(issuesOfError(error)).stack}\n`);
    return 1;
  }
}

async function synth({ output, types, others }: SynthOptions): Promise<number> {
  const folder = output.replace(/(?<=.)\/+$/, '');
  const staging = `${folder}.staging`;
  const cdk8s = findCommand('cdk8s-cli', 'cdk8s');
  if (cdk8s === undefined) {
    process.stderr.write('cdk8s-cli is not installed here; run: npm install --save-dev cdk8s-cli\n');
    return 69;
  }
  try {
    const checking = types ? typeErrors() : '';
    const code = await runCdk8s([cdk8s, 'synth', '--output', staging, ...others], (printed) =>
      printed.replaceAll(staging, folder),
    );
    const errors = await checking;
    process.stderr.write(errors);
    if (code !== 0 || errors !== '') return code || 1;
    writeFolder(folder, readFolder(staging));
    return 0;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function runCdk8s(args: readonly string[], rewrite: (printed: string) => string): Promise<number> {
  const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false' };
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [code, printed] = await Promise.all([ended, text(child.stdout)]);
  process.stdout.write(rewrite(printed));
  return code ?? 1;
}
