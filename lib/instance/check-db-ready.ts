import type { ContainerProps } from '../workload/pod.js';
import { mountsOf } from '../workload/volumes.js';
import { DATABASE_ENV } from './database.js';
import type { DagsterInstance } from './instance.js';

/** Logs in, since a server that listens may still refuse the user or lack the database. */
const SCRIPT = `
import os, sys, time
import psycopg2

while True:
    try:
        psycopg2.connect(
            host=os.environ["${DATABASE_ENV.host}"],
            port=os.environ["${DATABASE_ENV.port}"],
            dbname=os.environ["${DATABASE_ENV.database}"],
            user=os.environ["${DATABASE_ENV.username}"],
            password=os.environ["${DATABASE_ENV.password}"],
            connect_timeout=5,
        ).close()
        sys.exit(0)
    except psycopg2.OperationalError as error:
        print("waiting for the database:", str(error).strip(), flush=True)
        time.sleep(2)
`.trimStart();

const RESOURCES = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } };

/** An init container that waits until the database takes a login. */
export function checkDbReady(instance: DagsterInstance): ContainerProps {
  return {
    name: 'check-db-ready',
    image: instance.systemImage,
    command: ['python', '-c', SCRIPT],
    env: instance.env,
    resources: RESOURCES,
    mounts: mountsOf(instance.volumes),
  };
}
