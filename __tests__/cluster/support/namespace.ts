import { readFileSync } from 'node:fs';
import type { KubernetesObject } from '../../support/releases.js';
import { helm, kubectl, type Outcome } from '../../support/tools.js';
import { Dagster } from './dagster.js';
import { makeNamespaces, restricted } from './namespaces.js';
import { printed } from './printed.js';
import { eventually } from './waiting.js';

/** A namespace of the cluster, where `restricted` is enforced. */
export class Namespace {
  constructor(readonly name: string) {}

  /** Makes the namespace; what an earlier try left of it goes first. */
  create(): this {
    this.delete();
    makeNamespaces(restricted(this.name));
    return this;
  }

  /** How a kubectl command in this namespace ended. */
  try(...args: string[]): Outcome {
    return kubectl(['--namespace', this.name, ...args]);
  }

  /** What a kubectl command in this namespace prints. @throws when it fails */
  kubectl(...args: string[]): string {
    return printed(`kubectl ${args.join(' ')}`, this.try(...args));
  }

  /** What a kubectl command in this namespace prints that reads some input. @throws when it fails */
  kubectlWith(input: string, ...args: string[]): string {
    return printed(`kubectl ${args.join(' ')}`, kubectl(['--namespace', this.name, ...args], input));
  }

  /** What a command of Helm about a release in this namespace prints. @throws when it fails */
  helm(command: string, ...args: string[]): string {
    const about = [command, ...args, '--namespace', this.name];
    return printed(`helm ${args.join(' ')}`, helm(about));
  }

  /** Applies objects, or the manifests in a file or folder. */
  apply(manifests: string | readonly KubernetesObject[]): void {
    if (typeof manifests === 'string') {
      this.kubectl('apply', '-f', manifests);
      return;
    }
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });
    this.kubectlWith(list, 'apply', '-f', '-');
  }

  get(kind: string, name: string): KubernetesObject {
    return JSON.parse(this.kubectl('get', kind, name, '-o', 'json'));
  }

  /** @param selector of labels. @default - all of the kind */
  list(kind: string, selector = ''): KubernetesObject[] {
    return JSON.parse(this.kubectl('get', kind, '--selector', selector, '-o', 'json')).items;
  }

  /** Waits until all pods of all workloads are ready, and of their newest template. */
  rolledOut(): void {
    for (const workload of this.kubectl('get', 'statefulsets,deployments', '-o', 'name').split('\n')) {
      const { status, stderr } = this.try('rollout', 'status', workload, '--timeout=600s');
      if (status !== 0) throw new Error(`${workload}: ${stderr}${this.state()}`);
    }
  }

  /**
   * The GraphQL API of a webserver.
   *
   * @param service its Service. @default - the one Service of component webserver
   * @param pathPrefix without a slash at its end. @default - none
   */
  dagster({ service = '', pathPrefix = '' } = {}): Dagster {
    const ofComponent = this.list('services', 'app.kubernetes.io/component=webserver');
    const [found] = service === '' ? ofComponent : [this.get('service', service)];
    if (found === undefined) throw new Error(`namespace ${this.name} has no Service of a webserver`);
    return new Dagster(`http://${found.spec.clusterIP}:${found.spec.ports[0].port}${pathPrefix}`);
  }

  /** The first column of what the embedded database answers. */
  select(sql: string): string[] {
    const [pod] = this.list('pods', 'app.kubernetes.io/component=postgresql');
    const psql = ['psql', '-h', '127.0.0.1', '-U', 'dagster', '-d', 'dagster', '-Atc', sql];
    const command = ['sh', '-c', 'PGPASSWORD=$POSTGRES_PASSWORD exec "$0" "$@"', ...psql];
    const rows = this.kubectl('exec', `${pod?.metadata.name}`, '--', ...command);
    return rows === '' ? [] : rows.split('\n');
  }

  /** Requests of the API server by the namespace's service accounts that it refused; needs the node's own audit log. */
  denied(): string[] {
    const file = process.env.E2E_AUDIT;
    if (file === undefined) return [];
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const own = `system:serviceaccount:${this.name}:`;
    return lines
      .map((line) => JSON.parse(line))
      .filter(({ user, responseStatus }) => user.username.startsWith(own) && responseStatus?.code >= 400)
      .map(({ user, verb, requestURI, responseStatus }) => {
        return `${user.username.slice(own.length)}: ${verb} ${requestURI}: ${responseStatus.code}`;
      });
  }

  /**
   * Ends all pods but those of runs; each container and its exit code, which is 137 for one that had to be killed. A
   * finalizer keeps the pods until they have been looked at.
   */
  async endings(): Promise<string[]> {
    const running = this.list('pods', '!dagster/run-id').filter(({ metadata, status }) => {
      return status.phase === 'Running' && metadata.deletionTimestamp === undefined;
    });
    const names = running.map(({ metadata }) => metadata.name);
    const keep = (finalizers: string[]) => {
      const patch = JSON.stringify({ metadata: { finalizers } });
      this.kubectl('patch', 'pod', ...names, '--type=merge', '--patch', patch);
    };
    this.kubectl('delete', 'deployments,statefulsets,replicasets', '--all', '--cascade=orphan');
    keep(['e2e.example.com/looked-at']);
    try {
      this.kubectl('delete', 'pods', ...names, '--wait=false');
      return await eventually('the end of all pods', 600, () => this.exitCodes(names));
    } finally {
      keep([]);
    }
  }

  private exitCodes(pods: readonly string[]): string[] {
    const ended = this.list('pods').filter(({ metadata }) => pods.includes(metadata.name));
    const containers = ended.flatMap(({ status }) => status.containerStatuses);
    return containers.map(({ name, state }) => {
      if (state.terminated === undefined) throw new Error(`container ${name} runs`);
      return `${name}: ${state.terminated.exitCode}`;
    });
  }

  /** Its pods and events, for the message of a failure. */
  private state(): string {
    const pods = this.try('get', 'pods', '-o', 'wide').stdout;
    const events = this.try('get', 'events', '--sort-by=.lastTimestamp', '--field-selector=type!=Normal').stdout;
    return `\n${pods}\n${events.split('\n').slice(-20).join('\n')}`;
  }

  /** Ends everything in it. */
  delete(): void {
    kubectl(['delete', 'namespace', this.name, '--ignore-not-found', '--timeout=600s']);
  }
}
