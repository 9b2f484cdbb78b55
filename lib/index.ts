/**
 * Dagster on Kubernetes: releases, their components and options.
 *
 * @module cdk8s-dagster
 */

export { DagsterChart } from './dagster/chart.js';
export type { DagsterChartProps } from './dagster/chart-props.js';
export { CodeLocation } from './dagster/components/code-location.js';
export type { CodeLocationOptions } from './dagster/components/code-location-options.js';
export { DagsterDaemon, type DagsterDaemonOptions } from './dagster/components/daemon.js';
export type { LogFormat } from './dagster/components/log-format.js';
export type { MigrationOptions } from './dagster/components/migration.js';
export { DagsterPostgres, type DagsterPostgresOptions } from './dagster/components/postgres.js';
export {
  type CreatedSecret,
  type ExternalSecretSource,
  PostgresPassword,
  type SecretReference,
} from './dagster/components/postgres-password.js';
export { DagsterUserCode, type DagsterUserCodeOptions } from './dagster/components/user-code.js';
export { DagsterWebserver } from './dagster/components/webserver.js';
export type { WebserverCommandOptions } from './dagster/components/webserver-command.js';
export type {
  DagsterWebserverOptions,
  ExposureOptions,
  ReadOnlyWebserverOptions,
} from './dagster/components/webserver-options.js';
export type { CodeServersOptions } from './dagster/config/code-servers.js';
export { ComputeLogs } from './dagster/config/compute-logs.js';
export {
  type AzureBlobComputeLogsOptions,
  AzureCredential,
  type GcsComputeLogsOptions,
  type LocalComputeLogsOptions,
  type RemoteComputeLogs,
  type S3ComputeLogsOptions,
  type ServicePrincipalVariables,
} from './dagster/config/compute-logs-options.js';
export type {
  ConcurrencyOptions,
  PoolConcurrency,
  RunConcurrency,
  TagConcurrencyLimit,
} from './dagster/config/concurrency.js';
export type { ConfigurableClass } from './dagster/config/configurable-class.js';
export { type CustomStorages, Storage } from './dagster/config/custom-storage.js';
export type { DaemonThreads, RunMonitoringOptions, RunRetriesOptions } from './dagster/config/daemon-options.js';
export type { DatabaseReference, DatabaseReferences, SecretKey } from './dagster/config/database.js';
export type { EnvOr, EnvReference } from './dagster/config/fields.js';
export type { DagsterInstanceOptions } from './dagster/config/instance-options.js';
export type { DagsterHandlerConfig, PythonLogsOptions } from './dagster/config/python-logs.js';
export type { RetentionOptions, TickRetentionDays } from './dagster/config/retention.js';
export {
  type BlockOpConcurrencyLimitedRuns,
  type QueuedRunCoordinatorOptions,
  RunCoordinator,
} from './dagster/config/run-coordinator.js';
export { type DaemonSchedulerOptions, Scheduler } from './dagster/config/scheduler.js';
export {
  CertificateAuthority,
  type CertificateSource,
  DatabaseAuth,
  type StorageOptions,
} from './dagster/config/storage.js';
export type { PostgresKnobs } from './dagster/contract/postgres-slice.js';
export { PRESETS, type Preset, type Sizes } from './dagster/contract/presets.js';
export type { ProcessKnobs } from './dagster/contract/process-slice.js';
export type {
  ExternalDatabase,
  PostgresValues,
  ProcessKey,
  ProcessValues,
  ValuesDocument,
} from './dagster/contract/values.js';
export { DagsterApp } from './dagster/dagster-app.js';
export { DagsterInstance } from './dagster/instance/instance.js';
export type { WorkspaceOptions } from './dagster/instance/workspace.js';
export type { GrpcServer } from './dagster/instance/workspace-yaml.js';
export type { DnsOptions, NetworkPolicyOptions } from './dagster/network/network-policy-options.js';
export type { CeleryK8sRunLauncherOptions } from './dagster/runs/celery-launcher.js';
export type { CeleryQueue } from './dagster/runs/celery-queues.js';
export type { ContainerContextOptions } from './dagster/runs/container-context.js';
export type { AllowedK8sConfigFields, K8sRunLauncherOptions } from './dagster/runs/k8s-launcher.js';
export type { JobMetadata, RunK8sConfig } from './dagster/runs/run-k8s-config.js';
export { RunLauncher } from './dagster/runs/run-launcher.js';
export type { RunPodOptions, RunPodTemplate } from './dagster/runs/run-pod.js';
export { DAGSTER_VERSION } from './dagster/version.js';
export {
  ArgoCd,
  type ArgoCdApplicationSet,
  type ArgoCdDestination,
  type ArgoCdNotification,
  type ArgoCdProject,
  type ArgoCdProps,
  type ArgoCdSyncPolicy,
  type ArgoCdSyncWindow,
  boolean,
  type ChartMetadata,
  Component,
  Conditional,
  type ContainerResources,
  choice,
  type Documentation,
  type Example,
  type Group,
  type GroupOptions,
  group,
  HelmChart,
  type HelmChartProps,
  type Issue,
  integer,
  type Json,
  type JsonMap,
  type JsonSchema,
  type Key,
  type KeyForm,
  type KeyLimits,
  type Keys,
  Knob,
  type Knobs,
  type ListLimits,
  list,
  type Maintainer,
  type MapLimits,
  map,
  type Note,
  type NumberLimits,
  number,
  type Open,
  open,
  quantity,
  Release,
  type ReleaseProps,
  type ReleaseValues,
  type Resources,
  resources,
  type SliceProps,
  type SliceSchema,
  type TextLimits,
  Token,
  text,
  ValidationError,
  valuesIn,
} from './engine/index.js';
export type { AutoscalingOptions } from './kubernetes/autoscaling.js';
export type { MetadataOptions } from './kubernetes/checks.js';
export type { OpenResources } from './kubernetes/fixed-resources.js';
export type {
  HttpFilterExtension,
  HttpHeader,
  HttpHeaderChanges,
  HttpRouteFilter,
  HttpRouteOptions,
  HttpRouteParent,
  HttpUrlRewrite,
} from './kubernetes/http-route-options.js';
export type { Image, PullPolicy } from './kubernetes/image.js';
export type { IngressOptions, IngressPath, IngressPathType, IngressTls } from './kubernetes/ingress.js';
export type { KubernetesApiOptions, PolicyRule } from './kubernetes/kubernetes-api.js';
export type { LimitRangeOptions } from './kubernetes/limit-range.js';
export type { NamespaceOptions } from './kubernetes/namespace.js';
export type { ServiceOptions } from './kubernetes/objects.js';
export type { Named, OpenMembers, Texts } from './kubernetes/open-types.js';
export type { DisruptionBudgetOptions, UnhealthyPodEvictionPolicy } from './kubernetes/pod-disruption-budget.js';
export type {
  DeploymentOptions,
  ObjectOptions,
  OpenContainer,
  PodOptions,
  PodUser,
  Probe,
  ProbeOptions,
  ProcessOptions,
  ServiceAccountOptions,
} from './kubernetes/pod-options.js';
export type { PodSecurityLevel } from './kubernetes/pod-security.js';
export type { ResourceQuotaOptions } from './kubernetes/quota.js';
