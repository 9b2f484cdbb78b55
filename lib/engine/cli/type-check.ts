import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { cacheFolder } from './cache-folder.js';
import { findCommand } from './installed.js';

const CONFIG = 'tsconfig.json';

/**
 * Starts the compiler of the app in the working directory, which is for those to wait that have something else to do:
 * what runs an app takes its types away without a look. Without a tsconfig.json or TypeScript there is nothing to check.
 *
 * @returns what the compiler says, or nothing when no type is wrong
 */
export async function typeErrors(): Promise<string> {
  const compiler = existsSync(CONFIG) ? findCommand('typescript', 'tsc') : undefined;
  if (compiler === undefined) return '';
  const pretty = String(process.stderr.isTTY === true);
  const options = ['--noEmit', '--pretty', pretty, '--project', CONFIG, ...incremental()];
  const child = spawn(process.execPath, [compiler, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [code, printed, complaint] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return code === 0 ? '' : printed + complaint || `the compiler ended with exit code ${code}\n`;
}

/** The compiler looks again at what has changed since the last time, where it may keep what it found then. */
function incremental(): string[] {
  const folder = cacheFolder();
  return folder === undefined ? [] : ['--incremental', '--tsBuildInfoFile', join(folder, 'types.tsbuildinfo')];
}
