import { Construct } from 'constructs';
import type { IRole, IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type { IConfigMap, IEnvVar, IServiceAccount } from 'kubernetes-models/v1';
import { Release } from '../release.js';
import { ConfigFile } from '../values/config-file.js';
import { Fact, type Tokenized } from '../values/token.js';
import type { Image } from '../workload/image.js';
import { selectorOf } from '../workload/labels.js';
import { createObject, objectName } from '../workload/object.js';
import { type MountedVolume, scratch } from '../workload/volumes.js';
import { dagsterYaml } from './dagster-yaml.js';
import { connectionSettings, connectionVariables, type DatabaseConnection } from './database.js';
import { DAGSTER_HOME } from './paths.js';
import { runLauncher } from './run-launcher.js';

export interface DagsterInstanceProps {
  /** How the release's processes reach the database. */
  readonly connection: DatabaseConnection;
  /** The image of the webserver, the daemon and the helpers: Dagster's own. */
  readonly systemImage: Image;
}

const RUN = 'run';
const LAUNCHER = 'run-launcher';

/** What every Dagster process of a release shares: `dagster.yaml`, the database, and the right to launch runs. */
export class DagsterInstance extends Construct {
  /** `dagster.yaml`. */
  readonly config: ConfigFile;
  readonly connection: DatabaseConnection;
  readonly systemImage: Image;
  private readonly release: Release;

  constructor(scope: Construct, id: string, props: DagsterInstanceProps) {
    super(scope, id);
    this.release = Release.of(this);
    this.connection = props.connection;
    this.systemImage = props.systemImage;
    this.config = new ConfigFile('dagster.yaml', new Fact(() => dagsterYaml(this.runLauncher())));
    const selector = selectorOf(this.release, 'instance');
    createObject<IConfigMap>(
      this,
      'config',
      { apiVersion: 'v1', kind: 'ConfigMap', suffix: 'instance', selector },
      { data: { 'dagster.yaml': this.config } },
    );
    createObject<IConfigMap>(
      this,
      'environment',
      { apiVersion: 'v1', kind: 'ConfigMap', suffix: 'run-environment', selector },
      { data: connectionSettings(this.connection) },
    );
    this.createRunServiceAccount();
  }

  /** The environment of a process that loads the instance. */
  get env(): Tokenized<IEnvVar>[] {
    return [
      { name: 'DAGSTER_HOME', value: DAGSTER_HOME },
      { name: 'HOME', value: '/tmp' },
      ...connectionVariables(this.connection),
    ];
  }

  /** The volumes of a process that loads the instance: all that it may write, and `dagster.yaml`. */
  get volumes(): MountedVolume[] {
    return [
      scratch('dagster-home', DAGSTER_HOME),
      scratch('tmp', '/tmp'),
      {
        volume: { name: 'instance', configMap: { name: objectName(this, 'instance') } },
        mount: { mountPath: `${DAGSTER_HOME}/dagster.yaml`, subPath: 'dagster.yaml', readOnly: true },
      },
    ];
  }

  /** Lets a service account launch runs, watch them and end them. */
  allowLaunching(scope: Construct, serviceAccount: string, component: string): void {
    createObject<IRoleBinding>(
      scope,
      'run-launcher-binding',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        suffix: `${component}-${LAUNCHER}`,
        selector: selectorOf(this.release, component),
      },
      {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: objectName(this, LAUNCHER) },
        subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace: this.release.namespace }],
      },
    );
  }

  private createRunServiceAccount(): void {
    createObject<IRole>(
      this,
      'run-launcher',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        suffix: LAUNCHER,
        selector: selectorOf(this.release, 'instance'),
      },
      { rules: LAUNCHER_RULES },
    );
    createObject<IServiceAccount>(
      this,
      'run-service-account',
      { apiVersion: 'v1', kind: 'ServiceAccount', suffix: RUN, selector: selectorOf(this.release, RUN) },
      { automountServiceAccountToken: false },
    );
    // A run may launch its steps as Jobs of their own.
    this.allowLaunching(this, objectName(this, RUN), RUN);
  }

  private runLauncher(): object {
    return runLauncher({
      namespace: this.release.namespace,
      serviceAccount: objectName(this, RUN),
      instanceConfigMap: objectName(this, 'instance'),
      environmentConfigMap: objectName(this, 'run-environment'),
      connection: this.connection,
      labels: { 'dagster.io/release': this.release.releaseName },
    });
  }
}

/** What dagster-k8s does to Jobs, and what it reads to tell how they fare. */
const LAUNCHER_RULES = [
  {
    apiGroups: ['batch'],
    resources: ['jobs'],
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  { apiGroups: ['batch'], resources: ['jobs/status'], verbs: ['get', 'list', 'watch'] },
  {
    apiGroups: [''],
    resources: ['pods', 'events'],
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  { apiGroups: [''], resources: ['pods/log', 'pods/status'], verbs: ['get', 'list', 'watch'] },
];
