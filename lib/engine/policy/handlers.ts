import { type Issue, notAllowed } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';
import { oneOf } from './pod-rules/forms.js';
import { type Container, containersIn, maps } from './pod-spec.js';

const OF_PROBES = ['exec', 'grpc', 'httpGet', 'tcpSocket'];
const OF_HOOKS = ['exec', 'httpGet', 'sleep', 'tcpSocket'];

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const TIMES = ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'failureThreshold'];
const HOOKS = ['postStart', 'preStop'];

/** Probes and hooks that the API server refuses, or that look for a port that is not there. */
export function checkHandlers(manifest: Manifest): Issue[] {
  return containersIn(manifest).flatMap((container) => {
    const { lifecycle } = container.container;
    const hooks = isMap(lifecycle) ? lifecycle : {};
    return [
      ...PROBES.flatMap((name) => [
        ...checkHandler(container.container[name], name, OF_PROBES, container),
        ...checkTimes(container.container[name], name, `${container.path}.${name}`),
      ]),
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
  const message = oneOf(kinds)(handler);
  if (message !== undefined) return [{ path: at, message }];
  return kinds.flatMap((kind) => checkPort(handler[kind], `${at}.${kind}.port`, container));
}

/** What the API server says of a probe's numbers. */
function checkTimes(probe: unknown, name: string, path: string): Issue[] {
  if (!isMap(probe)) return [];
  const negative = TIMES.filter((time) => typeof probe[time] === 'number' && probe[time] < 0);
  const issues = negative.map((time) => notAllowed(`${path}.${time}`, probe[time], 'a number of at least 0'));
  const { successThreshold = 1, terminationGracePeriodSeconds } = probe;
  if (name === 'readinessProbe') {
    if (terminationGracePeriodSeconds === undefined) return issues;
    const allowed = 'nothing, since this probe ends no container';
    return [...issues, notAllowed(`${path}.terminationGracePeriodSeconds`, terminationGracePeriodSeconds, allowed)];
  }
  if (successThreshold === 1) return issues;
  return [...issues, notAllowed(`${path}.successThreshold`, successThreshold, '1; only a readinessProbe takes more')];
}

function checkPort(action: unknown, path: string, container: Record<string, unknown>): Issue[] {
  if (!isMap(action)) return [];
  if (typeof action.port === 'number' && (action.port < 1 || action.port > 65535))
    return [notAllowed(path, action.port, 'a port from 1 to 65535')];
  if (typeof action.port !== 'string') return [];
  const names = maps(container.ports).flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  if (names.includes(action.port)) return [];
  const known = names.length > 0 ? names.join(', ') : 'no names, since the container has no ports that have one';
  return [notAllowed(path, action.port, `a number, or the name of a port of the container: ${known}`)];
}
