import { Quantity } from '../../../lib/engine/data/quantity.js';
import { kubectl } from '../../support/tools.js';
import type { Namespace } from './namespace.js';

interface PodStatistics {
  readonly podRef: { readonly name: string; readonly namespace: string };
  readonly containers?: readonly { readonly name: string; readonly memory?: { readonly workingSetBytes?: number } }[];
}

/** The most that each container of a namespace has held, in the kubelet's figures of its cgroup, beside its limit. */
export class MemoryWatch {
  private readonly most = new Map<string, number>();

  constructor(private readonly namespace: Namespace) {}

  /** Reads the kubelet's figures, which are some seconds old. */
  sample(): void {
    const [node] = this.namespace.list('nodes');
    const path = `/api/v1/nodes/${node?.metadata.name}/proxy/stats/summary`;
    const pods: PodStatistics[] = JSON.parse(kubectl(['get', '--raw', path]).stdout).pods;
    for (const { podRef, containers = [] } of pods.filter((pod) => pod.podRef.namespace === this.namespace.name)) {
      for (const { name, memory } of containers) {
        const key = `${podRef.name} ${name}`;
        this.most.set(key, Math.max(this.most.get(key) ?? 0, memory?.workingSetBytes ?? 0));
      }
    }
  }

  /** Each running container with a limit: its name, the most that it held and what it may hold, in bytes. */
  figures(): { name: string; held: number; limit: number }[] {
    const pods = this.namespace.list('pods').filter(({ status }) => status.phase === 'Running');
    const limited = pods.flatMap(({ metadata, spec }) =>
      spec.containers
        .filter(({ resources }: { resources: { limits?: object } }) => resources.limits)
        .map(({ name, resources }: { name: string; resources: { limits: { memory: string } } }) => ({
          name,
          held: this.most.get(`${metadata.name} ${name}`) ?? 0,
          limit: bytes(resources.limits.memory),
        })),
    );
    for (const { name, held, limit } of limited) {
      process.stderr.write(`${this.namespace.name} ${name}: ${mebibytes(held)} MiB of ${mebibytes(limit)}\n`);
    }
    return limited;
  }
}

const mebibytes = (value: number): number => Math.round(value / 2 ** 20);

function bytes(quantity: string): number {
  const parsed = Quantity.parse(quantity);
  if (!(parsed instanceof Quantity)) throw new Error(`${quantity} is no quantity`);
  return Number(parsed.milli / 1000n);
}
