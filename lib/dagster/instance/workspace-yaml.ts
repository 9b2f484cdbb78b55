import { type Issue, quote, repeated, writeYaml } from '../../engine/index.js';

/** The port of a code server that names none. */
export const DEFAULT_SERVER_PORT = 3030;

/** Where a code location is served. */
export interface GrpcServer {
  /** A DNS name or an IP address. */
  readonly host: string;

  /** The port of the gRPC server. */
  readonly port: number;

  /** The name of the code location. @default - `grpc:<host>:<port>`, as Dagster calls one without a name */
  readonly locationName?: string;

  /** Whether the connection is encrypted. @default false */
  readonly ssl?: boolean;
}

/** The text of `workspace.yaml`, which tells the webserver and the daemon where the code locations are served. */
export function workspaceYaml(servers: readonly GrpcServer[]): string {
  const entries = servers.map(({ host, port, locationName, ssl }) => ({
    grpc_server: {
      host,
      port,
      ...(locationName === undefined ? {} : { location_name: locationName }),
      ...(ssl === undefined ? {} : { ssl }),
    },
  }));
  return writeYaml({ load_from: entries }, 'quoted');
}

/** What is wrong with servers that run elsewhere. */
export function checkServers(servers: readonly GrpcServer[]): Issue[] {
  const names = servers.map(({ locationName }) => locationName).filter((name) => name !== undefined);
  const issues = servers.flatMap(({ host, port }, index): Issue[] => {
    const path = `workspace.servers.${index}`;
    const badHost = /^[\w.:-]+$/.test(host)
      ? []
      : [{ path: `${path}.host`, message: `found ${quote(host)}; allowed: a DNS name or an IP address` }];
    const badPort = Number.isInteger(port) && port >= 1 && port <= 65535;
    return [
      ...badHost,
      ...(badPort ? [] : [{ path: `${path}.port`, message: `found ${quote(port)}; allowed: a port, 1 to 65535` }]),
    ];
  });
  const doubles = repeated(names).map((name) => ({
    path: 'workspace.servers',
    message: `two code locations are named ${quote(name)}; allowed: one each`,
  }));
  return [...issues, ...doubles];
}
