import { byDefault, checkPod, type Issue, isMap, type OpenMap, type PodTemplate, within } from '../../engine/index.js';
import { laidOver } from './run-k8s-config.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * The pods of runs, less what dagster-k8s adds itself.
 *
 * @param launcher the configuration of the run launcher
 * @param location what a code location lays over it
 */
export function podOfRun(launcher: OpenMap, location: OpenMap = {}): PodTemplate {
  const config = members(byDefault(laidOver(launcher, location)));
  const { pod_spec_config, container_config, pod_template_spec_metadata } = members(config.run_k8s_config);
  const pod = members(pod_spec_config);
  const container = members(container_config);
  const metadata = members(pod_template_spec_metadata);
  return {
    metadata: {
      labels: texts({ ...members(config.labels), ...members(metadata.labels) }),
      annotations: texts(members(metadata.annotations)),
    },
    spec: {
      ...optional('serviceAccountName', config.service_account_name),
      ...optional('schedulerName', config.scheduler_name),
      ...optional('imagePullSecrets', config.image_pull_secrets),
      ...pod,
      volumes: [...list(pod.volumes), ...list(config.volumes)],
      containers: [
        {
          ...container,
          name: 'dagster',
          env: [...list(container.env), ...list(config.env)],
          volumeMounts: [...list(container.volumeMounts), ...list(config.volume_mounts)],
          securityContext: { ...members(container.securityContext), ...members(config.security_context) },
        },
        ...list(pod.containers),
      ],
    },
  };
}

/**
 * What no API server or kubelet takes of the pods of runs, which is found when a run starts else.
 *
 * @param pod theirs; `undefined` if nobody knows
 * @param usual that of runs of which the code location says nothing, whose faults are not its own
 */
export function checkPodOfRun(
  pod: PodTemplate | undefined,
  path: string,
  usual: () => PodTemplate | undefined,
): Issue[] {
  const faults = faultsOf(pod);
  if (faults.length === 0) return [];
  const known = new Set(faultsOf(usual()).map(({ path: at, message }) => `${at} ${message}`));
  return within(
    path,
    faults.filter(({ path: at, message }) => !known.has(`${at} ${message}`)),
  );
}

function faultsOf(pod: PodTemplate | undefined): Issue[] {
  if (pod === undefined) return [];
  const [main, ...others] = list(pod.spec.containers);
  // Its image is that of the code location, where nothing else says one.
  const containers = [{ image: 'image', ...members(main) }, ...others];
  return checkPod({
    metadata: { labels: texts(pod.metadata.labels), annotations: texts(pod.metadata.annotations) },
    spec: members(named({ ...pod.spec, containers })),
  });
}

/** The same in a release of some name, for which a chart has a placeholder. */
function named(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(named);
  if (isMap(part)) return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, named(member)]));
  return typeof part === 'string' ? byDefault(part) : part;
}

function optional(key: string, value: unknown): Members {
  return value === undefined ? {} : { [key]: value };
}

function texts(map: Members): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, `${byDefault(value)}`]));
}

function members(value: unknown): Members {
  return isMap(value) ? value : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
