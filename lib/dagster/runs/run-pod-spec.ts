import { byDefault, checkPodSpec, type Issue, isMap, type OpenMap, within } from '../../engine/index.js';
import { laidOver } from './run-k8s-config.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * The spec of the pods of runs, less what dagster-k8s adds itself.
 *
 * @param launcher the configuration of the run launcher
 * @param location what a code location lays over it
 */
export function specOfRun(launcher: OpenMap, location: OpenMap = {}): Members {
  const said = byDefault(laidOver(launcher, location));
  const { run_k8s_config, security_context, env, volumes, volume_mounts } = isMap(said) ? said : {};
  const { pod_spec_config, container_config } = members(run_k8s_config);
  const pod = members(pod_spec_config);
  const container = members(container_config);
  const securityContext = { ...members(container.securityContext), ...members(security_context) };
  return {
    ...pod,
    volumes: [...list(pod.volumes), ...list(volumes)],
    containers: [
      {
        ...container,
        name: 'dagster',
        env: [...list(container.env), ...list(env)],
        volumeMounts: [...list(container.volumeMounts), ...list(volume_mounts)],
        securityContext,
      },
      ...list(pod.containers),
    ],
  };
}

/**
 * What no API server or kubelet takes of the pods of runs, which is found when a run starts else.
 *
 * @param spec theirs; `undefined` if nobody knows
 * @param usual that of runs of which the code location says nothing, whose faults are not its own
 */
export function checkRunPodSpec(spec: Members | undefined, path: string, usual?: Members): Issue[] {
  const known = new Set(faultsOf(usual).map(({ path: at, message }) => `${at} ${message}`));
  return within(
    path,
    faultsOf(spec).filter(({ path: at, message }) => !known.has(`${at} ${message}`)),
  );
}

function faultsOf(spec: Members | undefined): Issue[] {
  if (spec === undefined) return [];
  const [main, ...others] = list(spec.containers);
  // Its image is that of the code location, where nothing else says one.
  return checkPodSpec({ ...spec, containers: [{ image: 'image', ...members(main) }, ...others] });
}

function members(value: unknown): Members {
  return isMap(value) ? value : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
