import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  checked,
  type Documentation,
  type Issue,
  inRelease,
  isMap,
  type Note,
  notAllowed,
  Release,
  validate,
} from '../engine/index.js';
import { withoutCpuLimits } from '../kubernetes/fixed-resources.js';
import { NamespaceLimits } from '../kubernetes/limit-range.js';
import { podOfJob, podOfUser, withPod } from '../kubernetes/merge.js';
import { createNamespace } from '../kubernetes/namespace.js';
import { validateProcess } from '../kubernetes/process-checks.js';
import { NamespaceQuota } from '../kubernetes/quota.js';
import type { DagsterChartProps } from './chart-props.js';
import { accountsOfComponents } from './component-accounts.js';
import { CeleryWorkerPods } from './components/celery-workers.js';
import { DagsterDaemon } from './components/daemon.js';
import { Migration } from './components/migration.js';
import { DagsterPostgres } from './components/postgres.js';
import { DagsterUserCode } from './components/user-code.js';
import { DagsterWebserver } from './components/webserver.js';
import { PRESETS, type Preset } from './contract/presets.js';
import { VALUES_ORDER } from './contract/values.js';
import { documentationOf } from './documentation.js';
import { DagsterInstance } from './instance/instance.js';
import { servesElsewhere, Workspace } from './instance/workspace.js';
import { DagsterNetwork } from './network/dagster-network.js';
import { trafficOf } from './network/option-ports.js';
import { oneDaemon } from './one-daemon.js';
import { CHART } from './options/chart-shape.js';
import { checkOnlyAccount, releaseAccount } from './release-account.js';
import { notesOf, type Parts } from './release-notes.js';
import { checkHostElsewhere, checkPasswordElsewhere } from './runs/run-namespaces.js';
import { checkRunsInNamespace } from './runs/run-resources.js';
import { podsOfRuns } from './runs-in-namespace.js';
import { syncWaveIn } from './sync-waves.js';
import { checkDagsterVersion, systemImageOf } from './system-image.js';

/**
 * One release of Dagster in one namespace.
 *
 * @example
 *
 *   const app = new DagsterApp();
 *   const chart = new DagsterChart(app, 'analytics', { preset: 'medium' });
 *   chart.userCode.addLocation({ name: 'etl', image, args: ['--module-name', 'etl.definitions'] });
 *   app.synth();
 */
export class DagsterChart extends Release {
  /**
   * The release that a values document describes.
   *
   * @param values the document, or its YAML text, read as Helm reads it
   */
  static fromValues(
    scope: Construct,
    id: string,
    values: object | string,
    props: DagsterChartProps = {},
  ): DagsterChart {
    return new DagsterChart(scope, id, isMap(props) ? { ...props, values } : props);
  }

  readonly postgresql: DagsterPostgres;
  readonly instance: DagsterInstance;
  readonly userCode: DagsterUserCode;
  readonly webserver: DagsterWebserver;
  readonly daemon: DagsterDaemon;

