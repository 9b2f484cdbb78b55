import {
  byDefault,
  type ContainerResources,
  checkResources,
  copyOpen,
  type Issue,
  isMap,
  Knob,
  notAllowed,
  type OpenData,
  type OpenMap,
  Quantity,
  quantity,
  within,
} from '../../engine/index.js';
import { checkAmounts, type OpenResources } from '../../kubernetes/fixed-resources.js';
import type { LimitRangeOptions } from '../../kubernetes/limit-range.js';
import type { Texts } from '../../kubernetes/open-types.js';
import type { RunPodOptions } from './run-pod.js';

/** Requests and limits as a Job has them, knobs by their defaults. */
export type SettledResources = Readonly<Record<'requests' | 'limits', Readonly<Record<string, string>>>>;

const NONE: SettledResources = { requests: {}, limits: {} };

/** Where a layer says requests and limits of a run: by their own option, and as a raw part of the Job. */
interface Layer extends Pick<RunPodOptions, 'runK8sConfig'> {
  readonly resources?: OpenResources | OpenData | undefined;
}

/**
 * What runs request where nobody says it: as much as the values document has for a code location. A limit would stay when a
 * code location or a tag of a job requests more, and the API server would refuse the Job.
 */
export function requestsOf({ path, initial }: Knob<ContainerResources>): OpenMap {
  const { requests } = mergedResources(NONE, { resources: copyOpen(initial) });
  const knobs = ['cpu', 'memory'].map((name) => {
    const key = quantity(requests[name], `The ${name} that a code location and a run request.`);
    return [name, new Knob([...path, 'requests', name], key)];
  });
  return { requests: Object.fromEntries(knobs) };
}

/**
 * Layers as Dagster merges them, quantity by quantity, the later over the earlier.
 *
 * @param settle says what knobs come to
 */
export function mergedResources(
  under: SettledResources,
  { resources, runK8sConfig }: Layer,
  settle: (value: unknown) => unknown = byDefault,
): SettledResources {
  const raw: unknown = runK8sConfig?.containerConfig?.resources;
  return [resources, raw].map(settle).reduce<SettledResources>((merged, layer) => {
    const side = (name: 'requests' | 'limits') => ({ ...merged[name], ...quantities(isMap(layer) ? layer[name] : {}) });
    return { requests: side('requests'), limits: side('limits') };
  }, under);
}

function quantities(side: unknown): Record<string, string> {
  const entries = Object.entries(isMap(side) ? side : {});
  return Object.fromEntries(entries.flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])));
}

/** What is wrong with the requests and limits of the run launcher. */
export function checkLauncherResources(layer: RunPodOptions, path: string): Issue[] {
  const own = checkAmounts(path, layer.resources);
  return own.length > 0 ? own : within(path, checkResources(mergedResources(NONE, layer)));
}

/** What is wrong with those of a code location, once Dagster has laid them over the run launcher's. */
export function checkLocationResources(launcher: SettledResources, layer: RunPodOptions, path: string): Issue[] {
  const own = [...checkAmounts(path, layer.resources), ...checkTakenAway(layer.resources, path)];
  if (own.length > 0) return own;
  const unsound = new Set(checkResources(launcher).map((issue) => issue.path));
  const issues = checkResources(mergedResources(launcher, layer)).filter((issue) => !unsound.has(issue.path));
  return issues.map((issue) => ({
    path: `${path}.${issue.path}`,
    message: `over what the run launcher says: ${issue.message}`,
  }));
}

function checkTakenAway(resources: OpenResources | undefined, path: string): Issue[] {
  if (resources instanceof Knob) return [];
  return Object.entries(resources ?? {}).flatMap(([side, list]) =>
    Object.entries(isMap(list) ? list : {}).flatMap(([name, text]) => {
      const allowed = "a quantity, since Dagster keeps the run launcher's where a location says none; change it there";
      return text === null ? [notAllowed(`${path}.${side}.${name}`, null, allowed)] : [];
    }),
  );
}

/** What the namespace does to runs: a quota refuses pods that do not say a limit, a default limit may be below a request. */
export function checkRunsInNamespace(
  runs: SettledResources,
  { hard = {}, limits = {} }: { readonly hard?: Texts | undefined; readonly limits?: LimitRangeOptions | undefined },
): Issue[] {
  const defaults = { ...limits.max, ...limits.defaults };
  const requested = { ...defaults, ...limits.defaultRequests, ...runs.limits, ...runs.requests };
  const limited = { ...defaults, ...runs.limits };
  const unsaid = Object.keys(hard).filter((key) => {
    const [, side = 'requests', name = ''] = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(key) ?? [];
    return name !== '' && !Object.hasOwn(side === 'limits' ? limited : requested, name);
  });
  const remedy = 'say them in resources of the run launcher, or as defaults of limitRange';
  return [
    ...unsaid.map((key) =>
      notAllowed(
        `resourceQuota.hard.${key}`,
        hard[key],
        `a resource that runs say; the quota refuses pods without it; ${remedy}`,
      ),
    ),
    ...Object.entries(runs.requests).flatMap(([name, request]) => {
      const fallback = Object.hasOwn(runs.limits, name) ? undefined : defaults[name];
      if (fallback === undefined || !isAbove(request, fallback)) return [];
      const allowed = `at least ${request}, which runs request; raise it, or give the run launcher resources with a limit`;
      return [notAllowed(`limitRange.defaults.${name}`, fallback, allowed)];
    }),
  ];
}

function isAbove(request: string, limit: string): boolean {
  const [high, low] = [Quantity.parse(request), Quantity.parse(limit)];
  return high instanceof Quantity && low instanceof Quantity && high.milli > low.milli;
}
