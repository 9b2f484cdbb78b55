import type { Note } from '../engine/index.js';
import type { DagsterDaemon } from './components/daemon.js';
import type { DagsterPostgres } from './components/postgres.js';
import type { DagsterUserCode } from './components/user-code.js';
import type { DagsterWebserver } from './components/webserver.js';
import { toldOf } from './config/database.js';
import type { DagsterInstance } from './instance/instance.js';

/** The parts of a release that people have to know of. */
export interface Parts {
  readonly releaseName: string;
  readonly namespace: string;
  readonly postgresql: DagsterPostgres;
  readonly instance: DagsterInstance;
  readonly userCode: DagsterUserCode;
  readonly webserver: DagsterWebserver;
  readonly daemon: DagsterDaemon;
  /** Whether a Job brings the database up to the schema of this Dagster version. */
  readonly migrates: boolean;
}

/** What a person who has installed a release wants to know next. */
export function notesOf(parts: Parts): readonly Note[] {
  const { releaseName, namespace, webserver, daemon, userCode } = parts;
  return [
    { text: `Dagster is the release ${releaseName} in the namespace ${namespace}.` },
    {
      when: webserver.enabled,
      text: `The web UI, at http://localhost:3000${webserver.pathPrefix}:\n\n  ${portForward(parts)}`,
      otherwise: 'The webserver is not enabled: there is no web UI and no GraphQL API.',
    },
    {
      when: daemon.enabled,
      text: '',
      otherwise: 'The daemon is not enabled: schedules, sensors and queued runs do not start.',
    },
    {
      when: userCode.enabled,
      text: userCode.servers.length > 0 ? '' : 'There are no code locations in the release.',
      otherwise: 'User code is not enabled: there are no code locations in the release.',
    },
    databaseNote(parts),
    ...(parts.instance.usesPassword ? [passwordNote(parts)] : []),
  ];
}

/** The command that makes the web UI reachable. */
export function portForward({ namespace, webserver }: Parts): string {
  return `kubectl --namespace ${namespace} port-forward service/${webserver.serviceName} 3000:http`;
}

/** The commands that create the Secret of the database password, in each namespace where something logs in. */
export function createSecret({ namespace, postgresql, instance }: Parts): string[] {
  const { name, key } = postgresql.connection.password;
  return [namespace, ...instance.runNamespaces.elsewhere].map(
    (where) => `kubectl --namespace ${where} create secret generic ${name} --from-literal=${key}=PASSWORD`,
  );
}

function databaseNote({ postgresql }: Parts): Note {
  const { enabled, connection, knobs } = postgresql;
  const { externalDatabase } = knobs;
  const { valueFrom = {} } = connection;
  const whose = `the database ${toldOf(connection, 'database')} of the user ${toldOf(connection, 'username')}`;
  const host = valueFrom.host === undefined ? `${externalDatabase.host}` : `the host ${toldOf(connection, 'host')}`;
  const port =
    valueFrom.port === undefined ? `port ${externalDatabase.port}` : `the port ${toldOf(connection, 'port')}`;
  return {
    when: enabled,
    text: '',
    otherwise: `PostgreSQL is not part of the release: it uses ${whose} at ${host}, ${port}.`,
  };
}

function passwordNote(parts: Parts): Note {
  const { enabled, connection, createsPassword, externalSecret } = parts.postgresql;
  const { name, key } = connection.password;
  if (externalSecret !== undefined) {
    return {
      text: `The External Secrets operator keeps the database password in the Secret ${name}, under the key ${key}.`,
    };
  }
  const created = `A Job creates the Secret ${name} with the database password under the key ${key}, unless it exists.`;
  const needed = `The Secret ${name} has to hold the database password under the key ${key}; pods wait until it is there:`;
  const otherwise = `${needed}\n\n  ${createSecret(parts).join('\n  ')}`;
  return { when: enabled, text: createsPassword ? created : otherwise, otherwise };
}
