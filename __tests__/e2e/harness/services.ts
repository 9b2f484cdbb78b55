import { writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { KubernetesObject } from '../../support/releases.js';
import type { Network } from './network.js';
import type { Pod } from './pod.js';
import { portOf } from './probes.js';
import { selects } from './store.js';

/** An address that stands in front of pods. */
interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/**
 * The Services of a cluster: this process listens on the address of each and passes connections on to the ready pods,
 * and a file in the form of /etc/hosts has their names.
 */
export class Services {
  private readonly addresses = new Map<string, { address: string; service: KubernetesObject }>();
  private readonly others = new Map<string, string>();
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private turn = 0;

  constructor(
    private readonly network: Network,
    private readonly pods: () => readonly Pod[],
    /** The file with the names. */
    readonly hostsFile: string,
  ) {
    this.writeHosts();
  }

  async add(service: KubernetesObject): Promise<void> {
    const { clusterIP, ports = [] } = service.spec;
    if (clusterIP === 'None') return;
    const address = await this.network.addServiceAddress();
    this.addresses.set(keyOf(service), { address, service });
    for (const { port, targetPort } of ports) {
      const server = createServer({ allowHalfOpen: true }, (socket) => {
        const endpoints = this.endpointsOf(service, targetPort ?? port);
        this.turn += 1;
        this.pass(socket, endpoints[this.turn % endpoints.length]);
      });
      this.servers.push(server);
      await new Promise<void>((resolve, reject) => server.on('error', reject).listen(port, address, resolve));
    }
    this.writeHosts();
  }

  /** Gives a name to an address outside of the cluster. */
  addHost(name: string, address: string): void {
    this.others.set(name, address);
    this.writeHosts();
  }

  addressOf(namespace: string, name: string): string {
    const found = this.addresses.get(`${namespace}/${name}`);
    if (found === undefined) throw new Error(`no Service ${name} in ${namespace}`);
    return found.address;
  }

  /** The variables that a pod gets for the Services of its namespace, unless it says otherwise. */
  variables(namespace: string): Record<string, string> {
    const own = [...this.addresses.values()].filter(({ service }) => service.metadata.namespace === namespace);
    const variables = own.flatMap(({ address, service }) => {
      const name = service.metadata.name.toUpperCase().replaceAll('-', '_');
      const port = service.spec.ports[0].port;
      return [
        [`${name}_SERVICE_HOST`, address],
        [`${name}_SERVICE_PORT`, `${port}`],
        [`${name}_PORT`, `tcp://${address}:${port}`],
      ];
    });
    return Object.fromEntries(variables);
  }

  close(): void {
    for (const server of this.servers) server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private endpointsOf({ metadata, spec }: KubernetesObject, port: number | string): Endpoint[] {
    const selected = this.pods().filter(({ props }) => {
      return props.namespace === metadata.namespace && selects(spec.selector, props.labels);
    });
    const serving = selected.filter((pod) => !pod.gone && (pod.ready || spec.publishNotReadyAddresses));
    return serving.flatMap(({ address, props }) => {
      const container = props.spec.containers.find(({ ports = [] }) => ports.some(({ name }) => name === port));
      const number = typeof port === 'number' || container === undefined ? Number(port) : portOf(container, port);
      if (address === undefined || Number.isNaN(number)) return [];
      return [{ host: address, port: number }];
    });
  }

  private pass(from: Socket, endpoint: Endpoint | undefined): void {
    this.sockets.add(from);
    from.on('close', () => this.sockets.delete(from));
    from.on('error', () => from.destroy());
    if (endpoint === undefined) {
      from.resetAndDestroy();
      return;
    }
    const to = connect({ ...endpoint, allowHalfOpen: true, noDelay: true });
    to.on('error', () => from.resetAndDestroy());
    from.on('error', () => to.resetAndDestroy());
    from.setNoDelay();
    from.pipe(to);
    to.pipe(from);
    to.on('close', () => from.destroy());
    from.on('close', () => to.destroy());
  }

  /** In place, since containers mount the file. */
  private writeHosts(): void {
    const lines = ['127.0.0.1 localhost'];
    for (const { address, service } of this.addresses.values()) {
      const { name, namespace } = service.metadata;
      lines.push(
        `${address} ${name} ${name}.${namespace} ${name}.${namespace}.svc ${name}.${namespace}.svc.cluster.local`,
      );
    }
    for (const [name, address] of this.others) lines.push(`${address} ${name}`);
    writeFileSync(this.hostsFile, `${lines.join('\n')}\n`);
  }
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}
