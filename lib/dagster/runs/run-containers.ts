import { isDeepStrictEqual } from 'node:util';
import { type Issue, isMap, notAllowed, type OpenMap } from '../../engine/index.js';
import { podOfRun } from './pod-of-run.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * Init containers that a code location says with a difference, which the API server refuses when a run starts, since Dagster
 * adds them to those of the run launcher; what both say alike it takes once.
 *
 * @param launcher the spec of the pods of runs as the launcher says it; `undefined` if nobody knows
 * @param location what the code location says of its runs
 */
export function checkInitContainers(launcher: Members | undefined, location: OpenMap, path: string): Issue[] {
  const under = initContainers(launcher);
  const own = initContainers(podOfRun({}, location).spec);
  const clashes = own.filter((one) => under.some((other) => other.name === one.name && !isDeepStrictEqual(other, one)));
  return clashes.map(({ name }) =>
    notAllowed(
      `${path}.pod.initContainers`,
      name,
      'a name that no init container of the run launcher has, or all that it says there, too',
    ),
  );
}

function initContainers(spec: Members | undefined): Members[] {
  const containers = spec?.initContainers;
  return Array.isArray(containers) ? containers.filter(isMap) : [];
}
