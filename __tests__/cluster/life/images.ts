import { existsSync } from 'node:fs';
import { run } from '../../support/tools.js';

const SOCKET = '/run/containerd/e2e.sock';

/** What containerd of the node says; a cluster of somebody's own is given its images before. */
function ctr(args: readonly string[], input?: string): string {
  if (!existsSync(SOCKET)) return '';
  const { status, stdout, stderr } = run('ctr', ['-a', SOCKET, '-n', 'k8s.io', ...args], { input });
  if (status !== 0) throw new Error(`ctr ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Gives the image of the node a further name. */
export function nameImage(reference: string): void {
  ctr(['images', 'tag', '--force', 'e2e.local/all:1', reference]);
}
