import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { PASSING, PROGRESS } from '../progress.js';
import { cacheFolder } from './cache-folder.js';
import { findCommand } from './installed.js';
import type { Interruption } from './interruption.js';

/** A service is unavailable, by the convention of sysexits.h. */
const UNAVAILABLE = 69;

/** How long the app may take to end after cdk8s has, when both got a signal, in milliseconds. */
const GRACE = 1_000;

/** How long processes may take to end that cannot refuse to. */
const SETTLING = 200;

const PAUSE = 20;

const WROTE_NOTHING = 'the app has written nothing; allowed: an app that ends with app.synth(); add the call';

/**
 * Runs `cdk8s synth`.
 *
 * @param print takes the lines of its standard output, which is our own standard output otherwise
 * @returns the exit code
 */
export async function runCdk8s(
  options: readonly string[],
  interruption: Interruption,
  print?: (line: string) => void,
): Promise<number> {
  const cdk8s = findCommand('cdk8s-cli', 'cdk8s');
  if (cdk8s === undefined) {
    process.stderr.write('cdk8s-cli is not installed here; run: npm install --save-dev cdk8s-cli\n');
    return UNAVAILABLE;
  }
  const progress = process.stderr.isTTY ? { [PROGRESS]: 'true' } : {};
  const child = spawn(process.execPath, [cdk8s, 'synth', ...options], {
    stdio: ['ignore', print === undefined ? 'inherit' : 'pipe', 'pipe'],
    env: { CDK8S_CHECK_UPGRADE: 'false', ...compileCache(), ...progress, ...process.env },
    // A process group of its own, since cdk8s does not hand signals on to the shell and the app that it starts.
    detached: process.platform !== 'win32',
  });
  const errors = withoutItsOwn((line) => process.stderr.write(`${line}${line.startsWith(PASSING) ? '\r' : '\n'}`));
  const read = Promise.all([readLines(child.stdout, print), readLines(child.stderr, errors)]);
  const ended = once(child, 'exit');
  await interruption.handingOn((signal) => kill(child, signal), ended);
  if (interruption.isReceived) await endGroup(child);
  await endReading(child, read);
  return child.exitCode ?? 128 + constants.signals[child.signalCode ?? 'SIGKILL'];
}

/** Lets Node, from 22 on, keep what it has compiled of cdk8s and of the app. */
function compileCache(): NodeJS.ProcessEnv {
  const folder = cacheFolder();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: join(folder, 'compiled') };
}

/** Waits for what is left to read; what still runs in the background may keep the streams open, but says nothing to us. */
async function endReading({ stdout, stderr }: ChildProcess, read: Promise<unknown>): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([
    read,
    setTimeout(GRACE, undefined, { signal: waiting.signal, ref: false }).catch(() => undefined),
  ]);
  waiting.abort();
  read.catch(() => undefined);
  stdout?.destroy();
  stderr?.destroy();
}

async function readLines(input: Readable | null, print?: (line: string) => void): Promise<void> {
  if (input === null || print === undefined) return;
  for await (const line of createInterface({ input })) print(line);
}

/**
 * Leaves out, once the app has said what is wrong, that it ended so: cdk8s adds that, with a stack of its own. So it does to
 * what it says of options; and it names a temporary folder where an app has written nothing.
 */
function withoutItsOwn(print: (line: string) => void): (line: string) => void {
  let told = false;
  let inStack = false;
  return (line) => {
    told ||= /^ValidationError: \d+ errors?, nothing was written:$/.test(line);
    const complaint = /^Error: command ".*" at .* returned a non-zero exit code \d+$/.test(line);
    inStack = (inStack && /^ +at /.test(line)) || (told && complaint);
    if (inStack) return;
    print(/^ERROR: synthesis failed, app expected to create /.test(line) ? WROTE_NOTHING : line);
    inStack = /^Error: .*'--[a-z-]+'/.test(line);
  };
}

/** Waits for the processes of a group to end, and ends them when they take too long. */
async function endGroup(child: ChildProcess): Promise<void> {
  if (await groupEnds(child, GRACE)) return;
  kill(child, 'SIGKILL');
  await groupEnds(child, SETTLING);
}

async function groupEnds(child: ChildProcess, patience: number): Promise<boolean> {
  for (let waited = 0; waited < patience; waited += PAUSE) {
    if (!kill(child, 0)) return true;
    await setTimeout(PAUSE);
  }
  return false;
}

/** Sends a signal to a process and all that it has started; whether any of them was there. */
function kill({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    return false;
  }
}
