import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { run } from '../../support/tools.js';

/** Of a documentation network, which is no address of any cluster. */
export const INTERNET = '203.0.113.10';
export const METADATA = '169.254.169.254';

const GATEWAY = '203.0.113.1';
const SERVER = `
for (const port of process.argv.slice(1)) require('node:net').createServer((socket) => socket.end()).listen(+port);
process.stdout.write('listening');
`;

function ip(...args: string[]): void {
  const { status, stderr } = run('ip', args);
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr}`);
}

/** What is behind the node of the tests: a server on the internet, which a cloud's metadata server is, too. */
export class Outside {
  static readonly possible = process.env.E2E_STATE !== undefined;

  /** @param ports that are listened on, by TCP */
  static async open(...ports: number[]): Promise<Outside> {
    ip('netns', 'add', 'outside');
    ip('link', 'add', 'outside0', 'type', 'veth', 'peer', 'name', 'inside0', 'netns', 'outside');
    ip('address', 'add', `${GATEWAY}/24`, 'dev', 'outside0');
    ip('link', 'set', 'outside0', 'up');
    ip('route', 'add', METADATA, 'via', INTERNET);
    const within = ['-n', 'outside'];
    ip(...within, 'address', 'add', `${INTERNET}/24`, 'dev', 'inside0');
    ip(...within, 'address', 'add', METADATA, 'dev', 'inside0');
    ip(...within, 'link', 'set', 'inside0', 'up');
    ip(...within, 'route', 'add', 'default', 'via', GATEWAY);
    const server = spawn('nsenter', ['--net=/run/netns/outside', process.execPath, '-e', SERVER, ...ports.map(String)]);
    await Promise.race([once(server.stdout, 'data'), once(server, 'exit')]);
    if (server.exitCode !== null) throw new Error(`the server outside ended with ${server.exitCode}`);
    return new Outside(server);
  }

  private constructor(private readonly server: ChildProcess) {}

  close(): void {
    this.server.kill();
    ip('netns', 'delete', 'outside');
  }
}
