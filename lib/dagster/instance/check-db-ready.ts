import { usualResources } from '../../kubernetes/fixed-resources.js';
import type { ContainerProps } from '../../kubernetes/pod.js';
import { mountsOf } from '../../kubernetes/volumes.js';
import { DATABASE_ENV } from '../config/database.js';
import type { DagsterInstance } from './instance.js';

/** The first process of a container is not ended by a signal that it does not handle. */
export const EXIT_WHEN_TOLD = 'signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))';

/** Logs in, since a server that listens may still refuse the user or lack the database. */
const SCRIPT = `
import json, os, signal, sys, time
import psycopg2

${EXIT_WHEN_TOLD}

while True:
    try:
        psycopg2.connect(
            host=os.environ["${DATABASE_ENV.host}"],
            port=os.environ["${DATABASE_ENV.port}"],
            dbname=os.environ["${DATABASE_ENV.database}"],
            user=os.environ["${DATABASE_ENV.username}"],
            password=os.environ["${DATABASE_ENV.password}"],
            **{"connect_timeout": 5, **json.loads(sys.argv[1])},
        ).close()
        sys.exit(0)
    except psycopg2.OperationalError as error:
        print("waiting for the database:", str(error).strip(), flush=True)
        time.sleep(2)
`.trimStart();

/** A login takes a cloud's identity, and a cloud's library more memory than this has; Dagster itself logs in next. */
const SCRIPT_WITHOUT_PASSWORD = `
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

/** An init container that waits until the database takes a login, or at least connections. */
export function checkDbReady(instance: DagsterInstance): ContainerProps {
  return {
    name: 'check-db-ready',
    image: instance.systemImage,
    command: instance.usesPassword
      ? ['python', '-c', SCRIPT, JSON.stringify(instance.connectionParams)]
      : ['python', '-c', SCRIPT_WITHOUT_PASSWORD],
    ...instance.environment,
    resources: usualResources(instance, RESOURCES),
    mounts: mountsOf(instance.volumes),
  };
}
