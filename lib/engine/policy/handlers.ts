import { type Issue, notAllowed } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';
import { oneOf } from './pod-rules/forms.js';
import { containersIn, maps } from './pod-spec.js';

const OF_PROBES = ['exec', 'grpc', 'httpGet', 'tcpSocket'];
const OF_HOOKS = ['exec', 'httpGet', 'sleep', 'tcpSocket'];

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const TIMES = ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'failureThreshold'];
const HOOKS = ['postStart', 'preStop'];

/** Probes and hooks that the API server refuses, or that look for a port that is not there. */
export function checkHandlers(manifest: Manifest): Issue[] {
  const containers = containersIn(manifest);
  const inPod = containers.flatMap(({ container }) => maps(container.ports).map(({ containerPort }) => containerPort));
  return containers.flatMap(({ path, container }) => {
    const ports = { own: maps(container.ports), inPod };
    const { lifecycle } = container;
    const hooks = isMap(lifecycle) ? lifecycle : {};
    return [
      ...PROBES.flatMap((name) => [
        ...checkHandler(container[name], `${path}.${name}`, OF_PROBES, ports),
        ...checkTimes(container[name], name, `${path}.${name}`),
      ]),
      ...HOOKS.flatMap((name) => checkHandler(hooks[name], `${path}.lifecycle.${name}`, OF_HOOKS, ports)),
    ];
  });
}

/** The ports that a handler may ask. */
interface Ports {
  readonly own: readonly Record<string, unknown>[];
  /** The numbers of all containers, which share an address. */
  readonly inPod: readonly unknown[];
}

function checkHandler(handler: unknown, path: string, kinds: readonly string[], ports: Ports): Issue[] {
  if (!isMap(handler)) return [];
  const message = oneOf(kinds)(handler);
  if (message !== undefined) return [{ path, message }];
  return kinds.flatMap((kind) => checkPort(handler[kind], `${path}.${kind}.port`, ports));
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

function checkPort(action: unknown, path: string, { own, inPod }: Ports): Issue[] {
  if (!isMap(action)) return [];
  const { port, host } = action;
  if (typeof port === 'number' && (port < 1 || port > 65535)) return [notAllowed(path, port, 'a port from 1 to 65535')];
  if (typeof port === 'number') {
    if (own.length === 0 || host !== undefined || inPod.includes(port)) return [];
    return [notAllowed(path, port, `a port that a container of the pod declares: ${inPod.join(', ')}`)];
  }
  if (typeof port !== 'string') return [];
  const names = own.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  if (names.includes(port)) return [];
  const known = names.length > 0 ? names.join(', ') : 'no names, since the container has no ports that have one';
  return [notAllowed(path, port, `a number, or the name of a port of the container: ${known}`)];
}
