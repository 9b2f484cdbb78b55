import { byDefault, isMap, type OpenMap } from '../../engine/index.js';
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
  const { run_k8s_config, security_context, volumes } = isMap(said) ? said : {};
  const { pod_spec_config, container_config } = members(run_k8s_config);
  const pod = members(pod_spec_config);
  const container = members(container_config);
  const securityContext = { ...members(container.securityContext), ...members(security_context) };
  return {
    ...pod,
    volumes: [...list(pod.volumes), ...list(volumes)],
    containers: [{ ...container, name: 'dagster', securityContext }, ...list(pod.containers)],
  };
}

function members(value: unknown): Members {
  return isMap(value) ? value : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
