import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../support/releases.js';
import { define } from '../support/definitions.js';
import { Namespace } from '../support/namespace.js';
import { Program, stateFolder } from '../support/program.js';
import { eventually } from '../support/waiting.js';
import { settings } from './settings.js';

const REFRESH = 'argocd.argoproj.io/refresh';
/** Milliseconds for what Argo CD sees by itself; a refresh is much work. */
const PATIENCE = 20_000;

/** How Argo CD knows which objects are an Application's. */
export type Tracking = 'annotation' | 'label';

/** What Argo CD says of an Application. */
export interface State {
  readonly name: string;
  readonly sync: string;
  readonly health: string;
  readonly revision: string;
  /** How the last sync ended. */
  readonly phase: string;
  /** How many syncs there were. */
  readonly syncs: number;
  readonly conditions: readonly string[];
}

/** An Argo CD, whose programs run beside the node as they would in pods. */
export class ArgoCd {
  private readonly folder: string;
  private readonly programs: readonly Program[];

  /** @param port the first of seven that are its own, since several may run side by side */
  static async start(namespace: string, port: number): Promise<ArgoCd> {
    await define();
    return new ArgoCd(new Namespace(namespace), port);
  }

  private constructor(
    readonly namespace: Namespace,
    port: number,
  ) {
    this.folder = join(stateFolder(), namespace.name);
    mkdirSync(this.folder, { recursive: true });
    // Of the image of Argo CD, which asks it for signatures even where nobody wants any.
    writeFileSync(join(this.folder, 'git-verify-wrapper.sh'), '#!/bin/sh\n', { mode: 0o755 });
    this.namespace.create();
    this.track('annotation');
    const address = (index: number): string => `127.0.0.1:${port + index}`;
    const redis = ['--redis', address(0)];
    const own = ['--namespace', namespace.name, '--repo-server-plaintext'];
    this.programs = [
      new Program(`${namespace.name}-redis`, [
        ...['redis-server', '--bind', '127.0.0.1', '--port', `${port}`],
        ...['--save', '', '--appendonly', 'no', '--dir', this.folder],
      ]),
      this.program('repo-server', [
        ...[...redis, '--disable-tls', '--client-ca-path', ''],
        ...['--address', '127.0.0.1', '--port', `${port + 1}`, '--metrics-port', `${port + 2}`],
      ]),
      this.program('application-controller', [
        ...[...own, ...redis, '--repo-server', address(1)],
        ...['--metrics-port', `${port + 3}`, '--persist-resource-health'],
      ]),
      this.program('applicationset-controller', [
        ...[...own, '--argocd-repo-server', address(1), '--metrics-addr', address(4)],
        ...['--probe-addr', address(5), '--webhook-addr', address(6)],
      ]),
    ];
  }

  /** How it knows its objects, from now on. */
  track(by: Tracking): void {
    this.namespace.apply(settings({ 'application.resourceTrackingMethod': by }));
  }

  states(): State[] {
    return this.namespace.list('applications').map(stateOf);
  }

  /** What it says of the objects of an Application. */
  resources(name: string): KubernetesObject[] {
    return this.get(name).status.resources;
  }

  /** The objects of an Application that have a health, but a bad one. */
  unhealthy(name: string): string[] {
    const sick = this.resources(name).filter(({ health }) => !['Healthy', undefined].includes(health?.status));
    return sick.map(({ kind, name, health }) => `${kind} ${name}: ${health.status}`).sort();
  }

  /** What the last sync of an Application says of itself. */
  message(name: string): string {
    return this.get(name).status.operationState.message ?? '';
  }

  /** Ends the sync of an Application, as `argocd app terminate-op` does. */
  terminate(name: string): void {
    const patch = JSON.stringify({ status: { operationState: { phase: 'Terminating' } } });
    this.namespace.kubectl('patch', 'application', name, '--type=merge', `--patch=${patch}`);
  }

  /** What the project of an Application kept out of its last sync. */
  refused(name: string): string[] {
    return [...this.message(name).matchAll(/\w+ \S+(?= is not permitted in project)/g)].map(([what]) => what).sort();
  }

  /**
   * Has Argo CD compare all Applications with the repository, as a webhook does.
   *
   * @param how `hard` renders the manifests anew, too
   */
  async refresh(how: 'normal' | 'hard' = 'normal'): Promise<void> {
    this.namespace.kubectl('annotate', 'applications', '--all', '--overwrite', `${REFRESH}=${how}`);
    await eventually('a refresh', 300, () => {
      const waiting = this.namespace.list('applications').filter(({ metadata }) => metadata.annotations?.[REFRESH]);
      expect(waiting.map(({ metadata }) => metadata.name)).toEqual([]);
    });
  }

  /** Waits until Applications are at a commit, and healthy, and no sync is going on. */
  async synced(names: readonly string[], revision: string): Promise<void> {
    const done = { sync: 'Synced', health: 'Healthy', phase: expect.not.stringMatching('Running'), revision };
    let refreshed = 0;
    await eventually(`${names} at ${revision}`, 1000, async () => {
      if (Date.now() > refreshed + PATIENCE) {
        await this.refresh();
        refreshed = Date.now();
      }
      const states = this.states().filter(({ name }) => names.includes(name));
      expect(states).toMatchObject([...names].sort().map((name) => ({ name, ...done })));
    });
  }

  /** Ends it, once it has let its objects go, on whose finalizers it works. */
  end(): void {
    this.namespace.kubectl('delete', 'applicationsets,applications,appprojects', '--all', '--timeout=300s');
    for (const program of this.programs) program.end();
    this.namespace.delete();
  }

  private get(name: string): KubernetesObject {
    return this.namespace.get('application', name);
  }

  private program(name: string, args: readonly string[]): Program {
    const { folder, namespace } = this;
    return new Program(`${namespace.name}-${name}`, ['argocd', ...args], {
      ARGOCD_BINARY_NAME: `argocd-${name}`,
      ARGOCD_FAKE_IN_CLUSTER: 'true',
      ARGOCD_GPG_ENABLED: 'false',
      ARGOCD_TLS_DATA_PATH: join(folder, 'tls'),
      ARGOCD_SSH_DATA_PATH: join(folder, 'ssh'),
      HOME: folder,
      PATH: `${folder}:${process.env.PATH}`,
      TMPDIR: folder,
    });
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
    syncs: (history.at(-1)?.id ?? -1) + 1,
    conditions: conditions.map(({ type, message }: KubernetesObject) => `${type}: ${message}`),
  };
}
