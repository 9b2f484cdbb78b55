import { usualResources } from '../../kubernetes/fixed-resources.js';
import type { ContainerProps } from '../../kubernetes/pod.js';
import { mountsOf } from '../../kubernetes/volumes.js';
import { DATABASE_ENV } from '../config/database.js';
import type { DagsterInstance } from './instance.js';

/** The first process of a container is not ended by a signal that it does not handle. */
export const EXIT_WHEN_TOLD = 'signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))';

const LOGIN = `psycopg2.connect(
            host=os.environ["${DATABASE_ENV.host}"],
            port=os.environ["${DATABASE_ENV.port}"],
            dbname=os.environ["${DATABASE_ENV.database}"],
            user=os.environ["${DATABASE_ENV.username}"],
            password=os.environ["${DATABASE_ENV.password}"],
            **{"connect_timeout": 5, **json.loads(sys.argv[1])},
        )`;

/** Logs in, since a server that listens may still refuse the user or lack the database. */
const SCRIPT = `
import json, os, signal, sys, time
import psycopg2

${EXIT_WHEN_TOLD}

while True:
    try:
        ${LOGIN}.close()
        sys.exit(0)
    except psycopg2.OperationalError as error:
        print("waiting for the database:", str(error).strip(), flush=True)
        time.sleep(2)
`.trimStart();

/**
 * Waits for the migration, too: while the tables are of a revision that this Dagster knows and has a later one of. Tables of
 * a newer Dagster, after a way back, are none to wait for. The files of the revisions are read, not run: that takes more
 * memory than this has.
 */
const SCRIPT_WITH_SCHEMA = `
import glob, importlib.util, json, os, re, signal, sys, time
import psycopg2

${EXIT_WHEN_TOLD}

known, superseded = set(), set()
for folder in importlib.util.find_spec("dagster").submodule_search_locations:
    for path in glob.glob(os.path.join(folder, "_core", "storage", "alembic", "versions", "*.py")):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        known.update(re.findall(r"""^revision[ :=].*?["']([0-9A-Za-z_]+)["']""", text, re.M))
        for line in re.findall("^down_revision[ :=].*", text, re.M):
            superseded.update(re.findall("""["']([0-9A-Za-z_]+)["']""", line))


def pending():
    connection = ${LOGIN}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT version_num FROM alembic_version")
            found = [row[0] for row in cursor.fetchall()]
    except psycopg2.errors.UndefinedTable:
        found = []
    finally:
        connection.close()
    if not found:
        return "it has no tables yet"
    outdated = [one for one in found if one in superseded]
    return f"its tables are of the revision {outdated[0]}" if outdated else None


while True:
    try:
        problem = pending() if known else None
    except psycopg2.OperationalError as error:
        problem = str(error).strip()
    if problem is None:
        sys.exit(0)
    print("waiting for the database and its migration:", problem, flush=True)
    time.sleep(2)
`.trimStart();

/**
 * A login takes a cloud's identity, and a cloud's library more memory than this has, or a class of somebody's own; Dagster
 * itself logs in next.
 */
const SCRIPT_WITHOUT_LOGIN = `
import os, signal, socket, sys, time

${EXIT_WHEN_TOLD}

while True:
    try:
        socket.create_connection((os.environ["${DATABASE_ENV.host}"], int(os.environ["${DATABASE_ENV.port}"])), 5).close()
        break
    except OSError as error:
        print("waiting for the database:", error, flush=True)
        time.sleep(2)
`.trimStart();

const RESOURCES = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } };

/**
 * An init container that waits until the database takes a login, or at least connections.
 *
 * @param schema whether it waits for the tables of its Dagster, too @default - if the release migrates
 */
export function checkDbReady(instance: DagsterInstance, schema = instance.migrates): ContainerProps {
  const script = schema ? SCRIPT_WITH_SCHEMA : SCRIPT;
  return {
    name: 'check-db-ready',
    image: instance.systemImage,
    command:
      instance.usesPostgres && instance.usesPassword
        ? ['python', '-c', script, JSON.stringify(instance.connectionParams)]
        : ['python', '-c', SCRIPT_WITHOUT_LOGIN],
    ...instance.environment,
    resources: usualResources(instance, RESOURCES),
    mounts: mountsOf(instance.volumes),
  };
}
