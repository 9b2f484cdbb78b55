export { DagsterApp } from './app.js';
export { DagsterChart, type DagsterChartProps } from './chart.js';
export { CodeLocation, type CodeLocationOptions } from './components/code-location.js';
export { DagsterDaemon, type DagsterDaemonOptions } from './components/daemon.js';
export type { MigrationOptions } from './components/migration.js';
export { DagsterPostgres, type DagsterPostgresOptions } from './components/postgres.js';
export { type ExternalSecretSource, PostgresPassword, type SecretReference } from './components/postgres-password.js';
export { DagsterUserCode, type DagsterUserCodeOptions } from './components/user-code.js';
export {
  DagsterWebserver,
  type DagsterWebserverOptions,
  type ReadOnlyWebserverOptions,
} from './components/webserver.js';
export type { WebserverCommandOptions } from './components/webserver-command.js';
export type { PostgresKnobs } from './contract/postgres.js';
export { PRESETS, type Preset } from './contract/presets.js';
export type { ServiceKnobs } from './contract/service.js';
export type { ExternalDatabase, PostgresValues, ServiceValues, ValuesDocument } from './contract/values.js';
export { HelmChart, type HelmChartProps } from './helm/chart.js';
export type { CeleryK8sRunLauncherOptions } from './instance/celery-launcher.js';
export type { CeleryQueue } from './instance/celery-workers.js';
export type { CodeServersOptions } from './instance/code-servers.js';
export { ComputeLogs } from './instance/compute-logs.js';
export {
  type AzureBlobComputeLogsOptions,
  AzureCredential,
  type GcsComputeLogsOptions,
  type LocalComputeLogsOptions,
  type S3ComputeLogsOptions,
} from './instance/compute-logs-options.js';
export type { ConcurrencyOptions, TagConcurrencyLimit } from './instance/concurrency.js';
export type { ConfigurableClass } from './instance/configurable-class.js';
export type { ContainerContextOptions } from './instance/container-context.js';
export type { DaemonThreads, RunMonitoringOptions, RunRetriesOptions } from './instance/daemon-options.js';
export type { SecretKey } from './instance/database.js';
export type { EnvOr, EnvReference } from './instance/fields.js';
export { DagsterInstance } from './instance/instance.js';
export type { K8sRunLauncherOptions } from './instance/k8s-launcher.js';
export type { DagsterInstanceOptions } from './instance/options.js';
export type { PythonLogsOptions } from './instance/python-logs.js';
export type { RetentionOptions } from './instance/retention.js';
export { type QueuedRunCoordinatorOptions, RunCoordinator } from './instance/run-coordinator.js';
export type { RunK8sConfig } from './instance/run-k8s-config.js';
export { RunLauncher } from './instance/run-launcher.js';
export { type DaemonSchedulerOptions, Scheduler } from './instance/scheduler.js';
export { CertificateAuthority, DatabaseAuth, type StorageOptions } from './instance/storage.js';
export type { WorkspaceOptions } from './instance/workspace.js';
export type { GrpcServer } from './instance/workspace-yaml.js';
export type { AutoscalingOptions } from './network/autoscaling.js';
export type { HttpRouteOptions } from './network/http-route-options.js';
export type { IngressOptions } from './network/ingress.js';
export type { LimitRangeOptions } from './network/limit-range.js';
export type { DnsOptions, NetworkPolicyOptions } from './network/network-policy-options.js';
export type { DisruptionBudgetOptions } from './network/pod-disruption-budget.js';
export type { ResourceQuotaOptions } from './network/quota.js';
export { type Note, Release, type ReleaseProps } from './release.js';
export { Component } from './values/component.js';
export { type Issue, ValidationError } from './values/issue.js';
export type { Resources } from './values/resources.js';
export type { JsonSchema, SliceSchema } from './values/schema.js';
export type { SliceDefinition } from './values/slice.js';
export { Knob, Token } from './values/token.js';
export { DAGSTER_VERSION } from './version.js';
export type { Image, PullPolicy } from './workload/image.js';
export type { NamespaceOptions } from './workload/object.js';
export type { ServiceOptions } from './workload/objects.js';
export type {
  DeploymentOptions,
  PodOptions,
  ProbeOptions,
  ProcessOptions,
  ServiceAccountOptions,
} from './workload/options.js';
