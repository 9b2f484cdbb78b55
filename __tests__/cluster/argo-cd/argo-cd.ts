import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../support/releases.js';
import { applyCrds, applyObjects, list, printed } from '../support/kubernetes.js';
import { Program, stateFolder } from '../support/program.js';
import { eventually } from '../support/waiting.js';

const NAMESPACE = 'argocd';
const SETTINGS = { 'app.kubernetes.io/part-of': 'argocd' };
const REFRESH = 'argocd.argoproj.io/refresh';

/** How Argo CD knows which objects are an Application's. */
export type Tracking = 'annotation' | 'label';

/** What Argo CD says of an Application. */
export interface State {
  readonly name: string;
  readonly sync: string;
  readonly health: string;
  readonly revision: string;
  /** How the last sync ended, and what it said. */
  readonly phase: string;
  readonly message: string;
  /** How many syncs there were. */
  readonly syncs: number;
  readonly conditions: readonly string[];
}

/** Argo CD, whose programs run beside the node as they would in pods. */
export class ArgoCd {
  private readonly programs: readonly Program[];

  constructor() {
    const folder = join(stateFolder(), 'argo-cd');
    mkdirSync(folder, { recursive: true });
    applyCrds('argo-cd');
    applyObjects([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }]);
    applyObjects([
      setting('Secret', 'argocd-secret', { stringData: { 'server.secretkey': 'secret' } }),
      setting('ConfigMap', 'argocd-rbac-cm', {}),
      setting('AppProject', 'default', {
        apiVersion: 'argoproj.io/v1alpha1',
        spec: {
          sourceRepos: ['*'],
          destinations: [{ namespace: '*', server: '*' }],
          clusterResourceWhitelist: [{ group: '*', kind: '*' }],
        },
      }),
    ]);
    this.track('annotation');
    const env = {
      ARGOCD_FAKE_IN_CLUSTER: 'true',
      ARGOCD_GPG_ENABLED: 'false',
      ARGOCD_TLS_DATA_PATH: join(folder, 'tls'),
      ARGOCD_SSH_DATA_PATH: join(folder, 'ssh'),
      HOME: folder,
      TMPDIR: folder,
    };
    const start = (name: string, ...args: string[]): Program =>
      new Program(`argocd-${name}`, ['argocd', '--namespace', NAMESPACE, ...args], {
        ...env,
        ARGOCD_BINARY_NAME: `argocd-${name}`,
      });
    this.programs = [
      new Program('redis', ['redis-server', '--save', '', '--appendonly', 'no', '--dir', folder]),
      new Program(
        'argocd-repo-server',
        ['argocd', '--redis', 'localhost:6379', '--disable-tls', '--client-ca-path', ''],
        { ...env, ARGOCD_BINARY_NAME: 'argocd-repo-server' },
      ),
      start(
        'application-controller',
        ...['--redis', 'localhost:6379', '--repo-server', 'localhost:8081', '--repo-server-plaintext'],
        '--persist-resource-health',
      ),
      start(
        'applicationset-controller',
        ...['--argocd-repo-server', 'localhost:8081', '--repo-server-plaintext'],
        ...['--metrics-addr', 'localhost:12345', '--probe-addr', 'localhost:12346', '--webhook-addr', 'localhost:7001'],
      ),
    ];
  }

  /** How it knows its objects, from now on. */
  track(by: Tracking): void {
    applyObjects([setting('ConfigMap', 'argocd-cm', { data: { 'application.resourceTrackingMethod': by } })]);
  }

  states(): State[] {
    return list('applications', NAMESPACE).map(stateOf);
  }

  /**
   * Has Argo CD compare all Applications with the repository, as a webhook does.
   *
   * @param how `hard` renders the manifests anew, too
   */
  async refresh(how: 'normal' | 'hard' = 'normal'): Promise<void> {
    printed(['-n', NAMESPACE, 'annotate', 'applications', '--all', '--overwrite', `${REFRESH}=${how}`]);
    await eventually('a refresh', 120, () => {
      const waiting = list('applications', NAMESPACE).filter(({ metadata }) => metadata.annotations?.[REFRESH]);
      expect(waiting.map(({ metadata }) => metadata.name)).toEqual([]);
    });
  }

  /** Waits until Applications are synced to a commit, and healthy. */
  async synced(names: readonly string[], revision: string): Promise<void> {
    const expected = [...names]
      .sort()
      .map((name) => ({ name, sync: 'Synced', health: 'Healthy', phase: 'Succeeded', revision }));
    await eventually(`${names} at ${revision}`, 300, async () => {
      await this.refresh();
      const states = this.states().filter(({ name }) => names.includes(name));
      expect(states).toMatchObject(expected);
    });
  }

  /** What it says of the objects of an Application. */
  resources(name: string): KubernetesObject[] {
    return this.application(name).status.resources;
  }

  /** Why objects of an Application were refused by its last sync. */
  refusals(name: string): string[] {
    const { resources } = this.application(name).status.operationState.syncResult;
    const refused = resources.filter(({ status }: KubernetesObject) => status === 'SyncFailed');
    return refused.map(({ kind, message }: KubernetesObject) => `${kind}: ${message}`).sort();
  }

  private application(name: string): KubernetesObject {
    return JSON.parse(printed(['-n', NAMESPACE, 'get', 'application', name, '-o', 'json']));
  }

  end(): void {
    for (const program of this.programs) program.end();
    printed(['delete', 'namespace', NAMESPACE, '--wait=false']);
  }
}

function stateOf({ metadata, status = {} }: KubernetesObject): State {
  const { sync = {}, health = {}, operationState = {}, history = [], conditions = [] } = status;
  return {
    name: metadata.name,
    sync: sync.status ?? '',
    health: health.status ?? '',
    revision: sync.revision ?? '',
    phase: operationState.phase ?? '',
    message: operationState.message ?? '',
    syncs: history.length === 0 ? 0 : history.at(-1).id + 1,
    conditions: conditions.map(({ type, message }: KubernetesObject) => `${type}: ${message}`),
  };
}

function setting(kind: string, name: string, content: object): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: NAMESPACE, labels: SETTINGS }, ...content };
}
