#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readFolder, writeFolder } from '../faces/folder.js';

const USAGE = `usage: cdk8s-dagster synth [--output DIR] [options of cdk8s synth]

Runs 'cdk8s synth', which deletes its output folder first, into a folder beside DIR (default: dist), and brings DIR up to
date only when all has gone well. Files in DIR that synthesis did not write are left alone.
`;

process.exitCode = main(process.argv.slice(2));

function main([command, ...words]: string[]): number {
  if ([command, ...words].includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { output, others } = takeOutput(words);
  if (command === 'synth' && output !== '') return synth(output, others);
  process.stderr.write(USAGE);
  return 64;
}

/** Separates `--output` from the options that are for cdk8s alone. */
function takeOutput(args: string[]): { output: string; others: string[] } {
  const options = { output: { type: 'string', short: 'o', default: 'dist' } } as const;
  const { values, tokens } = parseArgs({ args, options, strict: false, tokens: true });
  const own = tokens.flatMap((token) => {
    if (token.kind !== 'option' || token.name !== 'output') return [];
    return token.inlineValue ? [token.index] : [token.index, token.index + 1];
  });
  return {
    output: typeof values.output === 'string' ? values.output : '',
    others: args.filter((_, index) => !own.includes(index)),
  };
}

function synth(output: string, options: readonly string[]): number {
  const folder = output.replace(/(?<=.)\/+$/, '');
  const staging = `${folder}.staging`;
  const cdk8s = findCdk8s();
  if (cdk8s === undefined) {
    process.stderr.write('cdk8s-cli is not installed here; run: npm install --save-dev cdk8s-cli\n');
    return 69;
  }
  try {
    const { status, stdout } = spawnSync(process.execPath, [cdk8s, 'synth', '--output', staging, ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
    });
    process.stdout.write(stdout.replaceAll(staging, folder));
    if (status !== 0) return status ?? 1;
    writeFolder(folder, readFolder(staging));
    return 0;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function findCdk8s(): string | undefined {
  try {
    const manifest = createRequire(join(process.cwd(), 'main.js')).resolve('cdk8s-cli/package.json');
    return join(dirname(manifest), 'bin/cdk8s');
  } catch {
    return undefined;
  }
}
