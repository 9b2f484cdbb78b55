import type { Dagster } from './dagster.js';
import type { Namespace } from './namespace.js';
import { eventually } from './waiting.js';

/** Seconds that suffice for everything that comes about by itself, however busy the machine. */
const WITHIN = 300;

/** Waits until every code location of a webserver is loaded from its server, and there is no other. */
export async function expectLoaded(dagster: Dagster, names: readonly string[]): Promise<void> {
  await eventually('the code locations', WITHIN, async () => {
    const entries = await dagster.locations();
    const seen = entries.map(({ name, loadStatus, locationOrLoadError }) => {
      return [name, loadStatus, locationOrLoadError?.message ?? locationOrLoadError?.__typename];
    });
    expect(seen.sort()).toEqual([...names].sort().map((name) => [name, 'LOADED', 'RepositoryLocation']));
  });
}

/**
 * Waits until every daemon is healthy.
 *
 * @param since milliseconds since 1970 after which each has to have said so
 */
export async function expectHealthy(dagster: Dagster, since = 0): Promise<void> {
  await eventually('the daemons', WITHIN, async () => {
    const daemons = await dagster.daemons();
    const sick = daemons.filter(({ healthy, lastHeartbeatTime, lastHeartbeatErrors }) => {
      return !healthy || (lastHeartbeatTime ?? 0) * 1000 < since || lastHeartbeatErrors.length > 0;
    });
    expect(sick).toEqual([]);
    expect(daemons.map(({ daemonType }) => daemonType)).toEqual(
      expect.arrayContaining(['SENSOR', 'BACKFILL', 'SCHEDULER', 'QUEUED_RUN_COORDINATOR', 'ASSET']),
    );
  });
}

/** Waits until a run is a success; fails at once when it is a failure. */
export async function expectSuccess(dagster: Dagster, runId: string): Promise<void> {
  const end = await eventually(`the end of run ${runId}`, WITHIN, async () => {
    const { status } = await dagster.run(runId);
    if (!['SUCCESS', 'FAILURE', 'CANCELED'].includes(status)) throw new Error(`it is ${status}`);
    return status;
  });
  if (end !== 'SUCCESS') throw new Error(`run ${runId} is a ${end}:\n${await dagster.errorsOf(runId)}`);
}

/** Waits until a release of a namespace works: pods ready, code locations loaded, daemons healthy. */
export async function expectWorking(
  namespace: Namespace,
  locations: readonly string[],
  dagster: Dagster = namespace.dagster(),
): Promise<void> {
  namespace.rolledOut();
  await expectLoaded(dagster, locations);
  await expectHealthy(dagster);
}
