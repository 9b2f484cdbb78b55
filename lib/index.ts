export { DagsterChart, type DagsterChartProps } from './dagster/chart.js';
export { CodeLocation, type CodeLocationOptions } from './dagster/components/code-location.js';
export { DagsterDaemon, type DagsterDaemonOptions } from './dagster/components/daemon.js';
export type { MigrationOptions } from './dagster/components/migration.js';
export { DagsterPostgres, type DagsterPostgresOptions } from './dagster/components/postgres.js';
export {
  type ExternalSecretSource,
  PostgresPassword,
  type SecretReference,
} from './dagster/components/postgres-password.js';
export { DagsterUserCode, type DagsterUserCodeOptions } from './dagster/components/user-code.js';
export {
  DagsterWebserver,
  type DagsterWebserverOptions,
  type ReadOnlyWebserverOptions,
} from './dagster/components/webserver.js';
export type { WebserverCommandOptions } from './dagster/components/webserver-command.js';
export type { CodeServersOptions } from './dagster/config/code-servers.js';
export { ComputeLogs } from './dagster/config/compute-logs.js';
export {
  type AzureBlobComputeLogsOptions,
  AzureCredential,
  type GcsComputeLogsOptions,
  type LocalComputeLogsOptions,
  type S3ComputeLogsOptions,
} from './dagster/config/compute-logs-options.js';
export type { ConcurrencyOptions, TagConcurrencyLimit } from './dagster/config/concurrency.js';
export type { ConfigurableClass } from './dagster/config/configurable-class.js';
export type { DaemonThreads, RunMonitoringOptions, RunRetriesOptions } from './dagster/config/daemon-options.js';
export type { SecretKey } from './dagster/config/database.js';
export type { EnvOr, EnvReference } from './dagster/config/fields.js';
export type { DagsterInstanceOptions } from './dagster/config/instance-options.js';
export type { PythonLogsOptions } from './dagster/config/python-logs.js';
export type { RetentionOptions } from './dagster/config/retention.js';
export { type QueuedRunCoordinatorOptions, RunCoordinator } from './dagster/config/run-coordinator.js';
export { type DaemonSchedulerOptions, Scheduler } from './dagster/config/scheduler.js';
export { CertificateAuthority, DatabaseAuth, type StorageOptions } from './dagster/config/storage.js';
export type { PostgresKnobs } from './dagster/contract/postgres-slice.js';
export { PRESETS, type Preset } from './dagster/contract/presets.js';
export type { ProcessKnobs } from './dagster/contract/process-slice.js';
export type { ExternalDatabase, PostgresValues, ProcessValues, ValuesDocument } from './dagster/contract/values.js';
export { DagsterApp } from './dagster/dagster-app.js';
export { DagsterInstance } from './dagster/instance/instance.js';
export type { WorkspaceOptions } from './dagster/instance/workspace.js';
export type { GrpcServer } from './dagster/instance/workspace-yaml.js';
export type { DnsOptions, NetworkPolicyOptions } from './dagster/network/network-policy-options.js';
export type { CeleryK8sRunLauncherOptions } from './dagster/runs/celery-launcher.js';
export type { CeleryQueue } from './dagster/runs/celery-queues.js';
export type { ContainerContextOptions } from './dagster/runs/container-context.js';
export type { K8sRunLauncherOptions } from './dagster/runs/k8s-launcher.js';
export type { RunK8sConfig } from './dagster/runs/run-k8s-config.js';
export { RunLauncher } from './dagster/runs/run-launcher.js';
export { DAGSTER_VERSION } from './dagster/version.js';
export {
  boolean,
  type ChartMetadata,
  Component,
  Conditional,
  type ContainerResources,
  choice,
  type Group,
  group,
  HelmChart,
  type HelmChartProps,
  type Issue,
  integer,
  type JsonSchema,
  type Key,
  type Keys,
  Knob,
  type Knobs,
  list,
  type Maintainer,
  map,
  type Note,
  number,
  type Open,
  open,
  quantity,
  Release,
  type ReleaseProps,
  type Resources,
  resources,
  type SliceProps,
  type SliceSchema,
  Token,
  text,
  ValidationError,
} from './engine/index.js';
export type { AutoscalingOptions } from './kubernetes/autoscaling.js';
export type { HttpRouteOptions } from './kubernetes/http-route-options.js';
export type { Image, PullPolicy } from './kubernetes/image.js';
export type { IngressOptions } from './kubernetes/ingress.js';
export type { LimitRangeOptions } from './kubernetes/limit-range.js';
export type { NamespaceOptions } from './kubernetes/namespace.js';
export type { ServiceOptions } from './kubernetes/objects.js';
export type { DisruptionBudgetOptions } from './kubernetes/pod-disruption-budget.js';
export type {
  DeploymentOptions,
  PodOptions,
  ProbeOptions,
  ProcessOptions,
  ServiceAccountOptions,
} from './kubernetes/pod-options.js';
export type { ResourceQuotaOptions } from './kubernetes/quota.js';
