import { get } from 'node:http';
import { connect } from 'node:net';
import type { IContainer, IProbe } from 'kubernetes-models/v1';
import { checkGrpcHealth } from './grpc-health.js';
import type { Outcome } from './process.js';

/** What a probe needs of the container it looks at. */
export interface Probed {
  readonly spec: IContainer;
  readonly address: string;
  exec(command: readonly string[], seconds: number): Promise<Outcome>;
}

/** Makes one attempt of a probe, as the kubelet does: from the node for the network, in the container for a command. */
export async function probe({ spec, address, exec }: Probed, settings: IProbe): Promise<void> {
  const { httpGet, tcpSocket, grpc, exec: command, timeoutSeconds = 1 } = settings;
  if (httpGet !== undefined) {
    const headers = Object.fromEntries((httpGet.httpHeaders ?? []).map(({ name, value }) => [name, value]));
    const host = httpGet.host ?? address;
    const port = portOf(spec, httpGet.port);
    return getOk({ host, port, path: httpGet.path ?? '/', headers, timeout: timeoutSeconds * 1000 });
  }
  if (tcpSocket !== undefined) return connects(address, portOf(spec, tcpSocket.port), timeoutSeconds);
  if (grpc !== undefined) return checkGrpcHealth(address, grpc.port, grpc.service ?? '', timeoutSeconds);
  if (command === undefined) throw new Error(`the harness knows no probe of ${Object.keys(settings)}`);
  const { code, stdout, stderr } = await exec(command.command ?? [], timeoutSeconds);
  if (code !== 0) throw new Error(`${command.command?.join(' ')}: exit code ${code}: ${stdout}${stderr}`);
}

/** The number of a container's port. */
export function portOf({ name, ports = [] }: IContainer, port: number | string): number {
  if (typeof port === 'number') return port;
  const found = ports.find((candidate) => candidate.name === port);
  if (found === undefined) throw new Error(`container ${name} has no port ${port}`);
  return found.containerPort;
}

function getOk(options: {
  host: string;
  port: number;
  path: string;
  headers: Record<string, string>;
  timeout: number;
}): Promise<void> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(options.timeout);
    const request = get({ ...options, agent: false, signal }, (response) => {
      const { statusCode = 0 } = response;
      response.resume();
      response.on('error', reject);
      response.on('end', () => {
        if (statusCode >= 200 && statusCode < 400) resolve();
        else reject(new Error(`GET ${options.path}: status ${statusCode}`));
      });
    });
    request.on('error', reject);
  });
}

function connects(host: string, port: number, seconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: seconds * 1000 });
    socket.on('error', reject);
    socket.on('timeout', () => socket.destroy(new Error('timeout')));
    socket.on('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
