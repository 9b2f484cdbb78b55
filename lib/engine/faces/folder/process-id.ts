import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from './system-error.js';

/** A process, told apart from others that have its number later, on another machine or in another container. */
export interface ProcessId {
  readonly machine: string;
  readonly pid: number;
  /** When it was started, in a measure of its machine; `0` where that cannot be known. */
  readonly started: string;
}

/** This process. */
export function ownProcess(): ProcessId {
  return { machine: machine(), pid: process.pid, started: stateOf(process.pid)?.started ?? '0' };
}

/** Whether a process still runs; `undefined` for processes of other machines. */
export function isAlive({ machine: where, pid, started }: ProcessId): boolean | undefined {
  if (where !== machine()) return undefined;
  if (stateOf(process.pid) === undefined) return answersSignals(pid);
  const state = stateOf(pid);
  return state !== undefined && state.started === started && !state.ended;
}

/** Containers share neither the numbers of processes nor, mostly, the name of the host. */
function machine(): string {
  const parts = [hostname(), readIfThere('/proc/sys/kernel/random/boot_id'), linkIfThere('/proc/self/ns/pid')];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8);
}

/** What Linux tells of a process; a process that has ended stays listed until its parent asks for it. */
function stateOf(pid: number): { started: string; ended: boolean } | undefined {
  // The second field is the name of the program, in brackets, and may hold anything.
  const fields = readIfThere(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  const [state, started] = [fields[0], fields[19]];
  return started === undefined ? undefined : { started, ended: state === 'Z' || state === 'X' };
}

function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function linkIfThere(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
