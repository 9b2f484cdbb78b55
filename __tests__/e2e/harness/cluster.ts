import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../support/releases.js';
import { ApiServer } from './api-server.js';
import { type Images, setting } from './images.js';
import { Network } from './network.js';
import { Pod, type PodProps } from './pod.js';
import { restrictedViolations } from './pod-security.js';
import { Services } from './services.js';
import { Store } from './store.js';
import { eventually, messageOf } from './waiting.js';
import { podsOf, WORKLOADS } from './workloads.js';

/** A pod has failed: there is nothing to wait for. */
class PodFailure extends Error {}

/** A cluster of processes on this machine: it takes manifests and runs what they say. */
export class Cluster {
  readonly store = new Store();
  readonly pods: Pod[] = [];
  readonly services: Services;
  readonly api: ApiServer;
  private readonly folders: { readonly state: string; readonly logs: string };
  private certificate = '';
  private apiAddress = '';

  /** @param name unique among clusters; a part of folder names */
  static async create(name: string, images: Images): Promise<Cluster> {
    const cluster = new Cluster(name, images, await Network.create());
    cluster.apiAddress = await cluster.network.addServiceAddress();
    cluster.certificate = await cluster.api.listen(cluster.apiAddress, cluster.folders.state);
    return cluster;
  }

  private constructor(
    name: string,
    private readonly images: Images,
    private readonly network: Network,
  ) {
    this.folders = { state: join(setting('E2E_STATE'), name), logs: join(setting('E2E_LOGS'), name) };
    for (const folder of Object.values(this.folders)) mkdirSync(folder, { recursive: true });
    writeFileSync(join(this.folders.state, 'resolv.conf'), `nameserver ${network.node}\n`);
    this.services = new Services(network, () => this.pods, join(this.folders.state, 'hosts'));
    this.api = new ApiServer(
      this.store,
      (object) => this.run(object),
      (object) => this.killPodsOf(object),
    );
  }

  /** Creates all objects at once, as a cluster does that is given a folder of manifests. */
  async apply(objects: readonly KubernetesObject[]): Promise<void> {
    for (const object of objects) this.store.create(object);
    for (const object of objects) if (object.kind === 'Service') await this.services.add(object);
    for (const object of objects) this.run(object);
  }

  /** Replaces an object that has pods: the new ones have to be ready before the old ones end, unless it says otherwise. */
  async rollOut(object: KubernetesObject): Promise<void> {
    const old = this.podsOf(object);
    this.store.replace(object);
    if (object.spec.strategy?.type === 'Recreate') await stop(old);
    this.run(object);
    await this.ready(60);
    await stop(old);
  }

  /** Waits until every pod is ready and every Job has completed. */
  async ready(within: number): Promise<void> {
    await this.eventually('the pods', within, () => {
      const waiting = this.pods.filter((pod) => !pod.gone && !pod.ready);
      if (waiting.length > 0) throw new Error(`not ready: ${waiting.map(({ props }) => props.name).join(', ')}`);
    });
  }

  /** The result of an attempt once it succeeds; fails at once when a pod has failed. */
  async eventually<T>(what: string, within: number, attempt: () => Promise<T> | T): Promise<T> {
    const checked = async (): Promise<T> => {
      const [failure] = this.failures();
      if (failure !== undefined) throw new PodFailure(failure);
      return attempt();
    };
    try {
      return await eventually(what, within, checked, (error) => error instanceof PodFailure);
    } catch (error) {
      throw new Error([messageOf(error), ...this.pods.map((pod) => pod.tails())].join('\n'));
    }
  }

  failures(): string[] {
    return this.pods.flatMap(({ failure }) => failure ?? []);
  }

  /** The pods of an object that are not gone. */
  podsOf({ kind, metadata }: KubernetesObject): Pod[] {
    return this.pods.filter(({ props, gone }) => {
      return !gone && props.owner === `${kind} ${metadata.name}` && props.namespace === metadata.namespace;
    });
  }

  /** Starts a pod that no object of the cluster owns. */
  start(props: PodProps): Pod {
    const { files, variables, account } = this;
    const { network, images, store, folders } = this;
    const links = props.spec.enableServiceLinks === false ? {} : this.services.variables(props.namespace);
    const pod = new Pod(props, {
      ...{ network, images, store, folders, files, account },
      variables: { ...links, ...variables },
    });
    this.pods.push(pod);
    return pod;
  }

  /** Ends all pods as the kubelet does, databases last; the names of containers that had to be killed. */
  async stop(): Promise<string[]> {
    const there = this.pods.filter(({ gone }) => !gone);
    const isLast = ({ props }: Pod): boolean => !/^(Deployment|Job) /.test(props.owner);
    const killed = await stop(there.filter((pod) => !isLast(pod)));
    return [...killed, ...(await stop(there.filter(isLast)))];
  }

  async close(): Promise<void> {
    for (const pod of this.pods) pod.kill();
    this.services.close();
    this.api.close();
    await this.network.close();
  }

  private readonly account = (namespace: string, name: string): Readonly<Record<string, string>> => {
    return { token: this.api.issueToken({ namespace, name }), 'ca.crt': this.certificate, namespace };
  };

  private get variables(): Record<string, string> {
    return { KUBERNETES_SERVICE_HOST: this.apiAddress, KUBERNETES_SERVICE_PORT: '443' };
  }

  private get files(): Record<string, string> {
    return { '/etc/hosts': this.services.hostsFile, '/etc/resolv.conf': join(this.folders.state, 'resolv.conf') };
  }

  private run(object: KubernetesObject): void {
    if (!WORKLOADS.includes(object.kind)) return;
    for (const props of podsOf(object, this.store)) {
      this.admit(props);
      const pod = this.start(props);
      if (object.kind === 'Job') void this.keepStatus(object, pod);
    }
  }

  /** Refuses what the labels of the Namespace refuse. */
  private admit({ namespace, owner, spec }: PodProps): void {
    const { labels = {} } = this.store.tryFind('Namespace', undefined, namespace)?.metadata ?? {};
    if (labels['pod-security.kubernetes.io/enforce'] !== 'restricted') return;
    const violations = restrictedViolations(spec);
    if (violations.length > 0) throw new Error(`${owner} violates pod-security "restricted": ${violations.join(', ')}`);
  }

  private async keepStatus(job: KubernetesObject, pod: Pod): Promise<void> {
    const startTime = new Date().toISOString();
    this.store.replace({ ...job, status: { active: 1, startTime } });
    const succeeded = await pod.completed.promise;
    const { kind, metadata } = job;
    if (this.store.tryFind(kind, metadata.namespace, metadata.name) === undefined) return;
    this.store.replace({ ...job, status: { startTime, ...(succeeded ? { succeeded: 1 } : { failed: 1 }) } });
  }

  private killPodsOf(object: KubernetesObject): void {
    for (const pod of this.podsOf(object)) pod.kill();
  }
}

async function stop(pods: readonly Pod[]): Promise<string[]> {
  return (await Promise.all(pods.map(async (pod) => pod.stop()))).flat();
}
