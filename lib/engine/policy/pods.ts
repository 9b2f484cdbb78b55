import { type Issue, quote } from '../data/issue.js';
import { isMap } from '../data/json.js';
import { repeated } from '../data/repeated.js';
import type { Manifest } from './manifest.js';
import { maps, podSpecOf } from './pod-spec.js';

/**
 * What is given twice in a pod, where the API server refuses it or keeps one of both, which differs from what was
 * applied for ever; and mounts of volumes that the pod does not have.
 */
export function checkPods({ spec }: Manifest): Issue[] {
  if (!isMap(spec)) return [];
  const pod = podSpecOf(spec);
  const containers = [...maps(pod.initContainers), ...maps(pod.containers)];
  const claims = maps(spec.volumeClaimTemplates).map(({ metadata }) => (isMap(metadata) ? metadata.name : undefined));
  const volumes = new Set([...maps(pod.volumes).map(({ name }) => name), ...claims]);
  return [
    ...twice('containers', 'name', containers),
    ...twice('volumes', 'name', maps(pod.volumes)),
    ...containers.flatMap((container) => [
      ...twice(`${container.name}.env`, 'name', maps(container.env)),
      ...twice(`${container.name}.volumeMounts`, 'mountPath', maps(container.volumeMounts)),
      ...unknownVolumes(container, volumes),
    ]),
  ];
}

function twice(path: string, field: string, items: readonly Record<string, unknown>[]): Issue[] {
  const values = items.map((item) => item[field]);
  return repeated(values).map((value) => ({
    path,
    message: `the ${field} ${quote(value)} is taken twice; allowed: once; the component itself may have it`,
  }));
}

function unknownVolumes(container: Record<string, unknown>, known: ReadonlySet<unknown>): Issue[] {
  const unknown = maps(container.volumeMounts).filter(({ name }) => !known.has(name));
  return unknown.map(({ name }) => ({
    path: `${container.name}.volumeMounts`,
    message: `found the volume ${quote(name)}; allowed: ${[...known].join(', ') || 'no volumes'}; add it to volumes`,
  }));
}
