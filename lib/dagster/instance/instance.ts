import { Construct } from 'constructs';
import type { IEnvFromSource, IEnvVar } from 'kubernetes-models/v1';
import {
  ConfigFile,
  type ContainerResources,
  Fact,
  holdsKnobs,
  type Knob,
  type OpenMap,
  Release,
  type Token,
  type Tokenized,
  validate,
} from '../../engine/index.js';
import type { Image } from '../../kubernetes/image.js';
import { selectorOf } from '../../kubernetes/labels.js';
import { objectName } from '../../kubernetes/object.js';
import { configMap } from '../../kubernetes/objects.js';
import type { PodOptions } from '../../kubernetes/pod-options.js';
import { type MountedVolume, scratch } from '../../kubernetes/volumes.js';
import { checkInstanceOptions, checkResuming } from '../config/check.js';
import { postgresOf } from '../config/custom-storage.js';
import { codeServerYaml, dagsterYaml } from '../config/dagster-yaml.js';
import {
  connectionSettings,
  connectionVariables,
  type DatabaseConnection,
  passwordVariable,
  referredSettings,
} from '../config/database.js';
import type { DagsterInstanceOptions } from '../config/instance-options.js';
import { DAGSTER_HOME } from '../config/paths.js';
import { connectionParams, type StorageOptions } from '../config/storage.js';
import { HOME, homeAmong, openVariables, SCRATCH_HOME } from '../config/variables.js';
import type { CeleryWorkers } from '../runs/celery-queues.js';
import { sharedWithRuns } from '../runs/container-context.js';
import type { RunLauncherContext } from '../runs/launcher.js';
import { RunLauncher } from '../runs/run-launcher.js';
import { RUN_ROLES, RunNamespaces } from '../runs/run-namespaces.js';
import { requestsOf } from '../runs/run-resources.js';
import { runSelector } from '../runs/run-selector.js';
import type { RunVolumes } from '../runs/run-volumes.js';
import type { DagsterInstanceProps, ProcessEnvironment } from './instance-props.js';

const RUN = 'run';
const RUN_ENVIRONMENT = 'run-environment';

/** What every Dagster process of a release shares: `dagster.yaml`, the database, and the right to launch runs. */
export class DagsterInstance extends Construct {
  /** `dagster.yaml`. */
  readonly config: ConfigFile;
  /** What code servers read of it, which no object holds: its checksum restarts them. */
  readonly codeServerConfig: ConfigFile;
  readonly connection: DatabaseConnection;
  readonly systemImage: Image;
  /** How runs are launched. */
  readonly launcher: RunLauncher;
  /** Where runs are launched. */
  readonly runNamespaces: RunNamespaces;
  /** Whether a Job of the release migrates the database, which processes wait for. */
  readonly migrates: boolean;
  private readonly release: Release;
  private readonly pod: PodOptions | undefined;
  private readonly options: DagsterInstanceOptions;
  private contextOnce: RunLauncherContext | undefined;

  constructor(scope: Construct, id: string, props: DagsterInstanceProps) {
    super(scope, id);
    this.release = Release.of(this);
    this.connection = props.connection;
    this.pod = props.pod;
    this.migrates = props.migrates ?? false;
    this.systemImage = props.systemImage;
    this.options = props.options ?? {};
    this.launcher = props.runLauncher ?? RunLauncher.k8s();
    this.config = new ConfigFile(
      'dagster.yaml',
      new Fact(() => dagsterYaml(this.launcher.render(this.launcherContext), this.options)),
    );
    this.codeServerConfig = new ConfigFile('code-server.yaml', new Fact(() => codeServerYaml(this.options)));
    const selector = selectorOf(this.release, 'instance');
    configMap(this, 'config', { suffix: 'instance', selector }, { 'dagster.yaml': this.config });
    configMap(this, 'environment', { suffix: RUN_ENVIRONMENT, selector }, this.runEnvironment(this.connection.host));
    const { serviceAccount = {} } = this.launcher;
    const account = props.account ?? { here: serviceAccount, elsewhere: serviceAccount };
    props.network?.identify(account.elsewhere, () => this.runNamespaces.hasAccount);
    this.runNamespaces = new RunNamespaces(this, 'runs', {
      suffixes: { account: RUN, environment: RUN_ENVIRONMENT },
      account,
      others: () => props.servesElsewhere === true || this.runMounts === undefined,
      environment: () => this.runEnvironment(this.connection.fullHost),
      onEnter: (namespace) => props.network?.limitRunsIn(namespace),
    });
    this.runNamespaces.enter(this.launcher.namespace ?? this.release.namespace);
    validate(this, () => [
      ...checkInstanceOptions(this.options),
      ...this.launcher.issues(this.launcherContext),
      ...checkResuming(this.options, this.launcher.resumesRuns),
    ]);
  }

  /** Whether processes log in to the database with a password, rather than as a cloud knows their pods. */
  get usesPassword(): boolean {
    return this.storage.authProvider === undefined;
  }

  /** Whether Dagster keeps something in PostgreSQL, rather than where classes of somebody's own do. */
  get usesPostgres(): boolean {
    return postgresOf(this.options.storage) !== undefined;
  }

  /** Whether processes create the tables that the database lacks. */
  get createsTables(): boolean {
    return this.storage.autocreateTables ?? true;
  }

