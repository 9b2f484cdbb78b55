import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import { Container } from './container.js';
import { environmentOf, expand, type PodFacts } from './environment.js';
import { identityOf } from './identity.js';
import { type Images, imageNamed } from './images.js';
import type { Network, PodNetwork } from './network.js';
import { MissingObject, type Store } from './store.js';
import { makeVolumes, mountsOf, type VolumeFolders } from './volumes.js';
import { deferred, eventually, messageOf } from './waiting.js';
import { Watch } from './watch.js';

/** What a pod needs of its cluster. */
export interface PodSurroundings {
  readonly store: Store;
  readonly network: Network;
  readonly images: Images;
  /** Where pods keep volumes, and where they keep logs. */
  readonly folders: { readonly state: string; readonly logs: string };
  /** What every container is told of the cluster: variables, and files that its runtime mounts. */
  readonly variables: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly account: (namespace: string, serviceAccount: string) => Readonly<Record<string, string>>;
}

export interface PodProps extends PodFacts {
  /** The object it belongs to, for example `Deployment test-webserver`. */
  readonly owner: string;
  readonly spec: IPodSpec;
}

/** Seconds to wait for a Secret or a ConfigMap that another pod creates. */
const PATIENCE = 60;

/** A pod as processes: init containers and sidecars in order, then its containers, probed for as long as it lasts. */
export class Pod {
  /** Every container that was started, in order. */
  readonly watches: Watch[] = [];
  /** Whether all containers ended well; for the pods of Jobs. */
  readonly completed = deferred<boolean>();
  private network: PodNetwork | undefined;
  private stopped = false;
  private error: string | undefined;

  constructor(
    readonly props: PodProps,
    private readonly around: PodSurroundings,
  ) {
    this.run().catch((error: unknown) => this.fail(messageOf(error)));
  }

  /** Why it failed, if it did. */
  get failure(): string | undefined {
    return this.error;
  }

  get address(): string | undefined {
    return this.network?.address;
  }

  /** Whether it is stopping or has stopped. */
  get gone(): boolean {
    return this.stopped;
  }

  get ready(): boolean {
    if (this.stopped || this.error !== undefined) return false;
    return this.lasting().every(({ name }) => this.watches.some((own) => own.container.name === name && own.ready));
  }

  /** Ends it as the kubelet does; the names of containers that had to be killed. */
  async stop(): Promise<string[]> {
    this.stopped = true;
    const grace = this.props.spec.terminationGracePeriodSeconds ?? 30;
    const containers = this.watches.map(({ container }) => container).reverse();
    const graceful = await Promise.all(containers.map(async (container) => container.stop(grace)));
    this.network?.close();
    return containers.filter((_, index) => !graceful[index]).map(({ name }) => `${this.props.name} ${name}`);
  }

  kill(): void {
    this.stopped = true;
    for (const { container } of this.watches) container.kill();
    this.network?.close();
  }

  /** The last lines that each container printed. */
  tails(): string {
    const logs = this.watches.map(({ container }) => `--- ${this.props.name} ${container.name}\n${container.tail()}`);
    return logs.join('\n');
  }

  private lasting(): IContainer[] {
    const sidecars = (this.props.spec.initContainers ?? []).filter(isSidecar);
    return [...sidecars, ...this.props.spec.containers];
  }

  private async run(): Promise<void> {
    const { spec, name } = this.props;
    this.network = await this.around.network.addPod(name);
    const volumes = await this.makeVolumes(this.network);
    for (const container of spec.initContainers ?? []) {
      const watch = await this.start(container, volumes, this.network);
      if (isSidecar(container)) await watch.started.promise;
      else await this.endsWell(watch.container);
    }
    const containers: Watch[] = [];
    for (const container of spec.containers) containers.push(await this.start(container, volumes, this.network));
    if (spec.restartPolicy === undefined || spec.restartPolicy === 'Always') return;
    for (const { container } of containers) await this.endsWell(container);
    for (const { container } of this.watches) await container.stop(spec.terminationGracePeriodSeconds ?? 30);
    this.stopped = true;
    this.completed.resolve(true);
  }

  private async endsWell(container: Container): Promise<void> {
    const code = await container.exited;
    if (code !== 0) throw new Error(`container ${container.name} ended with exit code ${code}`);
  }

  private makeVolumes(network: PodNetwork): Promise<VolumeFolders> {
    const { around, props } = this;
    const account = around.account(props.namespace, props.serviceAccount);
    const claimFolder = (claim: string): string => join(around.folders.state, 'claims', props.namespace, claim);
    const sources = { ...this.sources(network), account, claimFolder };
    return this.onceThere(() => makeVolumes(props.spec, join(this.folder, 'volumes'), sources));
  }

  /** Starts a container. One that lasts must not end by itself: a release that starts well restarts nothing. */
  private async start(spec: IContainer, volumes: VolumeFolders, network: PodNetwork): Promise<Watch> {
    const { around, props } = this;
    if (this.stopped) throw new Error('the pod was stopped before it started');
    const image = imageNamed(around.images, spec.image ?? '');
    const base = { HOME: '/', HOSTNAME: props.name, ...image.env, ...around.variables };
    const sources = { ...this.sources(network), base };
    const environment = await this.onceThere(async () => environmentOf(spec, sources));
    const words = (own: readonly string[] | undefined): string[] | undefined =>
      own?.map((word) => expand(word, environment));
    const args = words(spec.args);
    const fromImage = [...image.entrypoint, ...(args ?? image.command)];
    const files = Object.entries(around.files).map(([target, source]) => ({ source, target, readOnly: false }));
    const container = new Container({
      spec,
      image,
      environment,
      command: spec.command === undefined ? fromImage : [...(words(spec.command) ?? []), ...(args ?? [])],
      identity: identityOf(props.spec, spec),
      mounts: [...files, ...mountsOf(spec, volumes, environment)],
      holder: network.holder,
      address: network.address,
      folder: join(this.folder, 'containers', spec.name),
      log: join(around.folders.logs, `${props.name}.${spec.name}.log`),
    });
    const watch = new Watch(container, (message) => this.fail(`container ${spec.name}: ${message}`));
    this.watches.push(watch);
    const { restartPolicy = 'Always' } = props.spec;
    if (isSidecar(spec) || (restartPolicy === 'Always' && props.spec.containers.includes(spec))) {
      void container.exited.then((code) => {
        if (!container.stopping) this.fail(`container ${spec.name} ended by itself, with exit code ${code}`);
      });
    }
    return watch;
  }

  private sources(network: PodNetwork) {
    return { pod: this.props, address: network.address, node: this.around.network.node, store: this.around.store };
  }

  private get folder(): string {
    const folder = join(this.around.folders.state, 'pods', this.props.name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** What a pod refers to may be created after it. */
  private onceThere<T>(make: () => Promise<T>): Promise<T> {
    const isHopeless = (error: unknown): boolean => this.stopped || !(error instanceof MissingObject);
    return eventually(`pod ${this.props.name}`, PATIENCE, make, isHopeless);
  }

  private fail(message: string): void {
    if (this.stopped || this.error !== undefined) return;
    this.error = `${this.props.owner}: ${message}`;
    this.completed.resolve(false);
  }
}

function isSidecar({ restartPolicy }: IContainer): boolean {
  return restartPolicy === 'Always';
}
