import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The memory that the processes of a PID namespace hold, in bytes; what they share is counted once. */
export function memoryOf(firstProcess: number): number {
  const namespace = readlinkSync(`/proc/${firstProcess}/ns/pid`);
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const kilobytes = processes.map((process) => (isIn(process, namespace) ? proportionalSetSize(process) : 0));
  return kilobytes.reduce((sum, own) => sum + own, 0) * 1024;
}

function isIn(process: string, namespace: string): boolean {
  try {
    return readlinkSync(`/proc/${process}/ns/pid`) === namespace;
  } catch {
    return false;
  }
}

function proportionalSetSize(process: string): number {
  try {
    const [, kilobytes = '0'] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${process}/smaps_rollup`, 'utf8')) ?? [];
    return Number(kilobytes);
  } catch {
    // It has just ended.
    return 0;
  }
}
