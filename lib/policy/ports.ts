import type { Issue } from '../values/issue.js';
import { isMap } from '../values/json.js';
import type { Manifest } from './kubernetes-schema.js';

/** Ports that are taken twice: in a Service, or in one pod, whose containers share its ports. */
export function checkPorts({ kind, spec }: Manifest): Issue[] {
  if (!isMap(spec)) return [];
  if (kind === 'Service') return twice('spec.ports', maps(spec.ports), 'port');
  const template = isMap(spec.template) && isMap(spec.template.spec) ? spec.template.spec : spec;
  const ports = maps(template.containers).flatMap((container) => maps(container.ports));
  return twice('containers.ports', ports, 'containerPort');
}

function twice(path: string, ports: readonly Record<string, unknown>[], field: string): Issue[] {
  const seen = new Set<string>();
  return ports.flatMap((port) => {
    const id = `${port[field]}/${port.protocol ?? 'TCP'}`;
    if (seen.size < seen.add(id).size) return [];
    return [{ path, message: `the port ${id} is taken twice; allowed: once; change one of them` }];
  });
}

function maps(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}
