import { type Issue, quote } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';
import { maps, podSpecOf } from './pod-spec.js';

/** Ports out of range, and ports that are taken twice: in a Service, or in one pod, whose containers share its ports. */
export function checkPorts({ kind, spec }: Manifest): Issue[] {
  if (!isMap(spec)) return [];
  if (kind === 'Service') return check('spec.ports', maps(spec.ports), 'port');
  const ports = maps(podSpecOf(spec).containers).flatMap((container) => maps(container.ports));
  return check('containers.ports', ports, 'containerPort');
}

function check(path: string, ports: readonly Record<string, unknown>[], field: string): Issue[] {
  const seen = new Set<string>();
  return ports.flatMap((port) => {
    const number = Number(port[field]);
    if (number < 1 || number > 65535)
      return [{ path, message: `found ${quote(port[field])}; allowed: a port, 1 to 65535` }];
    const id = `${number}/${port.protocol ?? 'TCP'}`;
    if (seen.size < seen.add(id).size) return [];
    return [{ path, message: `the port ${id} is taken twice; allowed: once; change one of them` }];
  });
}
