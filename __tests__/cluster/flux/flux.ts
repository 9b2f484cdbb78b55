import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { define } from '../support/definitions.js';
import { Namespace } from '../support/namespace.js';
import { Program, stateFolder } from '../support/program.js';

const STORAGE = '10.250.0.2:9790';

/** Flux's controllers of sources and of Kustomizations, which run beside the node as they would in pods. */
export class Flux {
  readonly namespace = new Namespace('flux-system');
  private readonly programs: readonly Program[];

  static async start(): Promise<Flux> {
    await define();
    return new Flux();
  }

  private constructor() {
    const folder = join(stateFolder(), 'flux');
    mkdirSync(folder, { recursive: true });
    this.namespace.create();
    this.programs = [
      start('source-controller', 9791, [
        `--storage-addr=${STORAGE}`,
        `--storage-adv-addr=${STORAGE}`,
        `--storage-path=${folder}`,
      ]),
      start('kustomize-controller', 9793, []),
    ];
  }

  end(): void {
    this.namespace.delete();
    for (const program of this.programs) program.end();
  }
}

/** @param port the first of two that are its own */
function start(name: string, port: number, args: readonly string[]): Program {
  const addresses = [`--metrics-addr=127.0.0.1:${port}`, `--health-addr=127.0.0.1:${port + 1}`, '--events-addr='];
  const env = { RUNTIME_NAMESPACE: 'flux-system', TMPDIR: join(stateFolder(), 'flux') };
  return new Program(name, [name, '--watch-all-namespaces', ...addresses, ...args], env);
}
