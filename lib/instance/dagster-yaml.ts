import type { JsonMap } from '../values/json.js';
import { writeYaml } from '../values/yaml.js';
import { DATABASE_ENV } from './database.js';

/** A value that Dagster reads from its environment. */
const fromEnv = (env: string): JsonMap => ({ env });

const POSTGRES = {
  postgres_db: {
    // SQLAlchemy 2.1 takes a bare "postgresql" for a driver that Dagster's images do not have.
    scheme: 'postgresql+psycopg2',
    hostname: fromEnv(DATABASE_ENV.host),
    port: fromEnv(DATABASE_ENV.port),
    db_name: fromEnv(DATABASE_ENV.database),
    username: fromEnv(DATABASE_ENV.username),
    password: fromEnv(DATABASE_ENV.password),
  },
};

/**
 * The text of `dagster.yaml`, which tells every Dagster process of a release where runs are kept and how they start.
 * Each string is quoted, so that the name of a release is text whatever it looks like.
 *
 * @see https://docs.dagster.io/deployment/oss/dagster-yaml
 */
export function dagsterYaml(runLauncher: object): string {
  return writeYaml(
    {
      storage: { postgres: POSTGRES },
      scheduler: { module: 'dagster.core.scheduler', class: 'DagsterDaemonScheduler' },
      run_coordinator: { module: 'dagster.core.run_coordinator', class: 'QueuedRunCoordinator' },
      run_launcher: runLauncher,
      run_monitoring: { enabled: true },
      compute_logs: { module: 'dagster.core.storage.noop_compute_log_manager', class: 'NoOpComputeLogManager' },
      telemetry: { enabled: false },
    },
    'quoted',
  );
}