  constructor(scope: Construct, id: string, options: DagsterChartProps = {}) {
    const { options: props, issues } = checked(CHART, options, {});
    super(scope, id, props);
    validate(this, () => issues);
    if (props.cpuLimits === false) withoutCpuLimits(this);
    const { pod } = props;
    const systemImage = systemImageOf(props);
    const preset = this.preset(props.preset ?? 'small');
    validate(this, () => checkDagsterVersion(props));
    validateProcess(this, { image: systemImage });
    const { createNamespace: wanted = false } = props;
    if (wanted !== false) {
      createNamespace(this, 'namespace', wanted === true ? {} : wanted, () => podsOfRuns(this.instance, this.userCode));
    }
    const traffic = trafficOf(props.instance, props.webserver?.env ?? [], props.daemon?.env ?? []);
    const network = new DagsterNetwork(this, 'network', props.networkPolicy, traffic, props.serviceAccount);
    validate(this, () => checkCpuQuota(props));
    if (props.resourceQuota !== undefined) new NamespaceQuota(this, 'resource-quota', props.resourceQuota);
    if (props.limitRange !== undefined) new NamespaceLimits(this, 'limit-range', props.limitRange);
    const account = releaseAccount(this, props.serviceAccount);
    validate(this, () => checkOnlyAccount(account, accountsOfComponents(props)));
    const serviceAccount = account?.here;
    const own = serviceAccount === undefined ? {} : { serviceAccount };
    this.postgresql = new DagsterPostgres(this, 'postgresql', {
      ...withPod(props.postgresql ?? {}, podOfUser(pod)),
      ...own,
      account: serviceAccount?.name,
      systemImage,
      network,
    });
    this.instance = new DagsterInstance(this, 'instance', {
      connection: this.postgresql.connection,
      systemImage,
      network,
      options: props.instance,
      runLauncher: props.runLauncher,
      pod,
      account,
      servesElsewhere: servesElsewhere(props.workspace),
      migrates: props.migration !== undefined,
    });
    this.userCode = new DagsterUserCode(this, 'user-code', {
      ...props.userCode,
      ...own,
      account,
      pod,
      preset,
      instance: this.instance,
      network,
    });
    const { runResources } = this.userCode;
    if (runResources !== undefined && (this.instance.launcher.namespace ?? this.namespace) === this.namespace) {
      const inNamespace = { hard: props.resourceQuota?.hard, limits: props.limitRange };
      validate(this, () => checkRunsInNamespace(runResources, inNamespace));
    }
    validate(this, () => this.runsElsewhere());
    const workspace = new Workspace(this, 'workspace', {
      ...props.workspace,
      enabled: this.userCode.enabled,
      own: () => this.userCode.servers,
      ports: () => this.userCode.ports,
    });
    const shared = { ...own, preset, instance: this.instance, workspace, network, database: this.postgresql.route };
    this.webserver = new DagsterWebserver(this, 'webserver', {
      ...withPod(props.webserver ?? {}, pod),
      ...shared,
      account: serviceAccount,
    });
    this.daemon = new DagsterDaemon(this, 'daemon', { ...withPod(props.daemon ?? {}, pod), ...shared });
    if (this.instance.usesPostgres) {
      const { connectionParams: params } = this.instance;
      oneDaemon(this, { enabled: this.daemon.enabled, connection: this.postgresql.connection, params });
    }
    const { celery: workers } = this.instance;
    if (workers !== undefined) {
      new CeleryWorkerPods(this, 'celery-workers', { ...own, workers, instance: this.instance, network, pod });
    }
    if (props.migration !== undefined)
      new Migration(this, 'migration', {
        ...withPod(props.migration, podOfJob(pod)),
        ...own,
        instance: this.instance,
        database: this.postgresql.route,
        network,
      });
  }

  override get appName(): string {
    return 'dagster';
  }

  override get chartName(): string {
    return 'floe-dagster';
  }

  protected override get valuesOrder(): readonly string[] {
    return VALUES_ORDER;
  }

  /** Native gRPC probes are stable from 1.27 on. */
  override get kubeVersion(): string {
    return '>=1.27.0-0';
  }

  override syncWaveOf(object: ApiObject): number | undefined {
    const part = object.node.scopes[this.node.scopes.length]?.node.id ?? '';
    return syncWaveIn(part, object);
  }

  override get notes(): readonly Note[] {
    return notesOf(this.parts);
  }

  override get documentation(): Documentation {
    return documentationOf(this.parts);
  }

  private get parts(): Parts {
    const { releaseName, namespace, postgresql, instance, userCode, webserver, daemon } = this;
    const migrates = this.node.tryFindChild('migration') !== undefined;
    return { releaseName, namespace, postgresql, instance, userCode, webserver, daemon, migrates };
  }

  private runsElsewhere(): Issue[] {
    const { createsPassword, externalSecret, enabled } = this.postgresql;
    const embedded = inRelease(enabled, this) === true;
    const created = createsPassword && embedded ? 'a Job' : undefined;
    const made = externalSecret === undefined ? created : 'External Secrets';
    const { runNamespaces, usesPassword } = this.instance;
    const { connection } = this.postgresql;
    const host = embedded || connection.valueFrom?.host !== undefined ? undefined : inRelease(connection.host, this);
    return [
      ...(usesPassword ? checkPasswordElsewhere(runNamespaces.elsewhere, made) : []),
      ...checkHostElsewhere(runNamespaces.elsewhere, host),
    ];
  }

  private preset(preset: Preset): Preset {
    if (Object.hasOwn(PRESETS, preset)) return preset;
    validate(this, () => [notAllowed('preset', preset, Object.keys(PRESETS).join(', '))]);
    return 'small';
  }
}

/** A quota on limits refuses the pods that have none. */
function checkCpuQuota({ cpuLimits, resourceQuota, limitRange }: DagsterChartProps): Issue[] {
  const limit = resourceQuota?.hard['limits.cpu'];
  if (cpuLimits !== false || limit === undefined || limitRange?.defaults?.cpu || limitRange?.max?.cpu) return [];
  const allowed = 'none with cpuLimits: false, since it refuses pods without a CPU limit; leave out one of them';
  return [notAllowed('resourceQuota.hard.limits.cpu', limit, allowed)];
}
