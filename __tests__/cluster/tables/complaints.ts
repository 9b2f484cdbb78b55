import type { IContainerStatus, IPod } from 'kubernetes-models/v1';
import type { KubernetesObject } from '../../support/releases.js';
import { kubectl } from '../../support/tools.js';
import { eventually } from '../support/waiting.js';
import { list } from './support.js';

/** What keeps the workloads of a namespace from running, with the ends of logs; empty when all run. */
export function complaints(space: string, selector = ''): string {
  const pods = list(space, 'pods', selector).flatMap((pod) => ofPod(space, pod.metadata.name, pod.status ?? {}));
  return [...list(space, 'deployments,statefulsets', selector).flatMap(ofWorkload), ...pods].join('\n');
}

/** All workloads that a selector finds are rolled out. */
export async function expectRolledOut(space: string, selector = ''): Promise<void> {
  await eventually('the workloads', 300, () => expect(complaints(space, selector)).toBe(''));
}

function ofWorkload({ kind, metadata, spec, status = {} }: KubernetesObject): string[] {
  const refused = (status.conditions ?? []).filter(({ type }: Condition) => type === 'ReplicaFailure');
  const reasons: string[] = refused.map(({ message }: Condition) => message);
  const [wanted, ready = 0] = [spec.replicas, status.readyReplicas];
  return ready >= wanted ? reasons : [`${kind} ${metadata.name}: ${ready} of ${wanted} pods are ready`, ...reasons];
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message: string;
}

function ofPod(space: string, name: string, status: NonNullable<IPod['status']>): string[] {
  const { phase, conditions = [], initContainerStatuses = [], containerStatuses = [] } = status;
  if (phase === 'Succeeded') return [];
  const unscheduled = conditions.filter(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return [
    ...unscheduled.map(({ message }) => `${name}: ${message}`),
    ...[...initContainerStatuses, ...containerStatuses].flatMap((container) => ofContainer(space, name, container)),
  ];
}

/** Containers that are only waited for have no message. */
function ofContainer(space: string, pod: string, { name, ready, state, lastState }: IContainerStatus): string[] {
  const { waiting, terminated = lastState?.terminated } = state ?? {};
  if (ready) return [];
  const ended = terminated !== undefined && terminated.exitCode !== 0;
  return [
    ...(waiting?.message === undefined ? [] : [`${pod} ${name}: ${waiting.reason}: ${waiting.message}`]),
    ...(ended ? [`${pod} ${name}: exit code ${terminated.exitCode}`, logOf(space, pod, name)] : []),
  ];
}

function logOf(space: string, pod: string, container: string): string {
  const args = ['-n', space, 'logs', pod, '-c', container, '--tail=30'];
  const previous = kubectl([...args, '--previous']);
  return previous.status === 0 ? previous.stdout : kubectl(args).stdout;
}
