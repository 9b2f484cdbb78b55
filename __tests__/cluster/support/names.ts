import type { Namespace } from './namespace.js';

/** The names of objects of a kind. */
export function namesIn(namespace: Namespace, kind: string): string[] {
  return namespace.list(kind).map(({ metadata }) => metadata.name);
}

/** The pods of the processes of a release, which are others after a restart, less those that end; Jobs have pods of their own. */
export function podsIn(namespace: Namespace): string[] {
  const processes = namespace.list('pods', '!batch.kubernetes.io/job-name');
  const lasting = processes.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  return lasting.map(({ metadata }) => `${namespace.name}/${metadata.name}`);
}
