import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a webserver stands for: an answer for each path, which may change while it is asked. */
export type Answers = Readonly<Record<string, () => { readonly status?: number; readonly body: unknown }>>;

export interface Ending {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server that stands for a webserver. */
export class StandIn {
  static async start(answers: Answers): Promise<StandIn> {
    const server = createServer((request, response) => {
      const answer = answers[`${request.method} ${request.url}`]?.();
      response.writeHead(answer === undefined ? 404 : (answer.status ?? 200));
      response.end(typeof answer?.body === 'string' ? answer.body : JSON.stringify(answer?.body));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new StandIn(server);
  }

  readonly url: string;

  private constructor(private readonly server: Server) {
    const { port } = addressOf(server);
    this.url = `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address;
}

/** Runs the command of the test's container, with this machine's Python. */
export function start([, ...args]: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn('python3', args, { env: { PATH: process.env.PATH, ...env } });
}

export function endOf(child: ChildProcess): Promise<Ending> {
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (data) => {
    texts.stdout += data;
  });
  child.stderr?.on('data', (data) => {
    texts.stderr += data;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...texts })));
}