  /** Parameters of each connection to the database, as libpq names them. */
  get connectionParams(): Record<string, string> {
    return connectionParams(this.storage);
  }

  /** The Celery workers that the run launcher needs, if it does. */
  get celery(): CeleryWorkers | undefined {
    return this.launcher.celery;
  }

  /** The account that runs have. */
  get runServiceAccount(): string {
    return this.runNamespaces.accountName;
  }

  /** The environment of a process that loads the instance. */
  get environment(): ProcessEnvironment {
    return {
      envByDefault: [this.home],
      env: [
        { name: 'DAGSTER_HOME', value: DAGSTER_HOME },
        ...connectionVariables(this.connection),
        ...this.referringEnv.filter(({ name }) => name !== HOME),
        ...this.launcher.env,
      ],
    };
  }

  /** The same for a Job, which cannot be changed: what the values document decides comes from the ConfigMap for runs. */
  get settledEnvironment(): ProcessEnvironment & { readonly envFrom: IEnvFromSource[] } {
    const dagsterHome = { name: 'DAGSTER_HOME', value: DAGSTER_HOME };
    return {
      envByDefault: this.home.valueFrom === undefined ? [] : [this.home],
      env: [dagsterHome, ...this.referringEnv.filter(({ name }) => name !== HOME), ...this.launcher.env],
      envFrom: [{ configMapRef: { name: objectName(this, RUN_ENVIRONMENT) } }],
    };
  }

  /** The volumes of a process that loads the instance: all that it may write, and `dagster.yaml`. */
  get volumes(): MountedVolume[] {
    return [
      ...this.runVolumes,
      {
        volume: { name: 'instance', configMap: { name: objectName(this, 'instance') } },
        mount: { mountPath: `${DAGSTER_HOME}/dagster.yaml`, subPath: 'dagster.yaml', readOnly: true },
      },
    ];
  }

  /** Lets a service account launch runs, watch them and end them. */
  allowLaunching(scope: Construct, serviceAccount: string, component: string): void {
    this.runNamespaces.allow(scope, { name: serviceAccount, component }, 'run-launcher');
  }

  /** Lets the account of whoever takes requests for runs do what the run coordinator leaves to it. */
  allowRequesting(scope: Construct, serviceAccount: string, component: string): void {
    const queued = this.options.runCoordinator?.queues ?? true;
    const role = queued ? 'run-terminator' : 'run-launcher';
    this.runNamespaces.allow(scope, { name: serviceAccount, component }, role);
  }

  /** Lets a service account that runs have do what runs may do, where it is. @param namespace of the account and its runs */
  allowRunning(scope: Construct, name: string, component: string, namespace = this.release.namespace): void {
    for (const role of RUN_ROLES) this.runNamespaces.allow(scope, { name, component, namespace }, role, namespace);
  }

  /** What a run may write, and what it reads to trust the database. */
  get runVolumes(): MountedVolume[] {
    const authority = this.storage.certificateAuthority;
    return [
      scratch('dagster-home', DAGSTER_HOME),
      scratch('tmp', '/tmp'),
      ...(authority === undefined ? [] : [authority.volume]),
    ];
  }

  private get storage(): StorageOptions {
    return postgresOf(this.options.storage) ?? {};
  }

  /** What runs get from a ConfigMap. @param host of the database, as they see it */
  private runEnvironment(host: Token<string>): Record<string, Tokenized<string>> {
    return {
      [HOME]: this.home.value ?? SCRATCH_HOME,
      ...connectionSettings({ ...this.connection, host }),
      ...openVariables(this.options.env),
      ...this.launcher.plainEnv(this.options.env ?? []),
    };
  }

  private get home(): IEnvVar {
    return homeAmong(this.options.env);
  }

  /** Variables of all processes and runs, beside those that say where the database is. */
  private get referringEnv(): IEnvVar[] {
    return [
      ...referredSettings(this.connection),
      ...(this.usesPassword ? [passwordVariable(this.connection)] : []),
      ...(this.options.env ?? []),
    ];
  }

  /** What code locations say of runs in the place of the launcher. @param resources what the values document has for them */
  runConfig(resources: Knob<ContainerResources>): OpenMap {
    const open = this.launcher.openConfig(this.launcherContext);
    return this.launcher.sizedByLocations ? { resources: requestsOf(resources), ...open } : open;
  }

  /** Volumes of runs that no code location changes; `undefined` if nobody knows. */
  get runMounts(): RunVolumes | undefined {
    return this.launcher.volumes(this.launcherContext);
  }

  /** The spec of the pods of runs; `undefined` if nobody knows. @param location what a code location says of them */
  specOfRun(location?: OpenMap): Readonly<Record<string, unknown>> | undefined {
    return this.launcher.specOfRun(this.launcherContext, location);
  }

  private get launcherContext(): RunLauncherContext {
    this.contextOnce ??= {
      namespace: this.release.namespace,
      serviceAccount: this.runServiceAccount,
      instanceConfigMap: objectName(this, 'instance'),
      environmentConfigMap: objectName(this, RUN_ENVIRONMENT),
      password: this.usesPassword ? this.connection.password : undefined,
      env: this.referringEnv.filter(({ value }) => !holdsKnobs(value)),
      volumes: this.runVolumes,
      labels: runSelector(this.release),
      pod: sharedWithRuns({ pod: this.pod }).pod ?? {},
    };
    return this.contextOnce;
  }
}
