import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setting } from './images.js';
import { output } from './process.js';
import { eventually } from './waiting.js';

/** A pod's own network, UTS and IPC namespaces. They last as long as the process that holds them. */
export interface PodNetwork {
  readonly address: string;
  /** The process that holds the namespaces. */
  readonly holder: number;
  close(): void;
}

/**
 * The network of a cluster: a bridge with an address, where this process is the node; pods have an address of their own
 * on it, Services have further addresses of the bridge. `unshare --net` around the tests keeps all of it apart.
 */
export class Network {
  private pods = 0;
  private services = 0;
  private readonly holders: ChildProcess[] = [];

  static async create(): Promise<Network> {
    const number = unusedNumber();
    await output(['ip', 'link', 'add', `e2e${number}`, 'type', 'bridge']);
    const network = new Network(`e2e${number}`, `10.${number}`);
    // A bridge without an address of its own takes another one with each pod, and the pods lose touch.
    await output([
      'ip',
      'link',
      'set',
      network.bridge,
      'address',
      `02:00:00:00:00:${number.toString(16).padStart(2, '0')}`,
    ]);
    await output(['ip', 'address', 'add', `${network.node}/16`, 'dev', network.bridge]);
    await output(['ip', 'link', 'set', network.bridge, 'up']);
    return network;
  }

  private constructor(
    private readonly bridge: string,
    private readonly prefix: string,
  ) {}

  /** The address of the node, from which probes come. */
  get node(): string {
    return `${this.prefix}.0.1`;
  }

  /** One more address that this process can serve. */
  async addServiceAddress(): Promise<string> {
    this.services += 1;
    const address = `${this.prefix}.255.${this.services}`;
    await output(['ip', 'address', 'add', `${address}/32`, 'dev', this.bridge]);
    return address;
  }

  async addPod(hostname: string): Promise<PodNetwork> {
    this.pods += 1;
    const number = this.pods;
    const address = `${this.prefix}.1.${number}`;
    const command = ['--net', '--uts', '--ipc', 'sh', '-c', 'hostname "$0"; exec sleep infinity', hostname];
    const child = spawn('unshare', command, { stdio: 'ignore' });
    this.holders.push(child);
    const holder = child.pid ?? 0;
    const inside = ['nsenter', '--target', `${holder}`, '--net'];
    const outer = `${this.bridge}p${number}`;
    await eventually(`the namespaces of ${hostname}`, 10, async () => {
      const name = await output(['nsenter', '--target', `${holder}`, '--uts', 'hostname']);
      if (name !== hostname) throw new Error(`the hostname is ${name}`);
    });
    await output(['ip', 'link', 'add', outer, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', `${holder}`]);
    await output(['ip', 'link', 'set', outer, 'master', this.bridge, 'up']);
    await output([...inside, 'ip', 'link', 'set', 'lo', 'up']);
    await output([...inside, 'ip', 'address', 'add', `${address}/16`, 'dev', 'eth0']);
    await output([...inside, 'ip', 'link', 'set', 'eth0', 'up']);
    await output([...inside, 'ip', 'route', 'add', 'default', 'via', this.node]);
    return { address, holder, close: () => child.kill('SIGKILL') };
  }

  async close(): Promise<void> {
    for (const holder of this.holders) holder.kill('SIGKILL');
    await output(['ip', 'link', 'delete', this.bridge]);
  }
}

/** A number that no network had before, of this test file or another: what is left of one may go away late. */
function unusedNumber(): number {
  for (let number = 1; number < 250; number += 1) {
    try {
      mkdirSync(join(setting('E2E_STATE'), `network-${number}`));
      return number;
    } catch {
      // Another network has it.
    }
  }
  throw new Error('too many networks');
}
