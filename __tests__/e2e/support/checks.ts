import type { IContainer } from 'kubernetes-models/v1';
import type { Dagster } from '../../cluster/support/dagster.js';
import type { Audit } from '../harness/audit.js';
import type { Pod } from '../harness/pod.js';
import { output } from '../harness/process.js';

/** Every container of a pod that was started: what it found that it may do, and what its manifest says. */
export function auditsOf(pod: Pod): { name: string; found: Audit; declared: Audit }[] {
  const { spec, owner } = pod.props;
  const { runAsUser = 0, runAsGroup = 0, fsGroup = 0 } = spec.securityContext ?? {};
  return pod.watches.map(({ container }) => ({
    name: `${owner} ${container.name}`,
    found: container.audit,
    declared: {
      uid: container.spec.securityContext?.runAsUser ?? runAsUser,
      gid: container.spec.securityContext?.runAsGroup ?? runAsGroup,
      groups: [fsGroup],
      noNewPrivileges: true,
      powerless: true,
      writable: writableOf(pod, container.spec),
    },
  }));
}

/** What a manifest makes writable, beside the shared memory that every container has. */
function writableOf({ props }: Pod, { volumeMounts = [] }: IContainer): string[] {
  const readOnly = (props.spec.volumes ?? []).filter(({ emptyDir, persistentVolumeClaim }) => {
    return emptyDir === undefined && persistentVolumeClaim === undefined;
  });
  const writable = volumeMounts.filter((mount) => {
    return !mount.readOnly && !readOnly.some(({ name }) => name === mount.name);
  });
  const paths = writable.map(({ mountPath }) => mountPath.replace(/^\/var\/run\//, '/run/'));
  return ['/dev/shm', ...paths].sort();
}

/** Every code location is loaded from its server. */
export async function expectLoaded(dagster: Dagster, names: readonly string[]): Promise<void> {
  const entries = await dagster.locations();
  const seen = entries.map(({ name, loadStatus, locationOrLoadError }) => {
    return [name, loadStatus, locationOrLoadError?.message ?? locationOrLoadError?.__typename];
  });
  expect(seen.sort()).toEqual([...names].sort().map((name) => [name, 'LOADED', 'RepositoryLocation']));
}

/** Every daemon is healthy, and has said so after a time, in milliseconds. */
export async function expectHealthy(dagster: Dagster, since: number): Promise<void> {
  const daemons = await dagster.daemons();
  const sick = daemons.filter(({ healthy, lastHeartbeatTime, lastHeartbeatErrors }) => {
    return !healthy || (lastHeartbeatTime ?? 0) * 1000 < since || lastHeartbeatErrors.length > 0;
  });
  expect(sick).toEqual([]);
  expect(daemons.map(({ daemonType }) => daemonType)).toEqual(
    expect.arrayContaining(['SENSOR', 'BACKFILL', 'SCHEDULER', 'QUEUED_RUN_COORDINATOR', 'ASSET']),
  );
}

/** A database, and who asks it. */
export interface DatabaseAccess {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** The first column of what a query finds. */
export async function select({ host, port, ...access }: DatabaseAccess, sql: string): Promise<string[]> {
  const command = ['psql', '-h', host, '-p', `${port}`, '-U', access.user, '-d', access.database, '-Atc', sql];
  const rows = await output(command, { env: { PGPASSWORD: access.password, PATH: '/usr/bin' } });
  return rows === '' ? [] : rows.split('\n');
}

/** The jobs of all code locations. */
export async function jobsOf(dagster: Dagster): Promise<string[]> {
  const entries = await dagster.locations();
  const repositories = entries.flatMap(({ locationOrLoadError }) => locationOrLoadError?.repositories ?? []);
  return repositories.flatMap(({ jobs }) => jobs.map(({ name }) => name));
}
