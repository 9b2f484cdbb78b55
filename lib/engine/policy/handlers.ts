import { type Issue, notAllowed } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';
import { type Container, containersIn, maps } from './pod-spec.js';

const OF_PROBES = ['exec', 'grpc', 'httpGet', 'tcpSocket'];
const OF_HOOKS = ['exec', 'httpGet', 'sleep', 'tcpSocket'];

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const HOOKS = ['postStart', 'preStop'];

/** Probes and hooks that the API server refuses, or that look for a port that is not there. */
export function checkHandlers(manifest: Manifest): Issue[] {
  return containersIn(manifest).flatMap((container) => {
    const { lifecycle } = container.container;
    const hooks = isMap(lifecycle) ? lifecycle : {};
    return [
      ...PROBES.flatMap((name) => checkHandler(container.container[name], name, OF_PROBES, container)),
      ...HOOKS.flatMap((name) => checkHandler(hooks[name], `lifecycle.${name}`, OF_HOOKS, container)),
    ];
  });
}

function checkHandler(
  handler: unknown,
  name: string,
  kinds: readonly string[],
  { path, container }: Container,
): Issue[] {
  if (!isMap(handler)) return [];
  const at = `${path}.${name}`;
  const given = kinds.filter((kind) => Object.hasOwn(handler, kind));
  if (given.length !== 1) {
    const found = given.length === 0 ? 'nothing to do' : given.join(' and ');
    return [{ path: at, message: `found ${found}; allowed: exactly one of ${kinds.join(', ')}` }];
  }
  return given.flatMap((kind) => checkPort(handler[kind], `${at}.${kind}.port`, container));
}

function checkPort(action: unknown, path: string, container: Record<string, unknown>): Issue[] {
  if (!isMap(action) || typeof action.port !== 'string') return [];
  const names = maps(container.ports).flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  if (names.includes(action.port)) return [];
  const known = names.length > 0 ? names.join(', ') : 'no names, since the container has no ports that have one';
  return [notAllowed(path, action.port, `a number, or the name of a port of the container: ${known}`)];
}
