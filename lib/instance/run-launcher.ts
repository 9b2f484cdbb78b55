import { DAGSTER_UID, restrictedContainer, restrictedPod } from '../workload/security.js';
import { mountsOf, scratch, volumesOf } from '../workload/volumes.js';
import { type DatabaseConnection, passwordVariable } from './database.js';
import { DAGSTER_HOME } from './paths.js';

/** Seconds after which the Job of a finished run is deleted; the run itself stays in the database. */
const RUN_TTL = 24 * 60 * 60;

const RESOURCES = { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1', memory: '2Gi' } };

export interface RunLauncherProps {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The ConfigMap that holds `dagster.yaml`. */
  readonly instanceConfigMap: string;
  /** The ConfigMap whose values become the environment of run pods. */
  readonly environmentConfigMap: string;
  readonly connection: DatabaseConnection;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The `run_launcher` of `dagster.yaml`: each run is a Job whose pod meets the pod-security level "restricted".
 *
 * Kubernetes' own fields are in camel case, which dagster-k8s takes as well as snake case.
 *
 * @see https://docs.dagster.io/api/libraries/dagster-k8s
 */
export function runLauncher(props: RunLauncherProps): object {
  const scratches = [scratch('dagster-home', DAGSTER_HOME), scratch('tmp', '/tmp')];
  return {
    module: 'dagster_k8s',
    class: 'K8sRunLauncher',
    config: {
      job_namespace: props.namespace,
      load_incluster_config: true,
      service_account_name: props.serviceAccount,
      instance_config_map: props.instanceConfigMap,
      dagster_home: DAGSTER_HOME,
      env_config_maps: [props.environmentConfigMap],
      env_vars: ['HOME=/tmp'],
      labels: { ...props.labels },
      resources: RESOURCES,
      run_k8s_config: {
        pod_spec_config: {
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          securityContext: restrictedPod(DAGSTER_UID),
          volumes: volumesOf(scratches),
        },
        container_config: {
          securityContext: restrictedContainer(),
          volumeMounts: mountsOf(scratches),
          env: [passwordVariable(props.connection)],
        },
        job_spec_config: { ttlSecondsAfterFinished: RUN_TTL },
      },
    },
  };
}
