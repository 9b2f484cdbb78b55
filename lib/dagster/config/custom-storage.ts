import { checked, type Issue, is, isMap, type JsonMap, notAllowed, within } from '../../engine/index.js';
import { STORAGE } from '../options/storage-shape.js';
import { CLASS, type ConfigurableClass, checkClass, NO_CLASS, renderClass } from './configurable-class.js';
import { checkStorage, renderPostgres, renderStorage, type StorageOptions } from './storage.js';

/** Classes of one's own for parts of what Dagster keeps; what is left out is kept in PostgreSQL. */
export interface CustomStorages {
  /** Runs. @default - PostgreSQL */
  readonly runStorage?: ConfigurableClass;
  /** Events of runs, and what became of assets. @default - PostgreSQL */
  readonly eventLogStorage?: ConfigurableClass;
  /** Schedules, sensors, and their ticks. @default - PostgreSQL */
  readonly scheduleStorage?: ConfigurableClass;
  /** How Dagster talks to the PostgreSQL of the others. @default - as for a release without classes of its own */
  readonly postgres?: StorageOptions;
}

/** The parts, and what keeps them in PostgreSQL. */
const IN_POSTGRES = {
  runStorage: { module: 'dagster_postgres.run_storage', class: 'PostgresRunStorage' },
  eventLogStorage: { module: 'dagster_postgres.event_log', class: 'PostgresEventLogStorage' },
  scheduleStorage: { module: 'dagster_postgres.schedule_storage', class: 'PostgresScheduleStorage' },
} as const;

const PARTS = ['runStorage', 'eventLogStorage', 'scheduleStorage'] as const;

const STORAGES = is.bag<CustomStorages>({
  runStorage: CLASS,
  eventLogStorage: CLASS,
  scheduleStorage: CLASS,
  postgres: STORAGE,
});

/** What `dagster.yaml` says of storage: one key, or one for each part. */
export interface WrittenStorage {
  readonly storage?: JsonMap;
  readonly runStorage?: JsonMap;
  readonly eventLogStorage?: JsonMap;
  readonly scheduleStorage?: JsonMap;
}

/** Where Dagster keeps what it knows, if not in PostgreSQL alone. */
export class Storage {
  /**
   * As a class of your own says, for all or for parts of it, which the images of all Dagster processes have to hold:
   * `Storage.custom({ module: 'my_company.storage', class: 'Storage' })`, or
   * `Storage.custom({ eventLogStorage: { module: 'my_company.events', class: 'EventLogStorage' } })`.
   *
   * Configurations are no place for secrets: they refer to variables, `{ env: NAME }`, of `instance.env`. The database of the
   * release and the variables that say where it is, `DAGSTER_PG_HOST`, `_PORT`, `_DB`, `_USERNAME` and `_PASSWORD`, are there
   * all the same. Where nothing is left in PostgreSQL, pods wait until it takes connections, and not for a migration.
   */
  static custom(storage: ConfigurableClass | CustomStorages): Storage {
    if (isWhole(storage)) {
      const given = checked(CLASS, storage, NO_CLASS);
      return new Storage(given.options, {}, given.issues);
    }
    const given = checked(STORAGES, storage, {});
    return new Storage(undefined, given.options, given.issues);
  }

  private constructor(
    private readonly whole: ConfigurableClass | undefined,
    private readonly parts: CustomStorages,
    private readonly misuse: readonly Issue[],
  ) {}

  /** How Dagster talks to PostgreSQL; `undefined` where nothing of it is left there. */
  get postgres(): StorageOptions | undefined {
    if (this.whole !== undefined || PARTS.every((part) => this.parts[part] !== undefined)) return undefined;
    return this.parts.postgres ?? {};
  }

  /** What is wrong with the classes, or with what is said of PostgreSQL. @param path the option that holds it */
  issues(path: string): Issue[] {
    if (this.misuse.length > 0) return within(path, [...this.misuse]);
    if (this.whole !== undefined) return checkClass(this.whole, path);
    const { postgres } = this.parts;
    const said = PARTS.filter((part) => this.parts[part] !== undefined);
    const allowed = `a class for all, or one of ${PARTS.join(', ')}`;
    return [
      ...(said.length === 0 ? [notAllowed(path, this.parts, allowed)] : []),
      ...said.flatMap((part) => checkClass(this.parts[part] ?? NO_CLASS, `${path}.${part}`)),
      ...(postgres === undefined ? [] : checkStorage(postgres, `${path}.postgres`)),
      ...(postgres !== undefined && this.postgres === undefined
        ? [notAllowed(`${path}.postgres`, postgres, 'nothing where no part is kept in PostgreSQL; leave it out')]
        : []),
    ];
  }

  /** The keys of `dagster.yaml`. */
  render(): WrittenStorage {
    if (this.whole !== undefined) return { storage: { custom: renderClass(this.whole) } };
    const config = renderPostgres(this.parts.postgres ?? {});
    return Object.fromEntries(
      PARTS.map((part) => [part, renderClass(this.parts[part] ?? { ...IN_POSTGRES[part], config })]),
    );
  }
}

function isWhole(storage: ConfigurableClass | CustomStorages): storage is ConfigurableClass {
  return isMap(storage) && ('module' in storage || 'class' in storage);
}

/** What `dagster.yaml` says of storage. */
export function writtenStorage(storage: StorageOptions | Storage = {}): WrittenStorage {
  return isCustom(storage) ? storage.render() : { storage: renderStorage(storage) };
}

/** What is wrong with it. @param path the option that holds it */
export function checkAnyStorage(storage: StorageOptions | Storage, path: string): Issue[] {
  return isCustom(storage) ? storage.issues(path) : checkStorage(storage, path);
}

/** How Dagster talks to PostgreSQL; `undefined` where it keeps nothing there. */
export function postgresOf(storage: StorageOptions | Storage = {}): StorageOptions | undefined {
  return isCustom(storage) ? storage.postgres : storage;
}

function isCustom(storage: StorageOptions | Storage): storage is Storage {
  return 'render' in storage;
}
