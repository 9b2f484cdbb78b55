import { is, RELEASE_OPTIONS } from '../../engine/index.js';
import { LIMIT_RANGE, NAMESPACE, RESOURCE_QUOTA } from '../../kubernetes/options/namespace-shape.js';
import { EGRESS_RULES, PEERS } from '../../kubernetes/options/network-shape.js';
import { IMAGE, POD, SERVICE_ACCOUNT } from '../../kubernetes/options/process-shape.js';
import type { DagsterChartProps } from '../chart-props.js';
import type { DagsterUserCodeOptions } from '../components/user-code.js';
import type { WorkspaceOptions } from '../instance/workspace.js';
import type { GrpcServer } from '../instance/workspace-yaml.js';
import type { DnsOptions, NetworkPolicyOptions } from '../network/network-policy-options.js';
import { RunLauncher } from '../runs/run-launcher.js';
import { CODE_LOCATION } from './code-location-shape.js';
import { POSTGRESQL } from './database-shape.js';
import { INSTANCE } from './instance-shape.js';
import { DAEMON, MIGRATION, processKnobs, WEBSERVER } from './processes-shape.js';

const USER_CODE = is.bag<DagsterUserCodeOptions>({
  ...processKnobs('dagster-user-code'),
  locations: is.list(CODE_LOCATION),
  serviceAccount: SERVICE_ACCOUNT,
});

const WORKSPACE = is.bag<WorkspaceOptions>({
  servers: is.list(
    is.bag<GrpcServer>({
      host: is.required(is.anyText),
      port: is.required(is.number),
      locationName: is.text,
      ssl: is.flag,
    }),
  ),
  configMap: is.text,
});

const NETWORK_POLICY = is.bag<NetworkPolicyOptions>({
  enabled: is.flag,
  webserverFrom: PEERS,
  codeServersFrom: PEERS,
  databaseFrom: PEERS,
  extraEgress: EGRESS_RULES,
  apiServerPorts: is.list(is.number),
  metadataServers: is.flag,
  dns: is.bag<DnsOptions>({ to: PEERS, ports: is.list(is.number) }),
});

export const CHART = is.bag<DagsterChartProps>({
  ...RELEASE_OPTIONS,
  preset: is.text,
  cpuLimits: is.flag,
  createNamespace: is.either(is.flag, NAMESPACE),
  dagsterVersion: is.open(is.text),
  image: IMAGE,
  webserver: WEBSERVER,
  daemon: DAEMON,
  userCode: USER_CODE,
  instance: INSTANCE,
  runLauncher: is.made(RunLauncher, 'RunLauncher.k8s(), .celeryK8s() or .custom()'),
  workspace: WORKSPACE,
  migration: MIGRATION,
  pod: is.bag(POD),
  serviceAccount: SERVICE_ACCOUNT,
  networkPolicy: NETWORK_POLICY,
  resourceQuota: RESOURCE_QUOTA,
  limitRange: LIMIT_RANGE,
  postgresql: POSTGRESQL,
});
