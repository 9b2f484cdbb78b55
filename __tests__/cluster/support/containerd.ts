import { existsSync } from 'node:fs';
import { type Outcome, run } from '../../support/tools.js';

const SOCKET = '/run/containerd/e2e.sock';

/** Whether the node is the tests' own: a cluster of somebody's own keeps its containers to itself. */
export const OWN_NODE = existsSync(SOCKET);

function ctr(...args: string[]): Outcome {
  return run('ctr', ['-a', SOCKET, '-n', 'k8s.io', ...args]);
}

function printed(...args: string[]): string {
  const { status, stdout, stderr } = ctr(...args);
  if (status !== 0) throw new Error(`ctr ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Gives the image of the node a further name; a cluster of somebody's own is given its images before. */
export function nameImage(reference: string): void {
  if (OWN_NODE) printed('images', 'tag', '--force', 'e2e.local/all:1', reference);
}

/** Kills all containers of a namespace at once, those that hold its pods together among them. */
export function killContainersOf(namespace: string): void {
  const filter = `labels."io.kubernetes.pod.namespace"==${namespace}`;
  const containers = printed('containers', 'list', '--quiet', filter).split('\n');
  // One that has ended has no task to kill.
  for (const id of containers.filter((one) => one !== '')) ctr('tasks', 'kill', '--signal', 'SIGKILL', id);
}
