import { byDefault, isMap } from '../engine/index.js';
import type { PodOptions } from './pod-options.js';

/** The number of a port for TCP that a container beside the main one has under a name; `undefined` where none has it, or a knob decides. */
export function sidecarPort({ sidecars = [], initContainers = [] }: PodOptions, name: string): number | undefined {
  const stay = [...sidecars, ...initContainers.filter(({ restartPolicy }) => byDefault(restartPolicy) === 'Always')];
  const ports = stay.flatMap(({ ports }): readonly unknown[] => (Array.isArray(ports) ? ports : []));
  const found = ports.find((port) => isMap(port) && port.name === name && (port.protocol ?? 'TCP') === 'TCP');
  return isMap(found) && typeof found.containerPort === 'number' ? found.containerPort : undefined;
}
