import { writeYaml } from '../values/yaml.js';

/** Where a code location is served. */
export interface GrpcServer {
  readonly host: string;
  readonly port: number;
  readonly locationName: string;
}

/** The text of `workspace.yaml`, which tells the webserver and the daemon where the code locations are served. */
export function workspaceYaml(servers: readonly GrpcServer[]): string {
  const entries = servers.map(({ host, port, locationName }) => ({
    grpc_server: { host, port, location_name: locationName },
  }));
  return writeYaml({ load_from: entries }, 'quoted');
}
